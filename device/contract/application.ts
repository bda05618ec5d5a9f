/**
 * A finished application as the authority gets it: signed by the box (JWS, ES256, its enrolled key) and encrypted to the
 * authority (JWE, ECDH-ES P-256 + A256GCM). `applicationId` is the idempotency key. Also the decision that the desk signs
 * and the authority's acknowledgement.
 */
import Type, { type Static } from 'typebox'
import { InspectionReport } from './inspection.ts'
import {
  BringItem,
  CalendarDate,
  Caseworker,
  Errand,
  FingerPosition,
  Hand,
  Id,
  ImpossibleReason,
  Instant,
  Lasting,
  nullable,
  oneOf,
  ReferTo,
  RejectionReason,
  Sha256,
} from './nouns.ts'
import { PortraitQuality, PortraitSignal, PortraitWay } from './portrait.ts'

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

/**
 * What a caseworker can record with a decision. The `prints-…` name the consequence that an approval then has.
 */
export const recordable = [
  'custody-consent',
  'identity-by-other-proof',
  'identity-by-witness',
  'prints-one-hand',
  'prints-provisional',
  'prints-exempt',
  'cannot-sign',
  'hand-seen',
  'portrait-checked',
] as const

export const Witness = Type.Object({
  name: Type.String({ maxLength: 120 }),
  proof: Type.String({ maxLength: 120 }),
  relation: Type.String({ maxLength: 80 }),
})

/** What the caseworker's browser signs. Approval over hashes that are not the current ones is refused by the box. */
export const Decision = Type.Object({
  applicationId: Id,
  case: Id,
  claim: Id,
  /** `postponed`: nothing is sent; the citizen comes again with what is in `bring`. */
  verdict: oneOf(['approved', 'rejected', 'referred', 'postponed']),
  reason: nullable(RejectionReason),
  /** The caseworker's own words to the citizen. */
  note: nullable(Type.String({ maxLength: 400 })),
  evidence: EvidenceHashes,
  caseworker: Caseworker,
  /** Rules that the caseworker has recorded as met, such as the custody holders' consent. */
  recorded: Type.Array(oneOf(recordable)),
  /** Where a referred case goes. */
  to: Type.Optional(ReferTo),
  /** What to bring to a postponed one. */
  bring: Type.Optional(Type.Array(BringItem, { maxItems: 10 })),
  /** Somebody who knows the applicant vouched for who they are; how they proved who they are themselves. */
  witness: Type.Optional(Witness),
  /** A second caseworker's: SHA-256 of the first one's JWS, to whose approval this one is added. */
  first: Type.Optional(Sha256),
  at: Instant,
})
export type Decision = Static<typeof Decision>

export const Comparison = Type.Object({
  similarity: Type.Number(),
  threshold: Type.Number(),
  match: Type.Boolean(),
  /** The embeddings' distance at the threshold, and the rate of strangers below it where it was set (device/face/compare.ts). */
  distance: Type.Number(),
  falseMatchRate: Type.Number(),
})
export type Comparison = Static<typeof Comparison>

/** A finger that could not be taken, as a caseworker judged it; `caseworker` is null while only the citizen has said so. */
export const FingerImpossible = Type.Object({
  position: FingerPosition,
  reason: ImpossibleReason,
  lasting: Lasting,
  caseworker: nullable(Type.String({ maxLength: 80 })),
})
export type FingerImpossible = Static<typeof FingerImpossible>

/** What a sensor said about an attempt to deceive it: `unable` where it has no such detector, or says nothing. */
export const AttackReport = oneOf(['none', 'suspected', 'unable'])
export type AttackReport = Static<typeof AttackReport>

/** One finger's picture as records for a passport's chip, compressed by WSQ at `bpp` bits a pixel. */
export const FingerRecords = Type.Object({
  bpp: Type.Number(),
  /** ISO/IEC 19794-4:2005, one finger. */
  iso19794: Base64,
  /** ISO/IEC 39794-4:2019, one finger. */
  iso39794: Base64,
})
export type FingerRecords = Static<typeof FingerRecords>

