/**
 * The chance queue's word: over simulated days, whether booked citizens had to wait for it, and whether stated chances came
 * true. Run: node tests/bench/booking-chances.ts [days [cases a tenth]]
 */
import { type Kept, reliabilityTable, waitsWithin } from '../../hub/booking/reliability.ts'
import { stream } from '../../hub/planning/random.ts'
import { anyHall, type Policy, playDay } from './chance-world.ts'

const DAYS = 1_000
const SEED = 8
const POLICY: Policy = { level: 0.9, limitMinutes: 5, spare: null, maxWaiting: 8 }
const percent = (share: number) => `${(share * 100).toFixed(1)} %`

/** The line of the promise. */
export function bookingChances(days = DAYS): string[] {
  const policy = POLICY
  let came = 0
  let delayed = 0
  let offered = 0
  for (let day = 0; day < days; day++) {
    const withIt = playDay(SEED, day, policy)
    const without = playDay(SEED, day, null)
    offered += withIt.offered
    came += withIt.booked.length
    // The same citizens in the same order: what differs is the chance queue's doing.
    for (const [n, one] of withIt.booked.entries())
      if (one.wait > without.booked[n]!.wait + policy.limitMinutes) delayed++
  }
  return [
    `chance queue, ${days} simulated days: ${offered} walk-ins served; of ${came} booked citizens ${delayed} (${percent(delayed / came)}) waited more than ${policy.limitMinutes} min longer for it; promised at most ${percent(1 - policy.level)}`,
  ]
}

/** Cases in each tenth of the scale; days played in search of them, at most. */
const PER_BIN = 150
const DAYS_MAX = 12_000
const RESAMPLES = 400

/**
 * The reliability table. Chosen by what is said, never by what came: days of very different halls are played until every tenth
 * of the scale has its cases, one told walk-in a day, so that cases are independent.
 */
export function reliabilityOfChances(perBin = PER_BIN): string[] {
  const bins: Kept[][] = Array.from({ length: 10 }, () => [])
  const binOf = (chance: number) => Math.min(9, Math.floor(chance * 10 + 1e-9))
  // Those that still lack cases: a guess near them is worth an answer.
  const wanted = (guess: number) => [-1, 0, 1].some((step) => (bins[binOf(guess) + step]?.length ?? perBin) < perBin)
  let played = 0
  for (; played < DAYS_MAX && bins.some((bin) => bin.length < perBin); played++) {
    const policy = { ...POLICY, level: played % 2 === 0 ? 0.9 : 0.8, maxWaiting: 20 }
    for (const one of playDay(SEED + 1, played, policy, wanted, anyHall).told) {
      const bin = bins[binOf(one.chance)]!
      if (bin.length < perBin) bin.push(one)
    }
  }
  const random = stream(SEED, 99)
  const errors = Array.from({ length: RESAMPLES }, () =>
    calibrationError(bins.map((bin) => bin.map(() => bin[Math.floor(random() * bin.length)]!))),
  ).sort((a, b) => a - b)
  // What a queue that is right would show with so few cases: each drawn as it was told.
  const chance = Array.from({ length: RESAMPLES }, () =>
    calibrationError(bins.map((bin) => bin.map((one) => ({ ...one, served: random() < one.chance })))),
  ).sort((a, b) => a - b)
  const all = bins.flat()
  const bias = all.reduce((sum, one) => sum + Number(one.served) - one.chance, 0) / all.length
  const off = (1.96 * Math.sqrt(all.reduce((sum, one) => sum + one.chance * (1 - one.chance), 0))) / all.length
  const waits = waitsWithin(all)
  return [
    `stated chances: ${all.length} told over ${played} played days of small and large halls`,
    ...reliabilityTable(all).map(
      (row) =>
        `told ${percent(row.from)}–${percent(row.to)} (${row.n} cases, on average ${percent(row.told)}): ${percent(row.share)} were served, 95 % interval ${percent(row.low)}–${percent(row.high)}${row.told >= row.low && row.told <= row.high ? '' : ' (outside)'}`,
    ),
    `calibration error (mean of the tenths' distances): ${percent(calibrationError(bins))}, 95 % interval ${percent(errors[Math.floor(RESAMPLES * 0.025)]!)}–${percent(errors[Math.floor(RESAMPLES * 0.975)]!)}; a perfect forecast with as many cases shows ${percent(chance[RESAMPLES / 2]!)} (up to ${percent(chance[Math.floor(RESAMPLES * 0.975)]!)})`,
    `on the whole ${percent(Math.abs(bias))} too ${bias > 0 ? 'low' : 'high'} (± ${percent(off)})`,
    `of ${waits.n} served, ${percent(waits.within / waits.n)} waited within the range they were told (meant: 50 %)`,
  ]
}

/** Mean over the tenths that have cases of |served − told|. */
function calibrationError(bins: Kept[][]): number {
  const some = bins.filter((bin) => bin.length > 0)
  const gap = (bin: Kept[]) => Math.abs(bin.reduce((sum, one) => sum + Number(one.served) - one.chance, 0) / bin.length)
  return some.reduce((sum, bin) => sum + gap(bin), 0) / some.length
}

if (import.meta.filename === process.argv[1]) {
  const [days, perBin] = process.argv.slice(2).map(Number)
  for (const line of bookingChances(days || DAYS)) console.log(line)
  for (const line of reliabilityOfChances(perBin || PER_BIN)) console.log(line)
}
