/** What the citizen answers to the question on the screen (`asks.ts` says which answers fit). */
import Type, { type Static } from 'typebox'
import { AppointmentAnswer } from './appointment.ts'
import { Errand, ImpossibleReason, Language, nullable, oneOf, StepName } from './nouns.ts'
import { PortraitWay } from './portrait.ts'

/** One stroke of the signature: x and y in 0..1 of a 3:1 box, t in ms, p pressure 0..1. */
export const Stroke = Type.Array(
  Type.Object({
    x: Type.Number({ minimum: 0, maximum: 1 }),
    y: Type.Number({ minimum: 0, maximum: 1 }),
    t: Type.Number(),
    p: Type.Optional(Type.Number()),
  }),
  { maxItems: 4_000 },
)
export type Stroke = Static<typeof Stroke>

export const Answer = Type.Union([
  Type.Object({ is: oneOf(['start', 'check-in', 'book']) }),
  Type.Object({ is: Type.Literal('appointment'), answer: AppointmentAnswer }),
  Type.Object({ is: Type.Literal('errand'), errand: Errand }),
  Type.Object({ is: Type.Literal('yes') }),
  Type.Object({ is: Type.Literal('no') }),
  Type.Object({ is: Type.Literal('retry') }),
  Type.Object({ is: Type.Literal('capture') }),
  Type.Object({ is: Type.Literal('way'), way: nullable(PortraitWay) }),
  Type.Object({ is: Type.Literal('column'), direction: oneOf(['up', 'down']) }),
  Type.Object({ is: Type.Literal('skip') }),
  Type.Object({ is: Type.Literal('keep'), picture: Type.Integer({ minimum: 0, maximum: 2 }) }),
  Type.Object({ is: Type.Literal('strokes'), strokes: Type.Array(Stroke, { maxItems: 200 }) }),
  Type.Object({
    is: Type.Literal('contact'),
    phone: Type.String({ maxLength: 20, pattern: '^[+0-9 ]*$' }),
    place: Type.String({ maxLength: 60 }),
  }),
  /** This finger, or with `hand` any of this hand, cannot be taken: a caseworker will look at it. */
  Type.Object({ is: Type.Literal('finger-cannot'), reason: ImpossibleReason, hand: Type.Boolean() }),
  Type.Object({ is: Type.Literal('cannot-sign') }),
  Type.Object({ is: Type.Literal('redo'), step: StepName }),
  Type.Object({ is: Type.Literal('pay'), way: oneOf(['card', 'otherwise']) }),
  Type.Object({ is: Type.Literal('paper'), language: Language, period: oneOf(['now', 'all']) }),
])
export type Answer = Static<typeof Answer>
