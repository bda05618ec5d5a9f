import Type from 'typebox'
import { oneOf } from './nouns.ts'

/**
 * What a passport's chip proved and what it did not: the report the desk sees and the application carries. Results and
 * reasons are codes from closed lists; the screens make the sentences (`check.<check>.<reason>`).
 */

/** `not-possible`: the document gives no way to do it; `not-done`: we did not try. */
export const CheckResult = Type.Union([
  Type.Literal('passed'),
  Type.Literal('failed'),
  Type.Literal('not-possible'),
  Type.Literal('not-done'),
])
export type CheckResult = Type.Static<typeof CheckResult>

/** Every reason a check can give, by check. The first of each is the one it passes with. */
export const checkReasons = {
  pace: [
    'opened',
    'no-chip',
    'not-offered',
    'unknown-algorithm',
    'access-denied',
    'protocol-error',
    'card-access-mismatch',
  ],
  bac: ['opened', 'no-chip', 'access-denied', 'not-offered', 'pace-used', 'not-required'],
  mrzMatch: ['same', 'different', 'camera-unsure', 'no-chip', 'no-optical-mrz'],
  dgHashes: ['all-match', 'mismatch', 'hash-missing', 'unknown-algorithm', 'no-chip', 'sod-malformed'],
  sodSignature: [
    'valid',
    'invalid',
    'sod-malformed',
    'digest-mismatch',
    'signer-certificate-missing',
    'unknown-algorithm',
    'no-chip',
  ],
  chain: [
    'trusted',
    'issuer-unknown',
    'certificate-signature-invalid',
    'certificate-not-valid-at-signing',
    'certificate-not-valid-now',
    'issuer-not-an-authority',
    'signer-certificate-missing',
    'country-mismatch',
    'sod-malformed',
    'no-chip',
  ],
  validity: ['in-date', 'expired'],
  crl: [
    'not-revoked',
    'revoked',
    'no-crl',
    'crl-out-of-date',
    'issuer-unknown',
    'signer-certificate-missing',
    'sod-malformed',
    'no-chip',
  ],
  aa: [
    'proven',
    'wrong-answer',
    'refused',
    'key-hidden',
    'key-not-signed',
    'unknown-algorithm',
    'not-offered',
    'not-tried',
    'no-chip',
  ],
  ca: [
    'proven',
    'wrong-keys',
    'key-hidden',
    'key-not-signed',
    'unknown-algorithm',
    'not-offered',
    'not-tried',
    'no-chip',
  ],
  /** Fingerprints and iris on the chip are not asked for without a terminal key. */
  ta: ['accepted', 'refused', 'no-path', 'no-chip-authentication', 'no-terminal-key', 'not-offered', 'no-chip'],
} as const

export type CheckName = keyof typeof checkReasons
export type CheckReason<Name extends CheckName = CheckName> = (typeof checkReasons)[Name][number]

function check<const Reasons extends readonly string[]>(reasons: Reasons) {
  return Type.Object({
    result: CheckResult,
    reason: oneOf(reasons),
    /** Names of files, algorithms, certificates and fields: never a value of the holder's. */
    evidence: Type.Record(Type.String(), Type.String()),
  })
}

/**
 * `pace` and `bac`: one of them opens the chip. `aa` and `ca` prove that the chip is no copy. `ta` would let a terminal
 * read fingerprints.
 */
export const InspectionChecks = Type.Object({
  pace: check(checkReasons.pace),
  bac: check(checkReasons.bac),
  mrzMatch: check(checkReasons.mrzMatch),
  dgHashes: check(checkReasons.dgHashes),
  sodSignature: check(checkReasons.sodSignature),
  chain: check(checkReasons.chain),
  crl: check(checkReasons.crl),
  validity: check(checkReasons.validity),
  aa: check(checkReasons.aa),
  ca: check(checkReasons.ca),
  ta: check(checkReasons.ta),
})
export type InspectionChecks = Type.Static<typeof InspectionChecks>

/**
 * The one-word summary, by the rules of device/identity/verdict.ts. `genuine` means: a trusted authority signed what was
 * read, nothing was changed, the chip is no copy as far as it can prove that, still valid. It says nothing on whether the
 * holder stands at the box.
 */
export const Verdict = Type.Union([
  Type.Literal('genuine'),
  Type.Literal('expired'),
  Type.Literal('no-chip'),
  Type.Literal('altered'),
  Type.Literal('cloned'),
  Type.Literal('signer-unknown'),
  Type.Literal('revoked'),
])
export type Verdict = Type.Static<typeof Verdict>

/** A full date, 'YYYY-MM-DD'. */
const IsoDate = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })

export const DocumentData = Type.Object({
  /** As in the MRZ: 'P', 'PD' … */
  type: Type.String(),
  /** ICAO code of one to three letters: 'DNK', 'D', 'UTO'. */
  issuingState: Type.String(),
  number: Type.String(),
  expiry: IsoDate,
  /** Of DG12, where the chip has it. */
  issuingAuthority: Type.Optional(Type.String()),
  dateOfIssue: Type.Optional(IsoDate),
})
export type DocumentData = Type.Static<typeof DocumentData>

export const HolderData = Type.Object({
  /** As in the MRZ: capitals A–Z, truncated there if long (Doc 9303-3 §4.6). */
  surname: Type.String(),
  givenNames: Type.String(),
  /** An unknown month or day (`<<` in the MRZ) is given as 01 and `dateOfBirthPartial` is set. */
  dateOfBirth: IsoDate,
  dateOfBirthPartial: Type.Optional(Type.Boolean()),
  sex: Type.Union([Type.Literal('F'), Type.Literal('M'), Type.Literal('X')]),
  nationality: Type.String(),
  personalNumber: Type.Optional(Type.String()),
  /** Of DG11, where the chip has it: the name in national letters and in full. */
  fullName: Type.Optional(Type.String()),
  placeOfBirth: Type.Optional(Type.String()),
})
export type HolderData = Type.Static<typeof HolderData>

export const ChipAccess = Type.Union([
  Type.Literal('PACE'),
  Type.Literal('BAC'),
  /** A chip without access control. */
  Type.Literal('open'),
  Type.Literal('none'),
  Type.Literal('denied'),
])
export type ChipAccess = Type.Static<typeof ChipAccess>

export const InspectionReport = Type.Object({
  document: DocumentData,
  holder: HolderData,
  /** How the chip was opened; `none`: no chip was read, the data above is the optical MRZ's. */
  access: ChipAccess,
  checks: InspectionChecks,
  verdict: Verdict,
})
export type InspectionReport = Type.Static<typeof InspectionReport>
