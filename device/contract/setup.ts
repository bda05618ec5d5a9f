/** The box's own screen for the technician, before it is in service: pairing, waiting for its configuration, acceptance. */
import Type, { type Static } from 'typebox'
import { AcceptView } from './accept.ts'
import { AcceptCode } from './fleet.ts'
import { nullable, oneOf } from './nouns.ts'

export const SetupState = Type.Union([
  Type.Object({ is: Type.Literal('starting') }),
  /** No hub answers at that address. */
  Type.Object({ is: Type.Literal('no-hub'), web: Type.String(), detail: Type.String() }),
  Type.Object({
    is: Type.Literal('pairing'),
    code: Type.String(),
    fingerprint: Type.String(),
    authority: Type.String(),
    softwareKey: Type.Boolean(),
    /** The technician has said “the same” here. */
    confirmed: Type.Boolean(),
  }),
  /** The fingerprints differ, or the hub said no. */
  Type.Object({ is: Type.Literal('refused') }),
  /** Enrolled; its configuration has not come yet. */
  Type.Object({ is: Type.Literal('waiting') }),
  /** The technician's one-time code from the fleet page is awaited; what was wrong with the last one. */
  Type.Object({ is: Type.Literal('accept-code'), problem: nullable(oneOf(['wrong', 'no-hub'])) }),
  Type.Object({ is: Type.Literal('accept'), accept: AcceptView }),
])
export type SetupState = Static<typeof SetupState>

export const SetupUp = Type.Union([
  Type.Object({ is: Type.Literal('same') }),
  Type.Object({ is: Type.Literal('different') }),
  Type.Object({ is: Type.Literal('again') }),
  Type.Object({ is: Type.Literal('code'), code: AcceptCode }),
  /** Acceptance: what the technician saw, for a step that asks; or go on, or do the step again. */
  Type.Object({ is: Type.Literal('answer'), step: Type.String({ maxLength: 40 }), ok: Type.Boolean() }),
  Type.Object({ is: Type.Literal('repeat'), step: Type.String({ maxLength: 40 }) }),
])
export type SetupUp = Static<typeof SetupUp>
