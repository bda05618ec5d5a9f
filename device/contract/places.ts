/** What planners keep about places: resources, hours and what is kept back. Times of day are minutes after midnight. */
import Type, { type Static } from 'typebox'
import { CalendarDate, nullable, oneOf } from './nouns.ts'

const Slug = Type.String({ pattern: '^[a-z0-9-]{1,40}$' })
const seatKinds = ['box', 'counter', 'phone', 'video', 'interpreter'] as const
export const SeatKind = oneOf(seatKinds)
export type SeatKind = Static<typeof SeatKind>

/** One box, counter, telephone line, caseworker on the screen or interpreter. */
export const PlanResource = Type.Object({
  /** Null: a new one. */
  id: nullable(Type.Integer()),
  kind: SeatKind,
  name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
  /** Errands it can take; empty: all. */
  skills: Type.Array(Slug, { maxItems: 60 }),
  /** Of an interpreter, as ISO 639-1. */
  languages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' }), { maxItems: 30 }),
})
export type PlanResource = Static<typeof PlanResource>

export const PlanHours = Type.Object({
  /** Null: everything at the place that has no lines of its own. */
  kind: nullable(SeatKind),
  /** 1 is Monday. */
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  weeks: oneOf(['all', 'odd', 'even']),
  opens: Type.Integer({ minimum: 180, maximum: 1435, multipleOf: 5 }),
  closes: Type.Integer({ minimum: 185, maximum: 1440, multipleOf: 5 }),
  /** Null: without beginning or end. */
  firstDay: nullable(CalendarDate),
  lastDay: nullable(CalendarDate),
  /** How many of the kind are not shown on the public page: for those who ring, and for walk-ins. */
  keepPhone: Type.Integer({ minimum: 0, maximum: 50 }),
  keepStandby: Type.Integer({ minimum: 0, maximum: 50 }),
})
export type PlanHours = Static<typeof PlanHours>

/** `GET /api/plan/places`. `id` null: what serves every place (caseworkers on the screen, telephone lines, interpreters). */
export const PlacePlan = Type.Object({
  id: nullable(Slug),
  name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
  address: Type.String({ maxLength: 120 }),
  slotMinutes: Type.Integer({ minimum: 5, maximum: 120, multipleOf: 5 }),
  resources: Type.Array(PlanResource, { maxItems: 100 }),
  hours: Type.Array(PlanHours, { maxItems: 200 }),
})
export type PlacePlan = Static<typeof PlacePlan>

/** `POST /api/plan/places`; `save` false only shows what it would do to appointments that are booked. */
export const PlaceChange = Type.Object({ place: PlacePlan, save: Type.Boolean() })
export const PlaceEffect = Type.Object({
  /** Booked visits that would be cancelled, and those that another box or counter at the same time takes over. */
  cancels: Type.Integer(),
  moves: Type.Integer(),
  /** The first of those that would be cancelled. */
  first: Type.Array(Type.Object({ start: Type.String(), place: Slug }), { maxItems: 10 }),
  saved: Type.Boolean(),
})
export type PlaceEffect = Static<typeof PlaceEffect>
