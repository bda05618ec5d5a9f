import { addDays, weekday } from '../../device/rules/calendar.ts'
import { BadInput } from './bad-input.ts'
import type { Interval } from './estimate.ts'
import { fitted, quantiles } from './fit.ts'
import type { Scenario } from './scenario.ts'
import { type Visit, visitsOf, type Wrong } from './visits-csv.ts'

/** One number read from the data: with its 95 % interval where one can be given, and on how many visits it rests. */
export type Measured = { value: number; ci95: Interval | null; from: number }

export type Calibration = {
  place: string | null
  /** First and last day, and how many days had visits. */
  days: { from: string; to: string; count: number }
  rows: { read: number; used: number; wrong: Wrong[]; ignoredColumns: string[] }
  measured: { [name: string]: Measured }
  scenario: Scenario
  /** What the data could not say. */
  notes: string[]
}

/** Samples kept of a measured distribution: enough for its shape, few enough to read. */
const KEPT = 200

/** From measured visits to a scenario that the simulator runs. Wrong rows are left out, counted and said. */
export function calibrate(text: string, options: { place?: string | undefined } = {}): Calibration {
  const { visits: all, read, wrong, ignored } = visitsOf(text)
  const places = [...new Set(all.map(({ place }) => place))].sort()
  if (options.place === undefined && places.length > 1)
    throw new BadInput([`The file holds ${places.length} places: choose one with --place (${places.join(', ')}).`])
  const visits = all.filter(({ place }) => options.place === undefined || place === options.place)
  if (visits.length === 0)
    throw new BadInput([
      options.place !== undefined && all.length > 0
        ? `No visit is at “${options.place}”; the places are ${places.join(', ')}.`
        : `No row could be used${wrong.length ? `: ${wrong.map(({ reason, count }) => `${reason} (${count})`).join(', ')}` : ''}.`,
    ])
  const notes: string[] = []
  const measured: Calibration['measured'] = {}
  const days = [...new Set(visits.map(({ day }) => day))].sort()
  const served = visits.filter(({ outcome }) => outcome === 'served')
  const walkIns = visits.filter(({ channel }) => channel === 'walk-in')
  const booked = visits.filter(({ channel }) => channel === 'booked')
  if (served.length < 2) throw new BadInput(['Fewer than two visits were served: nothing can be measured from that.'])

  const { open, close } = hours(visits)
  const lengths = served.map(({ started, ended }) => ended! - started!)
  const service = fitted(lengths, KEPT)
  measured['serviceMinutes'] = mean(lengths)
  measured['serviceCv'] = { value: service.cv, ci95: null, from: lengths.length }

  const scenario: Scenario = {
    name: `calibrated ${days[0]} to ${days.at(-1)}`,
    open: [open, close],
    servers: [{ count: peak(served, days) }],
    arrivals: {},
    service: service.service,
    patience: { meanMinutes: patience(walkIns, measured) },
  }
  notes.push(`Service fits ${service.service.distribution} (largest difference ${service.distance.toFixed(3)}).`)
  notes.push(
    `Caseworkers are guessed as the most served at once on a usual day: ${scenario.servers[0]!.count}. Put in the roster.`,
  )
  if (walkIns.length > 0) scenario.arrivals.walkIn = walkInArrivals(walkIns, days, open, close, measured)
  if (booked.length > 0) scenario.arrivals.booked = bookedArrivals(booked, days, open, close, measured, notes)
  if (booked.length > 0 && walkIns.some(({ outcome }) => outcome !== 'turned-away'))
    scenario.policy = { walkIns: 'queue' }
  const first = days[0]!
  const last = days.at(-1)!
  return {
    place: options.place ?? (places[0] || null),
    days: { from: first, to: last, count: days.length },
    rows: { read, used: visits.length, wrong, ignoredColumns: ignored },
    measured,
    scenario: { ...scenario, days: Math.max(1, openDaysBetween(first, last)) },
    notes,
  }
}

function openDaysBetween(from: string, to: string): number {
  let count = 0
  for (let day = from; day <= to && count < 100_000; day = addDays(day, 1)) if (weekday(day) <= 5) count++
  return count
}

function mean(values: number[]): Measured {
  const count = values.length
  const value = values.reduce((sum, x) => sum + x, 0) / count
  const variance = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / Math.max(1, count - 1)
  const half = 1.96 * Math.sqrt(variance / count)
  return { value, ci95: count > 1 ? [value - half, value + half] : null, from: count }
}

/** Wilson’s interval of a share. */
function share(count: number, of: number): Measured {
  const p = count / of
  const z2 = 1.96 ** 2
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of)
  const half = (1.96 * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / (1 + z2 / of)
  return { value: p, ci95: [middle - half, middle + half], from: of }
}

/** Whole hours that hold nearly all arrivals and booked times: a forgotten row at midnight must not open the office. */
function hours(visits: Visit[]): { open: number; close: number } {
  const times = visits.flatMap(({ bookedFor, arrived }) => [bookedFor ?? arrived!]).sort((a, b) => a - b)
  const [low, high] = quantiles(times, [0.002, 0.998]) as [number, number]
  return { open: Math.floor(low / 60), close: Math.min(24, Math.floor(high / 60) + 1) }
}

