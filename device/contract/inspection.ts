import Type from 'typebox'

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
  bac: ['opened', 'no-chip', 'access-denied'],
  mrzMatch: ['same', 'different', 'no-chip', 'no-optical-mrz'],
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
    'certificate-not-valid-now',
    'issuer-not-an-authority',
    'signer-certificate-missing',
    'country-mismatch',
    'sod-malformed',
    'no-chip',
  ],
  validity: ['in-date', 'expired'],
} as const

export type CheckName = keyof typeof checkReasons
export type CheckReason<Name extends CheckName = CheckName> = (typeof checkReasons)[Name][number]

function check<const Reasons extends readonly string[]>(reasons: Reasons) {
  return Type.Object({
    result: CheckResult,
    reason: Type.Enum(reasons),
    /** Names of files, algorithms, certificates and fields: never a value of the holder's. */
    evidence: Type.Record(Type.String(), Type.String()),
  })
}

/** pace, aa and ca join here when they are built; they are added with `not-done` until then. */
export const InspectionChecks = Type.Object({
  bac: check(checkReasons.bac),
  mrzMatch: check(checkReasons.mrzMatch),
  dgHashes: check(checkReasons.dgHashes),
  sodSignature: check(checkReasons.sodSignature),
  chain: check(checkReasons.chain),
  validity: check(checkReasons.validity),
})
export type InspectionChecks = Type.Static<typeof InspectionChecks>

/**
 * The one-word summary. `genuine` means: a trusted authority signed what was read, nothing was changed, still valid. It
 * says nothing on whether the holder stands at the box, or whether the chip is a copy (no AA, no CA yet).
 */
export const Verdict = Type.Union([
  Type.Literal('genuine'),
  Type.Literal('expired'),
  Type.Literal('no-chip'),
  Type.Literal('altered'),
  Type.Literal('signer-unknown'),
  Type.Literal('bad-signature'),
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
})
export type HolderData = Type.Static<typeof HolderData>

export const ChipAccess = Type.Union([Type.Literal('BAC'), Type.Literal('none'), Type.Literal('denied')])
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
