import type { Static } from 'typebox'
import type { Costs } from './scenario.ts'

/** An input that is somebody's estimate: printed in every answer that used it. */
export type Assumption = { label: 'assumption'; name: string; value: number | string; unit: string; source: string }

type Cost = { value: number; unit: string; source: string }
type Name = keyof Static<typeof Costs>

/** Used where the scenario gives none. Round figures to be replaced by the municipality's own. */
const usual: Record<Name, Cost> = {
  postPerYear: { value: 520_000, unit: 'DKK a year', source: 'round figure for a caseworker with pension; no source' },
  boxPerYear: { value: 90_000, unit: 'DKK a year', source: 'round figure for lease and upkeep; no source' },
  overtimePerHour: {
    value: 450,
    unit: 'DKK an hour',
    source: 'the post over about 1,600 hours, half as much again; no source',
  },
  bookingPerYear: {
    value: 70_000,
    unit: 'DKK a year',
    source:
      'about 350,000 DKK of equipment (Kalundborg, budget note 16, 2022) over five years; the five years are assumed',
  },
  waitingPerHour: {
    value: 0,
    unit: 'DKK an hour',
    source: 'citizens’ time is not the municipality’s money: not counted',
  },
  openDaysPerYear: { value: 250, unit: 'days', source: 'weekdays less Danish holidays, about' },
}

export function resolvedCosts(
  given: Static<typeof Costs> | undefined,
): Record<Name, number> & { assumptions: Assumption[] } {
  const names = Object.keys(usual) as Name[]
  const values = Object.fromEntries(names.map((name) => [name, given?.[name] ?? usual[name].value]))
  return {
    ...(values as Record<Name, number>),
    assumptions: names.map((name) => ({
      label: 'assumption',
      name: `costs.${name}`,
      value: values[name]!,
      unit: usual[name].unit,
      source: given?.[name] === undefined ? usual[name].source : 'given in the scenario',
    })),
  }
}

/** Money of one year (DKK) from what some simulated days used. Everything but overtime and waiting is fixed. */
export function costPerYear(
  costs: ReturnType<typeof resolvedCosts>,
  used: { posts: number; boxes: number; booking: boolean; overtimeHours: number; waitingHours: number; days: number },
): number {
  const year = used.days > 0 ? costs.openDaysPerYear / used.days : 0
  return (
    used.posts * costs.postPerYear +
    used.boxes * costs.boxPerYear +
    (used.booking ? costs.bookingPerYear : 0) +
    used.overtimeHours * year * costs.overtimePerHour +
    used.waitingHours * year * costs.waitingPerHour
  )
}
