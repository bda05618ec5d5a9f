import { weekday } from '../../device/rules/calendar.ts'
import type { Facts, Moment, Visit } from './facts.ts'
import type { Kind, Observation } from './stats.ts'

export type FigureUnit = 'count' | 'minutes' | 'days' | 'hours' | 'share' | 'tries'
export type Spec = {
  id: FigureId
  unit: FigureUnit
  kind: Kind
  dims: readonly string[]
  of(facts: Facts): Observation[]
}

export const figureIds = [
  'arrivals',
  'boxVisits',
  'leadTime',
  'wait',
  'wayTime',
  'serviceTime',
  'utilisation',
  'idle',
  'noShow',
  'late',
  'cancelled',
  'abandoned',
  'firstContactBox',
  'firstContactTold',
  'repeat',
  'channelShift',
  'triageExits',
  'triageBack',
  'callHit',
  'handoffShare',
  'handoffReasons',
  'captureTries',
  'captureReasons',
  'language',
  'access',
  'boxUptime',
  'timesSuited',
  'komhen',
] as const
export type FigureId = (typeof figureIds)[number]

/** Box visits that came to an end of the errand; `done`: the box alone could finish it. */
export const DECIDED: ReadonlySet<string> = new Set(['done', 'approved', 'rejected', 'referred', 'postponed'])
export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

export const yes = (is: boolean) => (is ? 1 : 0)
const two = (n: number) => String(n).padStart(2, '0')

/** What everything can be grouped by. */
export const timeKeys = ({ day, minute }: Moment) => ({
  month: day.slice(0, 7),
  weekday: String(weekday(day)),
  hour: two(Math.floor(minute / 60)),
})
export const visitKeys = (visit: Visit) => ({
  ...timeKeys(visit.when),
  place: visit.place,
  errand: visit.errand,
  channel: visit.way === 'chance' ? 'chance' : `booked-${visit.kind}`,
  made: visit.made.channel,
})
export const boxKeys = (visit: { when: Moment; place: string; errand: string | null }) => ({
  ...timeKeys(visit.when),
  place: visit.place,
  errand: visit.errand ?? '',
})
