/**
 * A finished application as the authority gets it: signed by the box (JWS, ES256, its enrolled key) and encrypted to the
 * authority (JWE, ECDH-ES P-256 + A256GCM). `applicationId` is the idempotency key. Also the decision that the desk signs
 * and the authority's acknowledgement.
 */
import Type, { type Static } from 'typebox'
import { InspectionReport } from './inspection.ts'
import {
  CalendarDate,
  Caseworker,
  Errand,
  FingerPosition,
  Id,
  Instant,
  nullable,
  oneOf,
  RejectionReason,
  Sha256,
} from './nouns.ts'

const Base64 = Type.String({ maxLength: 4_000_000 })

export const FingerOutcome = oneOf(['good', 'poor', 'exempt', 'unavailable'])
export type FingerOutcome = Static<typeof FingerOutcome>

/** SHA-256 of each part as the caseworker saw it; null where a part does not belong to the errand. */
export const EvidenceHashes = Type.Object({
  applicant: Sha256,
  chip: nullable(Sha256),
  portrait: nullable(Sha256),
  fingers: nullable(Sha256),
  signature: nullable(Sha256),
  /** Over `{contact, delivery}`: whoever could change where a passport goes need not change anything else. */
  contact: nullable(Sha256),
})
export type EvidenceHashes = Static<typeof EvidenceHashes>

/** What the caseworker's browser signs. Approval over hashes that are not the current ones is refused by the box. */
export const Decision = Type.Object({
  applicationId: Id,
  case: Id,
  claim: Id,
  verdict: oneOf(['approved', 'rejected', 'referred']),
  reason: nullable(RejectionReason),
  /** The caseworker's own words to the citizen. */
  note: nullable(Type.String({ maxLength: 400 })),
  evidence: EvidenceHashes,
  caseworker: Caseworker,
  /** Rules that the caseworker has recorded as met, such as the custody holders' consent. */
  recorded: Type.Array(oneOf(['custody-consent', 'identity-by-other-proof'])),
  at: Instant,
})
export type Decision = Static<typeof Decision>

export const Comparison = Type.Object({
  similarity: Type.Number(),
  threshold: Type.Number(),
  match: Type.Boolean(),
})
export type Comparison = Static<typeof Comparison>

export const CapturedFinger = Type.Object({
  position: FingerPosition,
  outcome: FingerOutcome,
  tries: Type.Integer(),
  /** Our own clarity measure 0..100, not an NFIQ 2 score; null without an image. */
  clarity: nullable(Type.Number()),
  image: nullable(Type.Object({ width: Type.Integer(), height: Type.Integer(), ppi: Type.Number(), png: Base64 })),
})
export type CapturedFinger = Static<typeof CapturedFinger>

export const Captures = Type.Object({
  portrait: Type.Object({
    jpeg: Base64,
    width: Type.Integer(),
    height: Type.Integer(),
    comparison: nullable(Comparison),
  }),
  fingers: Type.Array(CapturedFinger),
  signature: Type.Object({ png: Base64 }),
})
export type Captures = Static<typeof Captures>

export const Applicant = Type.Object({
  givenNames: Type.String(),
  surname: Type.String(),
  dateOfBirth: CalendarDate,
  sex: Type.String(),
  nationality: Type.String(),
  personalNumber: nullable(Type.String()),
})
export type Applicant = Static<typeof Applicant>

export const Application = Type.Object({
  version: Type.Literal(1),
  applicationId: Id,
  case: Id,
  errand: Errand,
  box: Id,
  madeAt: Instant,
  applicant: Applicant,
  contact: Type.Object({ phone: nullable(Type.String()) }),
  delivery: Type.Object({ place: Type.String() }),
  chip: InspectionReport,
  /** Null after a rejection: biometrics of an application that was refused go nowhere. */
  captures: nullable(Captures),
  evidence: EvidenceHashes,
  /** The desk's JWS over `Decision`, with the key that verifies it (the hub's audit names whose it was). */
  decision: Type.Object({
    jws: Type.String(),
    key: Type.Object({ kty: Type.String(), crv: Type.String(), x: Type.String(), y: Type.String() }),
  }),
})
export type Application = Static<typeof Application>

/** What the authority signs when it has stored an application for good. */
export const Acknowledgement = Type.Object({
  applicationId: Id,
  /** Of the sealed bytes it got. */
  sha256: Sha256,
  at: Instant,
})
export type Acknowledgement = Static<typeof Acknowledgement>
