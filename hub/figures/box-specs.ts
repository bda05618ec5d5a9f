import type { Facts } from './facts.ts'
import { boxKeys, DECIDED, type Spec, timeKeys, yes } from './spec.ts'
import { SMALL } from './stats.ts'

const boxDims = ['month', 'place', 'errand', 'weekday', 'hour'] as const

const CAPTURES = new Set(['document', 'portrait', 'right-index', 'left-index', 'signature'])
const captures = (visits: Facts['boxVisits']) =>
  visits.flatMap((visit) => visit.steps.filter(({ step }) => CAPTURES.has(step)).map((one) => ({ visit, ...one })))

/** What the boxes tell, and the wishes for a caseworker at them. */
export const boxSpecs: readonly Spec[] = [
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
    of: ({ boxVisits }) => {
      const over = boxVisits.filter(({ outcome }) => outcome !== null)
      const used = (mode: string) => over.filter(({ access }) => access.includes(mode)).length
      // An aid tells of a disability: one that only a few have used is not shown at all.
      const modes = [...new Set(over.flatMap(({ access }) => access))].filter((mode) => used(mode) >= SMALL)
      return over.flatMap((one) => [
        { value: yes(one.access.length > 0), day: one.when.day, keys: boxKeys(one) },
        ...modes.map((mode) => ({
          ...{ value: yes(one.access.includes(mode)), day: one.when.day, keys: { mode } },
          part: true as const,
        })),
      ])
    },
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
]
