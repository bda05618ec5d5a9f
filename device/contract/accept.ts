/** The acceptance test of one box: every device in turn, measured against limits; its report is signed by the box. */
import Type, { type Static } from 'typebox'
import { Id, Instant, nullable, oneOf } from './nouns.ts'

export const acceptSteps = [
  'hub',
  'devices',
  'document',
  'camera',
  'portrait',
  'finger',
  'page',
  'replug',
  'screen',
] as const
export const AcceptStep = oneOf(acceptSteps)
export type AcceptStep = Static<typeof AcceptStep>

/** One number with the limit it is held against; `limit` null: told for information. */
export const Measure = Type.Object({
  name: Type.String({ maxLength: 40 }),
  value: Type.Number(),
  unit: Type.String({ maxLength: 10 }),
  limit: nullable(Type.Object({ is: oneOf(['at-least', 'at-most']), value: Type.Number() })),
  ok: Type.Boolean(),
})
export type Measure = Static<typeof Measure>

export const StepResult = Type.Object({
  step: AcceptStep,
  /** `seen`: a person looked and said yes. */
  result: oneOf(['passed', 'failed']),
  /** In the field's terms; never of a person: the test passport is nobody's. */
  detail: Type.String({ maxLength: 200 }),
  ms: Type.Integer(),
  tries: Type.Integer(),
  measures: Type.Array(Measure, { maxItems: 20 }),
})
export type StepResult = Static<typeof StepResult>

/** What the technician sees: the step that is on, what to do, and what is done. */
export const AcceptView = Type.Object({
  step: nullable(AcceptStep),
  /** `doing`: the box measures or waits for the technician's hand; `asks`: what did you see? */
  state: oneOf(['doing', 'asks', 'failed', 'sending', 'passed', 'unsent']),
  problem: nullable(Type.String({ maxLength: 200 })),
  done: Type.Array(StepResult),
  steps: Type.Array(AcceptStep),
})
export type AcceptView = Static<typeof AcceptView>

/** Signed by the box's identity key (compact JWS); `POST /acceptances` on the box port. */
export const AcceptReport = Type.Object({
  is: Type.Literal('acceptance'),
  id: Id,
  box: Id,
  at: Instant,
  software: Type.String({ maxLength: 40 }),
  /** Version of the signed configuration it ran under. */
  config: Type.Integer(),
  passed: Type.Boolean(),
  steps: Type.Array(StepResult, { minItems: 1, maxItems: 30 }),
})
export type AcceptReport = Static<typeof AcceptReport>
