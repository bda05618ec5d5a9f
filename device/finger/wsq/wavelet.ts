import type { Layout, Split } from './subbands.ts'

/** A symmetric filter of odd length, as its right half: `[0]` is the middle. */
export type HalfFilter = readonly number[]
export type Filters = { low: HalfFilter; high: HalfFilter }

/** The 9/7 analysis filters of Cohen, Daubechies and Feauveau that WSQ prescribes. */
export const NINE_SEVEN: Filters = {
  low: [0.852698679009403, 0.377402855612654, -0.110624404418423, -0.02384946501938, 0.037828455506995],
  high: [0.788485616405664, -0.418092273222212, -0.040689417609559, 0.064538882628938],
}

/** Where sample `at` of a line is found when the line is mirrored about its first and its last sample. */
function mirrored(at: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const inside = ((at % period) + period) % period
  return inside < length ? inside : period - inside
}

type Line = { from: number; step: number; length: number; flip: boolean }

/** One line into its low and its high half; `room` has `reach` samples beyond either end. */
function analyse(data: Float32Array, { from, step, length, flip }: Line, filters: Filters, room: Float64Array): void {
  const reach = filters.low.length
  for (let i = -reach; i < length + reach; i++) {
    const inside = i >= 0 && i < length ? i : mirrored(i, length)
    room[i + reach] = data[from + inside * step]!
  }
  const lows = (length + 1) >> 1
  const highs = length - lows
  const put = (filter: HalfFilter, count: number, first: number, to: number) => {
    for (let n = 0; n < count; n++) {
      const at = reach + first + 2 * n
      let sum = filter[0]! * room[at]!
      for (let k = 1; k < filter.length; k++) sum += filter[k]! * (room[at - k]! + room[at + k]!)
      data[from + (to + n) * step] = sum
    }
  }
  put(filters.low, lows, 0, flip ? highs : 0)
  put(filters.high, highs, 1, flip ? 0 : lows)
}

/** The inverse of `analyse`: each synthesis filter is the other analysis filter with every second sign turned. */
function synthesise(
  data: Float32Array,
  { from, step, length, flip }: Line,
  filters: Filters,
  room: Float64Array,
): void {
  const reach = filters.low.length
  const lows = (length + 1) >> 1
  const highs = length - lows
  const low = from + (flip ? highs : 0) * step
  const high = from + (flip ? 0 : lows) * step
  // Low and high samples interleaved as they came out of the filters, and mirrored; even places hold the low ones.
  for (let i = -reach; i < length + reach; i++) {
    const inside = i >= 0 && i < length ? i : mirrored(i, length)
    const value = data[(inside & 1 ? high : low) + (inside >> 1) * step]!
    // In a line of one sample the mirror falls on the wrong kind.
    room[i + reach] = (inside ^ i) & 1 ? 0 : value
  }
  for (let at = 0; at < length; at++) {
    const middle = at + reach
    const [own, other] = at & 1 ? [filters.low, filters.high] : [filters.high, filters.low]
    let sum = own[0]! * room[middle]!
    for (let k = 1; k < own.length || k < other.length; k++) {
      const tap = k & 1 ? -(other[k] ?? 0) : (own[k] ?? 0)
      sum += tap * (room[middle - k]! + room[middle + k]!)
    }
    data[from + at * step] = sum
  }
}

type Work = typeof analyse

function rows(work: Work, data: Float32Array, width: number, area: Split, filters: Filters, room: Float64Array): void {
  for (let row = 0; row < area.height; row++) {
    const from = (area.y + row) * width + area.x
    work(data, { from, step: 1, length: area.width, flip: area.flipX }, filters, room)
  }
}

function columns(
  work: Work,
  data: Float32Array,
  width: number,
  area: Split,
  filters: Filters,
  room: Float64Array,
): void {
  for (let column = 0; column < area.width; column++) {
    const from = area.y * width + area.x + column
    work(data, { from, step: width, length: area.height, flip: area.flipY }, filters, room)
  }
}

function roomFor(width: number, height: number, filters: Filters): Float64Array {
  return new Float64Array(Math.max(width, height) + 2 * filters.low.length)
}

/** Takes the picture apart, in place. */
export function decompose(
  data: Float32Array,
  width: number,
  height: number,
  { splits }: Layout,
  filters = NINE_SEVEN,
): void {
  const room = roomFor(width, height, filters)
  for (const area of splits) {
    if (area.width === 0 || area.height === 0) continue
    rows(analyse, data, width, area, filters, room)
    columns(analyse, data, width, area, filters, room)
  }
}

/** Puts it together again, in place. */
export function reconstruct(
  data: Float32Array,
  width: number,
  height: number,
  { splits }: Layout,
  filters: Filters,
): void {
  const room = roomFor(width, height, filters)
  for (const area of splits.toReversed()) {
    if (area.width === 0 || area.height === 0) continue
    columns(synthesise, data, width, area, filters, room)
    rows(synthesise, data, width, area, filters, room)
  }
}
