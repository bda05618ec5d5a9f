import { type Interval, interval, ratio } from '../planning/estimate.ts'

/** One thing counted or measured. `value` of `base` (1 unless said); `keys`: what it can be grouped by. */
export type Observation = {
  value: number
  base?: number
  day: string
  keys: { [dim: string]: string }
  /** Only in a breakdown: the whole has it already. */
  part?: true
}
export type Kind = 'count' | 'mean' | 'share'

/** `hidden`: fewer than `SMALL` stand behind it, or it would give away one that is; then everything else is null. */
export type Stat = {
  n: number | null
  value: number | null
  p50: number | null
  p90: number | null
  /** Over days as independent batches: visits of one day share its luck. */
  ci95: Interval | null
  hidden: boolean
}
export type Group = Stat & { key: string }

/** Fewer than this in a cell are not shown (assumption: the rule many Danish registers publish by; a municipality may raise it). */
export const SMALL = 5

export const round = (x: number) => Math.round(x * 10_000) / 10_000
const hidden: Stat = { n: null, value: null, p50: null, p90: null, ci95: null, hidden: true }

export function statOf(observations: readonly Observation[], kind: Kind): Stat {
  const counted = observations.reduce(
    (sum, { base = 1, value }) => sum + (kind === 'count' ? value : base > 0 ? 1 : 0),
    0,
  )
  const n = kind === 'count' ? round(counted) : counted
  if (n > 0 && n < SMALL) return hidden
  if (n <= 0) return { ...hidden, n: 0, value: kind === 'count' ? 0 : null, hidden: false }
  const days = new Map<string, { above: number; below: number }>()
  for (const { value, base = 1, day } of observations) {
    const one = days.get(day) ?? { above: 0, below: 0 }
    one.above += value
    one.below += base
    days.set(day, one)
  }
  const batches = [...days.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  if (kind === 'count')
    return { ...hidden, n, value: round(batches.reduce((sum, one) => sum + one.above, 0)), hidden: false }
  const estimate = ratio(
    batches.map(({ above }) => above),
    batches.map(({ below }) => below),
  )
  const ci = estimate && interval(estimate)
  const single = kind === 'mean' && observations.every(({ base }) => base === undefined)
  const sorted = single ? Float64Array.from(observations, ({ value }) => value).sort() : null
  const at = (share: number) =>
    sorted && sorted.length > 0 ? round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!) : null
  return {
    n,
    value: estimate && round(estimate.value),
    p50: at(0.5),
    p90: at(0.9),
    ci95: ci && bounded(ci, kind),
    hidden: false,
  }
}

function bounded([low, high]: Interval, kind: Kind): Interval {
  return [round(Math.max(0, low)), round(kind === 'share' ? Math.min(1, high) : high)]
}

/** Groups by one dimension, in the order of their keys. One hidden cell beside an open total would give itself away: the next smallest goes with it. */
export function groupsOf(observations: readonly Observation[], dim: string, kind: Kind): Group[] {
  const parts = new Map<string, Observation[]>()
  for (const one of observations) {
    const key = one.keys[dim]
    if (key === undefined || key === '') continue
    const part = parts.get(key)
    if (part) part.push(one)
    else parts.set(key, [one])
  }
  const groups = [...parts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]): Group => ({ key, ...statOf(part, kind) }))
  const closed = groups.filter((one) => one.hidden)
  if (closed.length === 1) {
    const next = groups.filter((one) => !one.hidden && one.n).sort((a, b) => a.n! - b.n! || (a.key < b.key ? -1 : 1))[0]
    if (next) Object.assign(next, hidden)
  }
  return groups
}
