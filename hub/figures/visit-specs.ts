import { serviceMinutes, type Visit, waitMinutes } from './facts.ts'
import { floorHours } from './floor-hours.ts'
import { boxKeys, DAY_MS, MINUTE_MS, type Spec, timeKeys, visitKeys, yes } from './spec.ts'
import type { Observation } from './stats.ts'

/** Who comes so much after the booked start is late (minutes): what the hub calls late at check-in by default. */
const LATE_MINUTES = 5

/** An observation of each visit for which `value` is not null. */
const each = (visits: Visit[], value: (visit: Visit) => number | null): Observation[] =>
  visits.flatMap((visit) => {
    const found = value(visit)
    return found === null ? [] : [{ value: found, day: visit.when.day, keys: visitKeys(visit) }]
  })
const came = (visit: Visit) => visit.arrived !== null || visit.called !== null || visit.outcome === 'served'
function leadKey({ due, made }: Visit): string {
  const days = Math.max(0, (due ?? made.at) - made.at) / DAY_MS
  return days < 1 ? '0' : days < 7 ? '1–6' : days < 14 ? '7–13' : '14+'
}

const usual = ['month', 'place', 'errand', 'channel', 'weekday', 'hour'] as const

/** What is made of appointments, the chance queue and the counters. */
export const visitSpecs: readonly Spec[] = [
  {
    id: 'arrivals',
    unit: 'count',
    kind: 'count',
    dims: usual,
    of: ({ visits }) => each(visits, (visit) => (came(visit) ? 1 : null)),
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
          keys: { ...visitKeys(visit), lead: leadKey(visit) },
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
]
