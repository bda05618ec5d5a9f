import { weekday } from '../../device/rules/calendar.ts'
import { type Facts, type Moment, serviceMinutes, type Visit, waitMinutes } from './facts.ts'
import { floorHours } from './floor-hours.ts'
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

/** Who comes so much after the booked start is late (minutes): what the hub calls late at check-in by default. */
export const LATE_MINUTES = 5
/** Box visits that came to an end of the errand; `done`: the box alone could finish it. */
const DECIDED: ReadonlySet<string> = new Set(['done', 'approved', 'rejected', 'referred', 'postponed'])
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

const two = (n: number) => String(n).padStart(2, '0')
const timeKeys = ({ day, minute }: Moment) => ({
  month: day.slice(0, 7),
  weekday: String(weekday(day)),
  hour: two(Math.floor(minute / 60)),
})
const keysOf = (visit: Visit) => ({
  ...timeKeys(visit.when),
  place: visit.place,
  errand: visit.errand,
  channel: visit.way === 'chance' ? 'chance' : `booked-${visit.kind}`,
  made: visit.made.channel,
})
/** An observation of each visit for which `value` is not null. */
const each = (visits: Visit[], value: (visit: Visit) => number | null): Observation[] =>
  visits.flatMap((visit) => {
    const found = value(visit)
    return found === null ? [] : [{ value: found, day: visit.when.day, keys: keysOf(visit) }]
  })
const yes = (is: boolean) => (is ? 1 : 0)
const came = (visit: Visit) => visit.arrived !== null || visit.called !== null || visit.outcome === 'served'

const usual = ['month', 'place', 'errand', 'channel', 'weekday', 'hour'] as const
const boxDims = ['month', 'place', 'errand', 'weekday', 'hour'] as const

