import { weekday } from '../../device/rules/calendar.ts'
import { type Interval, interval } from '../planning/estimate.ts'
import { type Facts, waitMinutes } from './facts.ts'
import { round, SMALL } from './stats.ts'

/** Days with the chance queue against days of the same place and weekday without it. */
export type ChanceEffect = {
  daysWith: number
  daysWithout: number
  /** Place and weekday pairs that have both; only those are compared. */
  strata: number
  measures: {
    measure: 'served' | 'bookedWait'
    with: number | null
    without: number | null
    difference: number | null
    ci95: Interval | null
    /** The interval does not hold 0. */
    clear: boolean
  }[]
}

type Day = { place: string; day: string; asked: boolean; served: number; wait: number; waited: number }

/**
 * Mean difference a place-day, strata of place × weekday weighted by their days with the queue. Days count as “with” when
 * somebody took a number there. Not an experiment: what else was different on those days is in the figure too; the interval
 * (over weeks, as neighbouring days are alike) covers chance only.
 */
export function chanceEffect({ visits }: Facts): ChanceEffect {
  const days = new Map<string, Day>()
  for (const visit of visits) {
    if (visit.kind !== 'counter') continue
    const key = `${visit.place} ${visit.when.day}`
    const row = days.get(key) ?? {
      place: visit.place,
      day: visit.when.day,
      asked: false,
      served: 0,
      wait: 0,
      waited: 0,
    }
    days.set(key, row)
    if (visit.way === 'chance') row.asked = true
    if (visit.outcome === 'served') row.served++
    const wait = visit.way === 'booked' ? waitMinutes(visit) : null
    if (wait !== null) {
      row.wait += wait
      row.waited++
    }
  }
  const strata = new Map<string, { yes: Day[]; no: Day[] }>()
  for (const row of days.values()) {
    if (row.served === 0) continue
    const key = `${row.place} ${weekday(row.day)}`
    const one = strata.get(key) ?? { yes: [], no: [] }
    one[row.asked ? 'yes' : 'no'].push(row)
    strata.set(key, one)
  }
  const paired = [...strata.entries()]
    .filter(([, { yes, no }]) => yes.length > 0 && no.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)
  const daysWith = paired.reduce((sum, { yes }) => sum + yes.length, 0)
  const daysWithout = paired.reduce((sum, { no }) => sum + no.length, 0)
  const measure = (name: 'served' | 'bookedWait', above: (day: Day) => number, below: (day: Day) => number) => {
    const nothing = { measure: name, with: null, without: null, difference: null, ci95: null, clear: false }
    if (daysWith < SMALL || daysWithout < SMALL) return nothing
    const whole = compare(paired, above, below, null)
    if (!whole) return nothing
    const weeks = [...new Set(paired.flatMap(({ yes, no }) => [...yes, ...no].map(({ day }) => weekOf(day))))].sort()
    // Leaving out one week at a time; its pseudo-values stand for independent batches.
    const influence = weeks.map((week) => {
      const rest = compare(paired, above, below, week)
      return rest ? (weeks.length - 1) * (whole.difference - rest.difference) : 0
    })
    const ci = interval({ value: whole.difference, influence })
    return {
      measure: name,
      with: round(whole.yes),
      without: round(whole.no),
      difference: round(whole.difference),
      ci95: ci && ([round(ci[0]), round(ci[1])] as Interval),
      clear: ci !== null && (ci[0] > 0 || ci[1] < 0),
    }
  }
  return {
    daysWith,
    daysWithout,
    strata: paired.length,
    measures: [
      measure(
        'served',
        ({ served }) => served,
        () => 1,
      ),
      measure(
        'bookedWait',
        ({ wait }) => wait,
        ({ waited }) => waited,
      ),
    ],
  }
}

const weekOf = (day: string) => Math.floor(Date.parse(`${day}T00:00:00Z`) / (7 * 86_400_000))

function compare(
  strata: { yes: Day[]; no: Day[] }[],
  above: (day: Day) => number,
  below: (day: Day) => number,
  without: number | null,
): { yes: number; no: number; difference: number } | null {
  let weight = 0
  const sums = { yes: 0, no: 0 }
  for (const stratum of strata) {
    const mean = (days: Day[]) => {
      const kept = without === null ? days : days.filter(({ day }) => weekOf(day) !== without)
      const base = kept.reduce((sum, day) => sum + below(day), 0)
      return base > 0 ? { value: kept.reduce((sum, day) => sum + above(day), 0) / base, days: kept.length } : null
    }
    const yes = mean(stratum.yes)
    const no = mean(stratum.no)
    if (!yes || !no) continue
    weight += yes.days
    sums.yes += yes.value * yes.days
    sums.no += no.value * yes.days
  }
  return weight > 0 ? { yes: sums.yes / weight, no: sums.no / weight, difference: (sums.yes - sums.no) / weight } : null
}