export const CapturedFinger = Type.Object({
  position: FingerPosition,
  outcome: FingerOutcome,
  tries: Type.Integer(),
  /** Our own clarity measure 0..100, not an NFIQ 2 score; null without an image. */
  clarity: nullable(Type.Number()),
  image: nullable(Type.Object({ width: Type.Integer(), height: Type.Integer(), ppi: Type.Number(), png: Base64 })),
  records: Type.Optional(nullable(FingerRecords)),
  attack: Type.Optional(AttackReport),
  /** This finger was shown before, under another name. */
  sameAs: Type.Optional(FingerPosition),
  /** Fingers of this hand that could not be taken. */
  impossible: Type.Optional(Type.Array(FingerImpossible)),
  /** Who said that no more tries are asked for, and the best is good enough. */
  acceptedBy: Type.Optional(nullable(Type.String({ maxLength: 80 }))),
})
export type CapturedFinger = Static<typeof CapturedFinger>

export const SignaturePart = Type.Object({
  /** 1-bit PNG, 600 dpi; empty when the citizen cannot sign. */
  png: Base64,
  unable: Type.Optional(Type.Boolean()),
  /** The strokes with their times, only where the municipality asks for them. */
  strokes: Type.Optional(
    Type.Array(
      Type.Array(
        Type.Object({ x: Type.Number(), y: Type.Number(), t: Type.Number(), p: Type.Optional(Type.Number()) }),
      ),
    ),
  ),
})
export type SignaturePart = Static<typeof SignaturePart>

/** What follows for the passport from the fingers that could be taken. */
export const PrintsConsequence = Type.Union([
  Type.Object({ is: Type.Literal('under-age'), fromAge: Type.Integer() }),
  Type.Object({ is: Type.Literal('both-hands') }),
  Type.Object({ is: Type.Literal('one-hand'), missing: Hand }),
  /** Nothing can be taken now: valid for so many months at most. */
  Type.Object({ is: Type.Literal('provisional'), months: Type.Integer() }),
  Type.Object({ is: Type.Literal('exempt') }),
])
export type PrintsConsequence = Static<typeof PrintsConsequence>

export const Captures = Type.Object({
  portrait: Type.Object({
    jpeg: Base64,
    width: Type.Integer(),
    height: Type.Integer(),
    comparison: nullable(Comparison),
    quality: PortraitQuality,
    signals: Type.Array(PortraitSignal),
    /** The way of their own that the citizen chose. */
    way: nullable(PortraitWay),
    /** The picture at the chip's size (JPEG 2000) in its record, with quality block, eyes and pose. */
    records: Type.Object({ iso19794: Base64, iso39794: Base64 }),
  }),
  fingers: Type.Array(CapturedFinger),
  signature: SignaturePart,
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

const SignedDecision = Type.Object({
  jws: Type.String(),
  key: Type.Object({ kty: Type.String(), crv: Type.String(), x: Type.String(), y: Type.String() }),
})

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
  /** Null after a rejection, as the captures are. */
  prints: Type.Optional(nullable(PrintsConsequence)),
  evidence: EvidenceHashes,
  /** What stays of the fee after the refund rule (øre), and how it was paid; `desk` and `invoice` are still to be paid. */
  fee: Type.Optional(
    nullable(
      Type.Object({
        amount: Type.Integer(),
        way: oneOf(['card', 'invoice', 'desk', 'unknown']),
        reference: nullable(Type.String({ maxLength: 80 })),
      }),
    ),
  ),
  /** The desk's JWS over `Decision`, with the key that verifies it (the hub's audit names whose it was). */
  decision: SignedDecision,
  /** Where two must approve: the first one's, over the same evidence; `decision` then names it by its hash. */
  first: Type.Optional(SignedDecision),
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
