import { komhen } from './komhen.ts'
import { type Spec, timeKeys, yes } from './spec.ts'

/** What comes before and after a visit: triage, service calls, surveys; and the count of all contacts. */
export const aroundSpecs: readonly Spec[] = [
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
