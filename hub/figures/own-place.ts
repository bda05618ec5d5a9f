import { addDays } from '../../device/rules/calendar.ts'
import { BadInput } from '../planning/bad-input.ts'
import { type Calibration, calibrate, type Measured } from '../planning/calibrate.ts'
import type { Db } from '../store/store.ts'
import { factsOf } from './facts.ts'
import { readLines } from './read.ts'
import { calibrationCsv } from './visits-of.ts'

/** How far back a place is measured for a simulation (days): a season, recent enough to be today. */
export const MEASURED_DAYS = 182

export type Own = { calibration: Calibration; posts: number | null; settledBefore: Measured | null; visits: number }

/**
 * A place as its own events tell, ready for the simulator. Caseworkers: planned at the counter at once, on the median day, where
 * there are shifts. `BadInput` where there is too little to measure.
 */
export async function ownPlace(db: Db, place: string, today: string): Promise<Own> {
  const from = addDays(today, -MEASURED_DAYS)
  const to = addDays(today, -1)
  const facts = factsOf(await readLines(db, from, to), Date.parse(`${today}T00:00:00Z`))
  const inside = {
    ...facts,
    visits: facts.visits.filter(({ when }) => from <= when.day && when.day <= to),
    refused: facts.refused.filter(({ when }) => from <= when.day && when.day <= to),
  }
  const calibration = calibrate(calibrationCsv(inside, place), { place })
  if (!calibration.scenario.arrivals.booked)
    throw new BadInput(['Nothing is booked at this place: there is no compulsory booking to compare with.'])
  const peaks = new Map<string, number>()
  for (const { place: at, day, channel } of facts.shifts)
    if (at === place && channel === 'counter') peaks.set(day, atOnce(facts.shifts, place, day))
  const sorted = [...peaks.values()].sort((a, b) => a - b)
  const calls = facts.calls.filter((one) => one.place === place && from <= one.when.day)
  const settled = calls.filter(({ outcome }) => outcome === 'settled').length
  const booked = inside.visits.filter((one) => one.way === 'booked' && one.place === place).length
  const share = settled / Math.max(1, booked)
  const half = 1.96 * Math.sqrt((share * (1 - share)) / Math.max(1, booked))
  return {
    calibration,
    posts: sorted[Math.floor(sorted.length / 2)] ?? null,
    settledBefore: settled > 0 ? { value: share, ci95: [Math.max(0, share - half), share + half], from: booked } : null,
    visits: calibration.rows.used,
  }
}

function atOnce(
  shifts: { place: string; day: string; channel: string; opens: number; closes: number }[],
  place: string,
  day: string,
): number {
  const here = shifts.filter((one) => one.place === place && one.day === day && one.channel === 'counter')
  return Math.max(0, ...here.map(({ opens }) => here.filter((one) => one.opens <= opens && opens < one.closes).length))
}
