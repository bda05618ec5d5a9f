/**
 * The chance queue's word: over simulated days, whether booked citizens had to wait for it, and whether stated chances came
 * true. Run: node tests/bench/booking-chances.ts [days]
 */
import { type Kept, reliabilityTable, waitsWithin } from '../../hub/booking/reliability.ts'
import { type Policy, playDay } from './chance-world.ts'

const DAYS = 1_000
const SEED = 8
/** A stated chance plays hundreds of days: one on so many days is told. */
const TOLD_EVERY = 2
const percent = (share: number) => `${(share * 100).toFixed(1)} %`

/** Lines of the promise and of the reliability table. */
export function bookingChances(days = DAYS): string[] {
  const policy: Policy = { level: 0.9, limitMinutes: 5, spare: null, maxWaiting: 8 }
  const told: Kept[] = []
  let came = 0
  let delayed = 0
  let offered = 0
  for (let day = 0; day < days; day++) {
    const withIt = playDay(SEED, day, policy, day % TOLD_EVERY === 0)
    const without = playDay(SEED, day, null)
    told.push(...withIt.told)
    offered += withIt.offered
    came += withIt.booked.length
    // The same citizens in the same order: what differs is the chance queue's doing.
    for (const [n, one] of withIt.booked.entries())
      if (one.wait > without.booked[n]!.wait + policy.limitMinutes) delayed++
  }
  const waits = waitsWithin(told)
  return [
    `chance queue, ${days} simulated days: ${offered} walk-ins served; of ${came} booked citizens ${delayed} (${percent(delayed / came)}) waited more than ${policy.limitMinutes} min longer for it; promised at most ${percent(1 - policy.level)}`,
    ...reliabilityTable(told).map(
      (row) =>
        `stated chance ${percent(row.told)} (${row.n} told): ${percent(row.share)} were served, 95 % interval ${percent(row.low)}–${percent(row.high)}${row.told >= row.low && row.told <= row.high ? '' : ' (outside)'}`,
    ),
    `of ${waits.n} served, ${percent(waits.within / waits.n)} waited within the range they were told (meant: 50 %)`,
  ]
}

if (import.meta.filename === process.argv[1])
  for (const line of bookingChances(Number(process.argv[2]) || DAYS)) console.log(line)
