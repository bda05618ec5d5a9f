import { BadInput } from './bad-input.ts'
import { difference, type Interval, interval } from './estimate.ts'
import { type Measures, measureNames } from './measures.ts'
import { planOf } from './plan.ts'
import { measured, type Result, resultOf, type Simulated } from './result.ts'
import type { Scenario } from './scenario.ts'
import { batchesOf, simulate } from './simulate.ts'

/** One measure of two scenarios on the same citizens: `difference` = b − a with its 95 % interval. */
export type Paired = { a: number; b: number; difference: number; ci95: Interval | null; clear: boolean }
export type Comparison = { a: Result; b: Result; paired: { [measure: string]: Paired } }

/** Both scenarios with the seed, runs and days of the first, so that they meet the same citizens. */
export async function compare(a: Scenario, b: Scenario, cores?: number): Promise<Comparison> {
  const first = planOf(a)
  const days = b.days ?? first.days
  if (days !== first.days)
    throw new BadInput([`The scenarios have ${first.days} and ${days} days: a pair needs the same number.`])
  const other: Scenario = { ...b, seed: first.seed, runs: first.runs, days: first.days }
  const second = planOf(other)
  if (second.continuous !== first.continuous)
    throw new BadInput(['One scenario is open round the clock and the other is not: their days cannot be paired.'])
  if (batchesOf(first) !== batchesOf(second)) throw new Error('paired plans must have equal batches')
  const left = await simulate(a, cores)
  const right = await simulate(other, cores)
  return { a: resultOf(left), b: resultOf(right), paired: paired(left, right) }
}

/** Paired differences of everything both have. `clear`: the interval does not hold 0. */
export function paired(a: Simulated, b: Simulated): { [measure: string]: Paired } {
  const left: Measures = measured(a)
  const right: Measures = measured(b)
  const rows = measureNames.flatMap((name) => {
    const change = difference(left[name], right[name])
    if (!change) return []
    const ci95 = interval(change)
    const clear = ci95 !== null && (ci95[0] > 0 || ci95[1] < 0)
    return [[name, { a: left[name]!.value, b: right[name]!.value, difference: change.value, ci95, clear }] as const]
  })
  return Object.fromEntries(rows)
}
