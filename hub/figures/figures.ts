import { type ChanceEffect, chanceEffect } from './chance-effect.ts'
import type { Facts } from './facts.ts'
import type { FigureId, FigureUnit } from './spec.ts'
import { specs } from './specs.ts'
import { type Group, groupsOf, type Kind, SMALL, type Stat, statOf } from './stats.ts'

export type Period = { from: string; to: string; place: string | null }
export type Figure = {
  id: FigureId
  unit: FigureUnit
  kind: Kind
  total: Stat
  by: { dim: string; groups: Group[] }[]
}
export type Figures = { period: Period; small: number; figures: Figure[]; chance: ChanceEffect }

/** All figures of a period (local days, both included), of one place or of all. The same facts give the same bytes. */
export function figuresOf(facts: Facts, period: Period): Figures {
  const inside = (day: string, place: string | null) =>
    period.from <= day && day <= period.to && (period.place === null || place === null || place === period.place)
  const at = <T extends { when: { day: string }; place: string }>(list: T[]) =>
    list.filter(({ when, place }) => inside(when.day, place))
  const on = <T extends { day: string; place: string }>(list: T[]) =>
    list.filter(({ day, place }) => inside(day, place))
  const some: Facts = {
    visits: at(facts.visits),
    boxVisits: at(facts.boxVisits),
    handoffs: at(facts.handoffs),
    calls: at(facts.calls),
    refused: at(facts.refused),
    triage: facts.triage.filter(({ day }) => inside(day, null)),
    shifts: on(facts.shifts),
    surveys: at(facts.surveys),
    uptime: on(facts.uptime),
  }
  return {
    period,
    small: SMALL,
    figures: specs.map(({ id, unit, kind, dims, of }): Figure => {
      const observations = of(some)
      return {
        id,
        unit,
        kind,
        total: statOf(
          observations.filter(({ part }) => !part),
          kind,
        ),
        by: dims
          .map((dim) => ({ dim, groups: groupsOf(observations, dim, kind) }))
          .filter(({ groups }) => groups.length > 0),
      }
    }),
    chance: chanceEffect(some),
  }
}
