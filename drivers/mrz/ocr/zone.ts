/** Rows of evenly spaced spots: where the lines of a machine readable zone lie on the page, tilted and bent a little or not. */
import type { Component } from './components.ts'

/** A row's characters at 0, 1, 2 …: middle of the cell numbered k (pixels), by curves of the second degree. */
export type Row = {
  count: number
  pitch: number
  at(k: number): { x: number; y: number }
}

/** Rows with fewer spots are other print. */
const FEWEST = 18
/** Neighbours: apart by so many heights, as high as each other up to this factor, and shifted by so many heights at most. */
const APART = [0.35, 1.75] as const
const AS_HIGH = 1.6
const SHIFTED = 0.4

type Chain = { members: Component[]; pitch: number }

/** All rows on the page that are spaced as OCR-B is, in no order. */
export function rows(spots: readonly Component[]): Row[] {
  return joined(chains(spots)).flatMap((chain) => {
    const row = fitted(chain)
    return row ? [row] : []
  })
}

function chains(spots: readonly Component[]): Chain[] {
  const right = new Map<Component, Component>()
  const left = new Map<Component, Component>()
  const gap = (a: Component, b: Component) => Math.hypot(b.x - a.x, 2 * (b.y - a.y))
  for (const [i, spot] of spots.entries()) {
    let best: Component | undefined
    for (let j = i + 1; j < spots.length; j++) {
      const other = spots[j]!
      const dx = other.x - spot.x
      const high = Math.max(spot.height, other.height)
      if (dx > APART[1] * spot.height) break
      if (dx < APART[0] * high || Math.abs(other.y - spot.y) > SHIFTED * high) continue
      if (high > AS_HIGH * Math.min(spot.height, other.height)) continue
      if (!best || gap(spot, other) < gap(spot, best)) best = other
    }
    if (!best) continue
    const rival = left.get(best)
    if (rival && gap(rival, best) <= gap(spot, best)) continue
    if (rival) right.delete(rival)
    right.set(spot, best)
    left.set(best, spot)
  }
  const found: Chain[] = []
  for (const spot of spots) {
    if (left.has(spot) || !right.has(spot)) continue
    const members = [spot]
    for (let next = right.get(spot); next; next = right.get(next)) members.push(next)
    if (members.length < 3) continue
    found.push({ members, pitch: middle(members.slice(1).map((one, i) => one.x - members[i]!.x)) })
  }
  return found
}

/** Pieces of one row, parted where a character was lost, are put together again. */
function joined(pieces: Chain[]): Chain[] {
  const sorted = pieces.sort((a, b) => a.members[0]!.x - b.members[0]!.x)
  const whole: Chain[] = []
  for (const piece of sorted) {
    const first = piece.members[0]!
    const fits = whole.find(({ members, pitch }) => {
      const last = members.at(-1)!
      const before = members.at(-Math.min(10, members.length))!
      const slope = (last.y - before.y) / Math.max(1, last.x - before.x)
      const dx = first.x - last.x
      return (
        dx > 0 &&
        dx < 6 * pitch &&
        Math.abs(first.y - last.y - slope * dx) < 0.35 * pitch &&
        Math.abs(piece.pitch - pitch) < 0.15 * pitch
      )
    })
    if (fits) fits.members.push(...piece.members)
    else whole.push(piece)
  }
  return whole.filter(({ members }) => members.length >= FEWEST)
}

/** Numbers the spots by their distances and lays the curves through them; twice, the second time without the outliers. */
function fitted({ members, pitch }: Chain): Row | undefined {
  let k = 0
  let points = members.map((one, i) => {
    if (i > 0) k += Math.max(1, Math.round((one.x - members[i - 1]!.x) / pitch))
    return { k, x: one.x, y: one.y }
  })
  let [x, y] = [curve(points.map(({ k, x }) => [k, x])), curve(points.map(({ k, y }) => [k, y]))]
  points = points.filter((p) => Math.abs(p.x - x(p.k)) < 0.3 * pitch && Math.abs(p.y - y(p.k)) < 0.3 * pitch)
  if (points.length < FEWEST) return undefined
  ;[x, y] = [curve(points.map(({ k, x }) => [k, x])), curve(points.map(({ k, y }) => [k, y]))]
  const first = points[0]!.k
  const count = points.at(-1)!.k - first + 1
  return {
    count,
    pitch: (x(first + count - 1) - x(first)) / (count - 1),
    at: (k) => ({ x: x(k + first), y: y(k + first) }),
  }
}

/** The parabola of least squares through points (k, value). */
function curve(points: readonly (readonly [k: number, value: number])[]): (k: number) => number {
  const scale = 1 / 40
  const m = [0, 0, 0, 0, 0]
  const v = [0, 0, 0]
  for (const [k, value] of points) {
    const t = k * scale
    for (let i = 0; i < 5; i++) m[i]! += t ** i
    for (let i = 0; i < 3; i++) v[i]! += value * t ** i
  }
  const [a, b, c] = solved(
    [
      [m[0]!, m[1]!, m[2]!],
      [m[1]!, m[2]!, m[3]!],
      [m[2]!, m[3]!, m[4]!],
    ],
    v,
  )
  return (k) => a! + b! * k * scale + c! * (k * scale) ** 2
}

/** Gauss with pivoting. */
function solved(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.slice(i).sort((a, b) => Math.abs(b[i]!) - Math.abs(a[i]!))[0]!
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(i, 0, pivot)
    for (const row of rows) {
      if (row === pivot || pivot[i] === 0) continue
      const factor = row[i]! / pivot[i]!
      for (let j = i; j < row.length; j++) row[j]! -= factor * pivot[j]!
    }
  }
  return rows.map((row, i) => (row[i] === 0 ? 0 : row.at(-1)! / row[i]!))
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}
