/**
 * What the hub states about a person from its own register look-up, for a paper that anybody can check. Box and hub hold it
 * for the length of an errand; what the hub keeps is sealed under a key that stands in the paper's QR code alone.
 */
import Type, { type Static } from 'typebox'
import { CalendarDate, Id, Instant, Language, nullable, oneOf } from './nouns.ts'

export const paperKinds = ['residence-certificate', 'temporary-licence', 'temporary-health-card'] as const
export const PaperKind = oneOf(paperKinds)
export type PaperKind = Static<typeof PaperKind>

/** Those that a citizen's own errand ends on; the others are a caseworker's to give. */
export const ErrandPaper = oneOf(['residence-certificate', 'temporary-licence'])
export type ErrandPaper = Static<typeof ErrandPaper>

const Line = Type.String({ maxLength: 200 })

export const RegisteredAddress = Type.Object({
  street: Line,
  postal: Line,
  from: CalendarDate,
  /** Null: lives there now. */
  to: nullable(CalendarDate),
})
export type RegisteredAddress = Static<typeof RegisteredAddress>

/** What the register of persons says: newest address first. */
export const ResidenceRecord = Type.Object({
  name: Line,
  dateOfBirth: CalendarDate,
  addresses: Type.Array(RegisteredAddress, { maxItems: 60 }),
})
export type ResidenceRecord = Static<typeof ResidenceRecord>

/** What the register of driving licences says. */
export const LicenceRecord = Type.Object({
  name: Line,
  dateOfBirth: CalendarDate,
  number: Type.String({ maxLength: 20 }),
  categories: Type.Array(Type.String({ maxLength: 6 }), { maxItems: 20 }),
  validUntil: CalendarDate,
})
export type LicenceRecord = Static<typeof LicenceRecord>

/** What the register of health insurance says: what a doctor or a pharmacy reads off the yellow card. */
export const HealthRecord = Type.Object({
  name: Line,
  dateOfBirth: CalendarDate,
  personalNumber: Type.String({ maxLength: 14 }),
  street: Line,
  postal: Line,
  /** 1: a doctor of one's own; 2: any doctor, at one's own cost in part. */
  group: oneOf(['1', '2']),
  /** In group 1. */
  doctor: nullable(Type.Object({ name: Line, phone: Type.String({ maxLength: 20 }) })),
})
export type HealthRecord = Static<typeof HealthRecord>

/** Answer of a look-up. `protected`: the person's address is protected, so that a person has to help. */
export const LookedUp = Type.Union([
  Type.Object({ is: Type.Literal('residence'), record: ResidenceRecord }),
  Type.Object({ is: Type.Literal('licence'), record: LicenceRecord }),
  Type.Object({ is: Type.Literal('health'), record: HealthRecord }),
  Type.Object({ is: oneOf(['unknown', 'protected', 'not-valid']) }),
])
export type LookedUp = Static<typeof LookedUp>

/** Whom it is about: as the passport's chip says it, read by an enrolled box. */
export const Subject = Type.Object({
  personalNumber: nullable(Type.String({ maxLength: 14 })),
  dateOfBirth: CalendarDate,
})
export type Subject = Static<typeof Subject>

/** All that a paper says, and all that the public page shows. */
export const Statement = Type.Object({
  version: Type.Literal(1),
  /** Short, printed in letters: tells the papers apart. */
  code: Type.String({ maxLength: 12 }),
  language: Language,
  issuer: Line,
  issuedAt: Instant,
  about: Type.Union([
    Type.Object({ is: Type.Literal('residence-certificate'), record: ResidenceRecord }),
    Type.Object({
      is: Type.Literal('temporary-licence'),
      record: LicenceRecord,
      /** Last day on which it may be used. */
      until: CalendarDate,
    }),
    Type.Object({ is: Type.Literal('temporary-health-card'), record: HealthRecord, until: CalendarDate }),
  ]),
})
export type Statement = Static<typeof Statement>

/** The hub's answer to `issue`: the statement and the address that the QR code holds, with the key behind `#`. */
export const Issued = Type.Object({ statement: Statement, url: Type.String({ maxLength: 400 }) })
export type Issued = Static<typeof Issued>

export const IssueRequest = Type.Object({
  case: Id,
  kind: PaperKind,
  language: Language,
  subject: Subject,
  /** For a certificate of residence: only where the person lives now, or all addresses. */
  period: oneOf(['now', 'all']),
})
export type IssueRequest = Static<typeof IssueRequest>

/** `GET /api/certificates/:code`: what the hub knows of a paper. It cannot read `sealed`. */
export const PublicCertificate = Type.Object({
  code: Type.String(),
  kind: PaperKind,
  issuedOn: CalendarDate,
  revoked: Type.Boolean(),
  /** `base64url(iv ‖ AES-256-GCM of a compact JWS over the statement)`. */
  sealed: Type.String(),
})
export type PublicCertificate = Static<typeof PublicCertificate>
