import { addDays, isoWeek, openDays, weekday } from '../../device/rules/calendar.ts'
import { daysOf } from './arrivals.ts'
import type { Citizen } from './citizen.ts'
import { simulateRun } from './engine.ts'
import { planOf } from './plan.ts'
import { minutes, mondayFactor, noShow, walkInsByHour, weekIndex } from './published.ts'
import { readScenario } from './read-scenario.ts'
import type { Scenario } from './scenario.ts'
import { createTally } from './tally.ts'

/** A place of an invented municipality. `size`: visits on an average day. */
export type Place = { name: string; size: number; open: [number, number]; caseworkers: number }

/** Eight places of very different size, as in a large Danish municipality. Invented. */
export const municipality: Place[] = [
  { name: 'Rådhuset', size: 150, open: [8, 16], caseworkers: 6 },
  { name: 'Hovedbiblioteket', size: 110, open: [9, 17], caseworkers: 5 },
  { name: 'Nordbyen', size: 70, open: [9, 16], caseworkers: 3 },
  { name: 'Sydhavnen', size: 60, open: [9, 16], caseworkers: 3 },
  { name: 'Vestkvarteret', size: 55, open: [9, 16], caseworkers: 3 },
  { name: 'Skovlunden', size: 35, open: [10, 16], caseworkers: 2 },
  { name: 'Strandgården', size: 30, open: [10, 16], caseworkers: 2 },
  { name: 'Landsbyhuset', size: 20, open: [10, 15], caseworkers: 1 },
]

export type GeneratedVisit = {
  place: string
  channel: 'booked' | 'walk-in'
  errand: string
  bookedFor: string | null
  arrived: string | null
  started: string | null
  ended: string | null
  outcome: 'served' | 'abandoned' | 'turned-away' | 'no-show'
}

export type Options = { seed: number; from: string; days: number; places?: Place[]; trendPerYear?: number }

/** Errands and their weights (invented), so that pages have life; they share one service time here. */
const errands = [
  { name: 'passport', share: 40 },
  { name: 'driving-licence', share: 22 },
  { name: 'mitid', share: 14 },
  { name: 'address', share: 9 },
  { name: 'health-card', share: 8 },
  { name: 'other', share: 7 },
]

/** The true level of a day against the average: season, weekday, trend, and the day after a closed weekday. Known, so that a forecast can be judged. */
export function trueLevel(day: string, from: string, trendPerYear: number): number {
  const monday = weekday(day) === 1 ? mondayFactor.value : 1
  const yesterday = addDays(day, -1)
  const afterClosing = weekday(day) > 1 && openDays(yesterday, 1)[0] !== yesterday ? AFTER_CLOSING : 1
  const years = (Date.parse(day) - Date.parse(from)) / (365.25 * 86_400_000)
  return (
    weekIndex.value(isoWeek(day)) *
    (monday / ((mondayFactor.value + 4) / 5)) *
    afterClosing *
    (1 + trendPerYear * years)
  )
}
/** How much busier the first open day after a holiday is (invented). */
export const AFTER_CLOSING = 1.2

/** The scenario behind one place on these days; half booked, half walk-in. */
export function placeScenario(place: Place, days: string[], options: Options): Scenario {
  const [open, close] = place.open
  const factors = days.map((day) => trueLevel(day, options.from, options.trendPerYear ?? 0))
  const missing = noShow.at(-1)!.value
  const slots = ((close - open) * 60) / 15
  const perDay = place.size / 2 / (1 - missing)
  return {
    name: place.name,
    seed: options.seed,
    runs: 1,
    days: days.length,
    open: place.open,
    servers: [{ count: place.caseworkers }],
    arrivals: {
      walkIn: { byHour: walkInsByHour(place.size / 2, open, close), dayFactors: factors, dayCv: 0.1 },
      booked: {
        slotMinutes: 15,
        perSlot: Math.ceil((1.5 * perDay) / slots),
        requestsPerDay: perDay,
        noShow: missing,
        lateness: { meanMinutes: -2, sdMinutes: 5 },
        dayFactors: factors,
      },
    },
    errands,
    service: { distribution: 'lognormal', meanMinutes: minutes.service.value, cv: 0.5 },
    patience: { meanMinutes: 45 },
    policy: { walkIns: 'queue' },
  }
}

/** Every visit of a municipality for so many open days, place by place in order of time. The same seed gives the same visits. */
export function* generate(options: Options): Generator<GeneratedVisit> {
  const days = openDays(options.from, options.days)
  for (const [index, place] of (options.places ?? municipality).entries()) {
    const scenario = placeScenario(place, days, { ...options, seed: options.seed + index })
    const plan = planOf(readScenario(scenario))
    const visits: { at: number; visit: GeneratedVisit }[] = []
    const dayOf = daysOf(plan, 0)
    days.forEach((day, i) => {
      for (const citizen of dayOf(i).booked)
        if (citizen.arrive === Number.POSITIVE_INFINITY)
          visits.push({ at: i * 1440 + citizen.due, visit: visitOf(place, day, citizen, null, 'no-show') })
    })
    simulateRun(plan, 0, createTally(1), (citizen, at) => {
      const outcome = citizen.state as GeneratedVisit['outcome']
      const visit = visitOf(place, days[citizen.day]!, citizen, at, outcome)
      visits.push({ at: citizen.day * 1440 + Math.min(citizen.arrive, citizen.due), visit })
    })
    for (const { visit } of visits.sort((a, b) => a.at - b.at)) yield visit
  }

  function visitOf(place: Place, day: string, citizen: Citizen, at: number | null, outcome: GeneratedVisit['outcome']) {
    const time = (minute: number | null) => (minute === null ? null : `${day}T${clockOf(minute)}`)
    return {
      place: place.name,
      channel: citizen.booked ? ('booked' as const) : ('walk-in' as const),
      errand: errands[citizen.errand]!.name,
      bookedFor: citizen.booked ? time(citizen.due) : null,
      arrived: at === null ? null : time(citizen.arrive),
      started: outcome === 'served' ? time(citizen.began) : null,
      ended: outcome === 'served' || outcome === 'abandoned' ? time(at) : null,
      outcome,
    }
  }
}

function clockOf(minute: number): string {
  const seconds = Math.min(86_399, Math.max(0, Math.round(minute * 60)))
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`
}

export const CSV_HEADER = 'place,channel,errand,booked_for,arrived,started,ended,outcome'

/** The line of a visit in the columns that `boks plan calibrate` reads. */
export function csvLine(visit: GeneratedVisit): string {
  const { place, channel, errand, bookedFor, arrived, started, ended, outcome } = visit
  return [place, channel, errand, bookedFor, arrived, started, ended, outcome].map((cell) => cell ?? '').join(',')
}
