/** The chance queue: what a walk-in is told, what a planner sets, and whether it came true. */
import Type, { type Static } from 'typebox'
import { Phone, Slug } from './booking.ts'
import { Instant, Language, nullable, oneOf } from './nouns.ts'

/** `POST /api/standby`: a walk-in asks for a place in the chance queue. */
export const StandbyRequest = Type.Object({
  place: Slug,
  errands: Type.Array(Slug, { minItems: 1, maxItems: 6 }),
  phone: Type.Optional(Phone),
  /** Small children, illness, hard to stand or to come again: goes before others who wait by chance. */
  need: Type.Optional(Type.Boolean()),
  language: Type.Optional(Language),
})
export type StandbyRequest = Static<typeof StandbyRequest>

export const StandbyTicket = Type.Object({
  number: Type.String(),
  /** Page that follows the position; secret. */
  link: Type.String(),
  state: oneOf(['waiting', 'called', 'serving', 'served', 'left', 'closed']),
  position: nullable(Type.Integer()),
  /** The counter or box, once called. */
  where: nullable(Type.String()),
  /** P(served before `by`), as told when the number was taken. */
  chance: Type.Number(),
  by: Instant,
  /** Expected wait, minutes: from, to. */
  wait: nullable(Type.Object({ from: Type.Integer(), to: Type.Integer() })),
})
export type StandbyTicket = Static<typeof StandbyTicket>

/** One row for a place and hours (minutes after midnight); weekday null: every day. Off by default. */
export const StandbyPolicy = Type.Object({
  place: Slug,
  weekday: nullable(Type.Integer({ minimum: 1, maximum: 7 })),
  opens: Type.Integer({ minimum: 0, maximum: 1440 }),
  closes: Type.Integer({ minimum: 0, maximum: 1440 }),
  active: Type.Boolean(),
  /** P(nobody booked waits longer than the limit because of it) must be at least this. */
  level: Type.Number({ minimum: 0.5, maximum: 0.999 }),
  limitMinutes: Type.Integer({ minimum: 0, maximum: 60 }),
  spare: nullable(Type.Integer({ minimum: 1, maximum: 20 })),
  maxWaiting: Type.Integer({ minimum: 1, maximum: 50 }),
})
export type StandbyPolicy = Static<typeof StandbyPolicy>

/** `GET /api/standby/reliability`: what walk-ins were told against what came. Chances and shares 0–1, `low` and `high` 95 %. */
export const Reliability = Type.Object({
  days: Type.Integer(),
  table: Type.Array(
    Type.Object({
      from: Type.Number(),
      to: Type.Number(),
      told: Type.Number(),
      n: Type.Integer(),
      served: Type.Integer(),
      share: Type.Number(),
      low: Type.Number(),
      high: Type.Number(),
    }),
  ),
  /** Of those served: how many waited within the range they were told. */
  waits: Type.Object({ n: Type.Integer(), within: Type.Integer() }),
  /** Walk-ins called, and at most how many of them made somebody booked wait beyond the limit. */
  promise: Type.Object({ called: Type.Integer(), delayed: Type.Integer() }),
})
export type Reliability = Static<typeof Reliability>

/** `GET /api/standby/board?place=`: the waiting room's screen. */
export const Board = Type.Object({
  place: Type.String(),
  called: Type.Array(Type.Object({ number: Type.String(), where: Type.String() })),
  waiting: Type.Array(Type.String()),
})
export type Board = Static<typeof Board>
