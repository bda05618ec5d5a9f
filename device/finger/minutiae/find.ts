import type { GrayImage } from '../image.ts'
import { CELL, directionField, type Field } from './field.ts'
import { ridgeMap, thin } from './ridges.ts'

/**
 * Where a ridge ends or forks. `angle` (radians, y down, 0 … 2π) points along the ridge that ends, or into the fork's
 * single leg's opposite: from the minutia towards where there is more ridge.
 */
export type Minutia = { x: number; y: number; angle: number; kind: 'ending' | 'fork'; quality: number }

/** A ridge followed this far from a minutia (pixels) tells its direction; a shorter one is a spur, an island or a gap. */
const FOLLOW_PX = 12
/** Two minutiae nearer than this (pixels) are the two sides of one scar, pore or crease. */
const LEAST_APART_PX = 7

/**
 * Minutiae of a picture at 500 ppi: filtered along the direction field, thinned, and read off by crossing number. It is
 * our own, not FingerJet FX, which NFIQ 2 counts with: on the SFinGe samples it finds about as many, not the same ones.
 */
export function findMinutiae(image: GrayImage): Minutia[] {
  const field = directionField(image)
  const lines = ridgeMap(image, field)
  thin(lines, image.width)
  const ring = [-image.width, -image.width + 1, 1, image.width + 1, image.width, image.width - 1, -1, -image.width - 1]
  const found: Minutia[] = []
  for (let at = image.width + 1; at < lines.length - image.width - 1; at++) {
    if (!lines[at]) continue
    let steps = 0
    for (let i = 0; i < 8; i++) if (!lines[at + ring[i]!] && lines[at + ring[(i + 1) & 7]!]) steps++
    if (steps !== 1 && steps < 3) continue
    const minutia = read(lines, image.width, ring, at, steps === 1 ? 'ending' : 'fork', field)
    if (minutia) found.push(minutia)
  }
  return found.filter((one) => !found.some((other) => other !== one && near(one, other)))
}

const near = (a: Minutia, b: Minutia) => Math.hypot(a.x - b.x, a.y - b.y) < LEAST_APART_PX

function read(
  lines: Uint8Array,
  width: number,
  ring: readonly number[],
  at: number,
  kind: Minutia['kind'],
  field: Field,
): Minutia | null {
  const x = at % width
  const y = (at - x) / width
  const cell = Math.floor(y / CELL) * field.columns + Math.floor(x / CELL)
  if (!wellInside(field, x, y)) return null
  const legs = starts(lines, ring, at).map((from) => follow(lines, width, ring, at, from))
  if (legs.some((leg) => leg === null)) return null
  const ways = legs.map((leg) => Math.atan2(Math.floor(leg! / width) - y, (leg! % width) - x))
  if (kind === 'ending') {
    if (ways.length !== 1) return null
    return { x, y, angle: turn(ways[0]!), kind, quality: field.coherence[cell]! }
  }
  if (ways.length !== 3) return null
  // The two legs that lie closest together are the fork; their middle is where there is more ridge.
  const pairs: [number, number][] = [
    [0, 1],
    [1, 2],
    [2, 0],
  ]
  const apart = ([a, b]: [number, number]) => Math.abs(signed(ways[a]! - ways[b]!))
  const [a, b] = pairs.sort((p, q) => apart(p) - apart(q))[0]!
  const angle = ways[b]! + signed(ways[a]! - ways[b]!) / 2
  return { x, y, angle: turn(angle), kind, quality: field.coherence[cell]! }
}

/** No minutia within a leg's length of where the finger ends: lines break off there. */
function wellInside(field: Field, x: number, y: number): boolean {
  for (const [dx, dy] of [
    [0, 0],
    [FOLLOW_PX, 0],
    [-FOLLOW_PX, 0],
    [0, FOLLOW_PX],
    [0, -FOLLOW_PX],
  ] as const) {
    const column = Math.floor((x + dx) / CELL)
    const row = Math.floor((y + dy) / CELL)
    if (column < 0 || row < 0 || column >= field.columns || row >= field.rows) return false
    if (!field.inside[row * field.columns + column]) return false
  }
  return true
}

/** The first pixel of each line that leaves `at`: one of each run of neighbours, a straight one before a slanting one. */
function starts(lines: Uint8Array, ring: readonly number[], at: number): number[] {
  const out: number[] = []
  for (let i = 0; i < 8; i++) {
    if (lines[at + ring[i]!] || !lines[at + ring[(i + 1) & 7]!]) continue
    const first = (i + 1) & 7
    const second = (i + 2) & 7
    out.push(at + ring[first % 2 === 1 && lines[at + ring[second]!] ? second : first]!)
  }
  return out
}

/** The pixel `FOLLOW_PX` along the line; null when it ends or forks before. */
function follow(lines: Uint8Array, width: number, ring: readonly number[], from: number, first: number): number | null {
  let before = from
  let at = first
  for (let step = 1; step < FOLLOW_PX; step++) {
    let next: number | null = null
    let steps = 0
    for (let i = 0; i < 8; i++) {
      if (!lines[at + ring[i]!] && lines[at + ring[(i + 1) & 7]!]) steps++
    }
    // Two lines leave a plain pixel; one leaves an end, three a fork. Right beside the start all is still tangled.
    if (step > 2 && steps !== 2) return null
    for (const way of ring) {
      const to = at + way
      if (!lines[to] || to === before || touches(to, before, width)) continue
      next = to
      break
    }
    if (next === null) return null
    before = at
    at = next
  }
  return at
}

/** Whether two pixels are neighbours: a step back beside the line is no step on. */
function touches(a: number, b: number, width: number): boolean {
  const dx = Math.abs((a % width) - (b % width))
  const dy = Math.abs(Math.floor(a / width) - Math.floor(b / width))
  return dx <= 1 && dy <= 1
}

const turn = (angle: number) => (angle + 4 * Math.PI) % (2 * Math.PI)
const signed = (angle: number) => {
  const whole = turn(angle)
  return whole > Math.PI ? whole - 2 * Math.PI : whole
}