/** Most served at once, on a usual day (the median of days). */
function peak(served: Visit[], days: string[]): number {
  const byDay = new Map<string, { at: number; step: number }[]>(days.map((day) => [day, []]))
  for (const { day, started, ended } of served)
    byDay.get(day)!.push({ at: started!, step: 1 }, { at: ended!, step: -1 })
  const peaks = [...byDay.values()].map((events) => {
    let now = 0
    let most = 0
    for (const { step } of events.sort((a, b) => a.at - b.at || a.step - b.step)) most = Math.max(most, (now += step))
    return most
  })
  return Math.max(
    1,
    quantiles(
      peaks.sort((a, b) => a - b),
      [0.5],
    )[0]!,
  )
}

/** Exponential patience by maximum likelihood: minutes waited by all, over those who left; null when nobody left. */
function patience(walkIns: Visit[], measured: Calibration['measured']): number | null {
  const left = walkIns.filter(({ outcome, ended }) => outcome === 'abandoned' && ended !== null)
  if (left.length === 0) return null
  const waited = walkIns.reduce((sum, { outcome, arrived, started, ended }) => {
    const until = outcome === 'served' ? started : outcome === 'abandoned' ? ended : null
    return until === null ? sum : sum + until - arrived!
  }, 0)
  const value = waited / left.length
  const spread = 1.96 / Math.sqrt(left.length)
  measured['patienceMinutes'] = {
    value,
    ci95: [value * Math.exp(-spread), value * Math.exp(spread)],
    from: left.length,
  }
  return value
}

function walkInArrivals(
  walkIns: Visit[],
  days: string[],
  open: number,
  close: number,
  measured: Calibration['measured'],
) {
  const byHour: { [hour: string]: number } = {}
  for (let hour = open; hour < close; hour++)
    byHour[hour] = walkIns.filter(({ arrived }) => Math.floor(arrived! / 60) === hour).length / days.length
  const daily = days.map((day) => ({ day, count: 0 }))
  const index = new Map(days.map((day, i) => [day, i]))
  for (const { day } of walkIns) daily[index.get(day)!]!.count++
  const overall = walkIns.length / days.length
  measured['walkInsPerDay'] = mean(daily.map(({ count }) => count))
  const factors = [1, 2, 3, 4, 5].map((number) => {
    const own = daily.filter(({ day }) => weekday(day) === number)
    return own.length ? own.reduce((sum, { count }) => sum + count, 0) / own.length / overall : 1
  })
  factors.forEach((value, i) => {
    measured[`walkInsWeekday${i + 1}`] = {
      value,
      ci95: null,
      from: daily.filter(({ day }) => weekday(day) === i + 1).length,
    }
  })
  // What varies beyond weekday and Poisson chance is the swing from day to day.
  const rest = daily.filter(({ day }) => weekday(day) <= 5)
  const excess = rest.reduce((sum, { day, count }) => {
    const expected = overall * factors[weekday(day) - 1]!
    return sum + ((count - expected) ** 2 - expected) / expected ** 2
  }, 0)
  const dayCv = rest.length > 5 ? Math.sqrt(Math.max(0, excess / rest.length)) : 0
  measured['walkInsDayCv'] = { value: dayCv, ci95: null, from: rest.length }
  return { byHour, dayFactors: factors, dayCv: Math.min(3, dayCv) }
}

function bookedArrivals(
  booked: Visit[],
  days: string[],
  open: number,
  close: number,
  measured: Calibration['measured'],
  notes: string[],
): NonNullable<Scenario['arrivals']['booked']> {
  const came = booked.filter(({ arrived }) => arrived !== null)
  const noShow = share(booked.filter(({ outcome }) => outcome === 'no-show').length, booked.length)
  measured['noShow'] = noShow
  const late = came.map(({ arrived, bookedFor }) => arrived! - bookedFor!).sort((a, b) => a - b)
  if (late.length > 0) measured['latenessMinutes'] = mean(late)
  const starts = [...new Set(booked.map(({ bookedFor }) => Math.round(bookedFor! - open * 60)))]
  const slotMinutes = Math.max(5, starts.reduce(greatestDivisor, 0) || 15)
  if (slotMinutes === 5) notes.push('Booked times have no common step above five minutes: slots of five minutes.')
  measured['bookedPerDay'] = mean(days.map((day) => booked.filter((visit) => visit.day === day).length))
  const perSlot: { [hour: string]: number } = {}
  for (let hour = open; hour < close; hour++) {
    const count = booked.filter(({ bookedFor }) => Math.floor(bookedFor! / 60) === hour).length
    perSlot[hour] = (count / days.length / 60) * slotMinutes
  }
  return {
    slotMinutes,
    perSlot,
    noShow: noShow.value,
    ...(late.length > 0 ? { lateness: { values: sample(late) } } : {}),
  }
}

function sample(sorted: number[]): number[] {
  const kept = Math.min(KEPT, sorted.length)
  return quantiles(
    sorted,
    Array.from({ length: kept }, (_, i) => (i + 0.5) / kept),
  ).map((x) => Math.round(x * 10) / 10)
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestDivisor(b, a % b)
}