export const specs: readonly Spec[] = [
  {
    id: 'arrivals',
    unit: 'count',
    kind: 'count',
    dims: usual,
    of: ({ visits }) => each(visits, (visit) => (came(visit) ? 1 : null)),
  },
  {
    id: 'boxVisits',
    unit: 'count',
    kind: 'count',
    dims: [...boxDims, 'outcome'],
    of: ({ boxVisits }) =>
      boxVisits.map((one) => ({
        value: 1,
        day: one.when.day,
        keys: { ...boxKeys(one), outcome: one.outcome ?? 'open' },
      })),
  },
  {
    id: 'leadTime',
    unit: 'days',
    kind: 'mean',
    dims: ['month', 'place', 'errand', 'channel', 'made'],
    of: ({ visits }) => each(visits, ({ due, made }) => (due === null ? null : Math.max(0, due - made.at) / DAY_MS)),
  },
  {
    id: 'wait',
    unit: 'minutes',
    kind: 'mean',
    dims: usual,
    of: ({ visits, handoffs }) => [
      ...each(visits, waitMinutes),
      ...handoffs.flatMap(({ waitMinutes: value, when, place, errand }) =>
        value === null ? [] : [{ value, day: when.day, keys: { ...timeKeys(when), place, errand, channel: 'video' } }],
      ),
    ],
  },
  {
    id: 'wayTime',
    unit: 'minutes',
    kind: 'mean',
    dims: ['month', 'place', 'channel'],
    of: ({ visits }) =>
      each(visits, ({ called, started }) =>
        called === null || started === null ? null : Math.max(0, started - called) / MINUTE_MS,
      ),
  },
  {
    id: 'serviceTime',
    unit: 'minutes',
    kind: 'mean',
    dims: usual,
    of: ({ visits, handoffs }) => [
      ...each(visits, serviceMinutes),
      ...handoffs.flatMap(({ serviceMinutes: value, when, place, errand }) =>
        value === null ? [] : [{ value, day: when.day, keys: { ...timeKeys(when), place, errand, channel: 'video' } }],
      ),
    ],
  },
  {
    id: 'utilisation',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'weekday', 'hour'],
    of: (facts) =>
      floorHours(facts).map(({ day, hour, place, staffed, busy }) => ({
        value: Math.min(busy, staffed),
        base: staffed,
        day,
        keys: { ...timeKeys({ day, minute: hour * 60 }), place },
      })),
  },
  {
    id: 'idle',
    unit: 'hours',
    kind: 'count',
    dims: ['month', 'place', 'weekday', 'hour'],
    of: (facts) =>
      floorHours(facts).map(({ day, hour, place, staffed, busy }) => ({
        value: Math.max(0, staffed - busy) / 60,
        day,
        keys: { ...timeKeys({ day, minute: hour * 60 }), place },
      })),
  },
  {
    id: 'noShow',
    unit: 'share',
    kind: 'share',
    dims: [...usual, 'made', 'lead'],
    of: ({ visits }) =>
      visits
        .filter(({ way, outcome }) => way === 'booked' && (outcome === 'served' || outcome === 'no-show'))
        .map((visit) => ({
          value: yes(visit.outcome === 'no-show'),
          day: visit.when.day,
          keys: { ...keysOf(visit), lead: leadKey(visit) },
        })),
  },
  {
    id: 'late',
    unit: 'share',
    kind: 'share',
    dims: usual,
    of: ({ visits }) =>
      each(visits, ({ due, arrived }) =>
        due === null || arrived === null ? null : yes(arrived - due > LATE_MINUTES * MINUTE_MS),
      ),
  },
  {
    id: 'cancelled',
    unit: 'share',
    kind: 'share',
    dims: [...usual, 'made'],
    of: ({ visits }) => each(visits, ({ way, outcome }) => (way === 'booked' ? yes(outcome === 'cancelled') : null)),
  },
  {
    id: 'abandoned',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'channel', 'hour'],
    of: ({ visits, handoffs, boxVisits }) => [
      ...each(visits, ({ way, outcome }) => (way === 'chance' && outcome !== 'open' ? yes(outcome === 'left') : null)),
      ...handoffs
        .filter(({ how }) => how !== null)
        .map(({ claims, when, place }) => ({
          value: yes(claims === 0),
          day: when.day,
          keys: { ...timeKeys(when), place, channel: 'video' },
        })),
      ...boxVisits
        .filter(({ outcome }) => outcome !== null)
        .map((one) => ({
          value: yes(one.outcome === 'timed-out' || one.outcome === 'cancelled'),
          day: one.when.day,
          keys: { ...boxKeys(one), channel: 'box' },
        })),
    ],
  },
  {
    id: 'firstContactBox',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'errand'],
    of: ({ boxVisits }) =>
      boxVisits
        .filter(({ outcome }) => outcome !== null && DECIDED.has(outcome))
        .map((one) => ({
          value: yes(one.outcome === 'approved' || one.outcome === 'done'),
          day: one.when.day,
          keys: boxKeys(one),
        })),
  },
  {
    id: 'firstContactTold',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'errand', 'way'],
    of: ({ surveys }) =>
      surveys.map(({ answer, when, place, errand }) => ({
        value: yes(answer.solved === 'yes'),
        day: when.day,
        keys: { ...timeKeys(when), place, errand, way: answer.way },
      })),
  },
  {
    id: 'repeat',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'errand'],
    of: ({ visits }) => each(visits, ({ repeat }) => (repeat === null ? null : yes(repeat))),
  },
  {
    id: 'channelShift',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'errand'],
    of: ({ visits }) => each(visits, (visit) => (came(visit) ? yes(visit.kind === 'box') : null)),
  },
  {
    id: 'triageExits',
    unit: 'count',
    kind: 'count',
    dims: ['exit', 'errand', 'month'],
    of: ({ triage }) =>
      triage.map(({ day, exit, errand, n }) => ({ value: n, day, keys: { exit, errand, month: day.slice(0, 7) } })),
  },
  {
    id: 'triageBack',
    unit: 'share',
    kind: 'share',
    dims: ['exit', 'errand'],
    of: ({ triage }) =>
      triage.map(({ day, exit, errand, n, cameBack }) => ({ value: cameBack, base: n, day, keys: { exit, errand } })),
  },
  {
    id: 'callHit',
    unit: 'share',
    kind: 'share',
    dims: ['rule', 'month', 'place', 'errand'],
    of: ({ calls }) =>
      calls
        .filter(({ outcome }) => outcome !== 'no-answer')
        .map(({ place, errand, rule, outcome, when }) => ({
          value: yes(outcome === 'settled'),
          day: when.day,
          keys: { ...timeKeys(when), place, errand, rule },
        })),
  },
  {
    id: 'handoffShare',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'errand'],
    of: ({ boxVisits, handoffs }) => [
      ...boxVisits.map((one) => ({ value: 0, day: one.when.day, keys: boxKeys(one) })),
      ...handoffs.map(({ when, place, errand }) => ({
        value: 1,
        base: 0,
        day: when.day,
        keys: { ...timeKeys(when), place, errand },
      })),
    ],
  },
  {
    id: 'handoffReasons',
    unit: 'count',
    kind: 'count',
    dims: ['reason', 'month', 'place'],
    of: ({ handoffs }) =>
      handoffs.map(({ when, place, why }) => ({
        value: 1,
        day: when.day,
        keys: { ...timeKeys(when), place, reason: why },
      })),
  },
  {
    id: 'captureTries',
    unit: 'tries',
    kind: 'mean',
    dims: ['step', 'place', 'month'],
    of: ({ boxVisits }) =>
      captures(boxVisits).map(({ visit, step, tries }) => ({
        value: tries,
        day: visit.when.day,
        keys: { ...boxKeys(visit), step },
      })),
  },
  {
    id: 'captureReasons',
    unit: 'count',
    kind: 'count',
    dims: ['reason', 'step'],
    of: ({ boxVisits }) =>
      captures(boxVisits).flatMap(({ visit, step, reasons }) =>
        Object.entries(reasons).map(([reason, value]) => ({
          value,
          day: visit.when.day,
          keys: { ...boxKeys(visit), step, reason },
        })),
      ),
  },
  {
    id: 'language',
    unit: 'count',
    kind: 'count',
    dims: ['language', 'place', 'month'],
    of: ({ boxVisits }) =>
      boxVisits.map((one) => ({ value: 1, day: one.when.day, keys: { ...boxKeys(one), language: one.language } })),
  },
  {
    id: 'access',
    unit: 'share',
    kind: 'share',
    dims: ['mode', 'place', 'month'],
    of: ({ boxVisits }) =>
      boxVisits
        .filter(({ outcome }) => outcome !== null)
        .flatMap((one) => [
          { value: yes(one.access.length > 0), day: one.when.day, keys: boxKeys(one) },
          // For the breakdown by mode only: no weight in the whole.
          ...one.access.map((mode) => ({ value: 0, base: 0, day: one.when.day, keys: { mode } })),
        ]),
  },
  {
    id: 'boxUptime',
    unit: 'share',
    kind: 'share',
    dims: ['place', 'month'],
    of: ({ uptime }) =>
      uptime.map(({ day, place, up, known }) => ({
        value: up,
        base: known,
        day,
        keys: { place, month: day.slice(0, 7) },
      })),
  },
  {
    id: 'timesSuited',
    unit: 'share',
    kind: 'share',
    dims: ['month', 'place', 'errand', 'way'],
    of: ({ surveys }) =>
      surveys
        .filter(({ answer }) => answer.times === 'good' || answer.times === 'poor')
        .map(({ answer, when, place, errand }) => ({
          value: yes(answer.times === 'good'),
          day: when.day,
          keys: { ...timeKeys(when), place, errand, way: answer.way },
        })),
  },
  {
    id: 'komhen',
    unit: 'count',
    kind: 'count',
    dims: ['komhen', 'channel', 'errand', 'month'],
    of: (facts) => komhen(facts),
  },
]

