/** What was checked of a document, what came out and why: for the caseworker and the auditor. Never a bare "ok". */
import Type, { type Static } from 'typebox'
import { CalendarDate, oneOf } from './nouns.ts'

export const Check = Type.Object({
  result: oneOf(['passed', 'failed', 'not-possible', 'not-done']),
  /** A code; its sentence stands in the screens' texts. */
  reason: Type.String({ maxLength: 60 }),
  evidence: Type.Record(Type.String(), Type.String()),
})
export type Check = Static<typeof Check>

export const InspectionReport = Type.Object({
  document: Type.Object({
    type: Type.String(),
    issuingState: Type.String(),
    number: Type.String(),
    expiry: CalendarDate,
  }),
  holder: Type.Object({
    surname: Type.String(),
    givenNames: Type.String(),
    dateOfBirth: CalendarDate,
    sex: Type.String(),
    nationality: Type.String(),
    personalNumber: Type.Optional(Type.String()),
  }),
  access: Type.Object({ protocol: Type.String() }),
  checks: Type.Record(oneOf(['bac', 'mrzMatch', 'dgHashes', 'sodSignature', 'chain', 'validity']), Check),
  verdict: oneOf(['genuine', 'expired', 'no-chip', 'altered', 'signer-unknown', 'bad-signature']),
})
export type InspectionReport = Static<typeof InspectionReport>