function boxKeys(visit: { when: Moment; place: string; errand: string | null }) {
  return { ...timeKeys(visit.when), place: visit.place, errand: visit.errand ?? '' }
}

function leadKey({ due, made }: Visit): string {
  const days = Math.max(0, (due ?? made.at) - made.at) / DAY_MS
  return days < 1 ? '0' : days < 7 ? '1–6' : days < 14 ? '7–13' : '14+'
}

const CAPTURES = new Set(['document', 'portrait', 'right-index', 'left-index', 'signature'])
const captures = (visits: Facts['boxVisits']) =>
  visits.flatMap((visit) => visit.steps.filter(({ step }) => CAPTURES.has(step)).map((one) => ({ visit, ...one })))

/**
 * Contacts as KOMHEN counts them: channel × errand × information or transaction (DOMAIN.md). Which of ours is which is an
 * assumption: a visit that was served and a box visit with an outcome are transactions; a service call and a way out of triage
 * that sends to self-service or another authority are information.
 */
function komhen({ visits, boxVisits, calls, triage }: Facts): Observation[] {
  const one = (channel: string, type: 'information' | 'transaction', errand: string, when: Moment, value = 1) => ({
    value,
    day: when.day,
    keys: { month: when.day.slice(0, 7), errand, channel, komhen: `${channel} / ${type}` },
  })
  const channelOf = (visit: Visit) => (visit.kind === 'phone' ? 'phone' : visit.kind === 'box' ? 'box' : 'personal')
  return [
    ...visits
      .filter(({ outcome }) => outcome === 'served')
      .map((visit) => one(channelOf(visit), 'transaction', visit.errand, visit.when)),
    ...boxVisits
      .filter(({ outcome }) => outcome !== null && DECIDED.has(outcome))
      .map((visit) => one('box', 'transaction', visit.errand ?? '', visit.when)),
    ...calls
      .filter(({ outcome }) => outcome !== 'no-answer')
      .map(({ errand, outcome, when }) =>
        one('phone', outcome === 'settled' ? 'transaction' : 'information', errand, when),
      ),
    ...triage
      .filter(({ exit }) => exit === 'self-service' || exit === 'other-authority')
      .map(({ day, errand, n }) => one('web', 'information', errand, { day, minute: 0 }, n)),
  ]
}
