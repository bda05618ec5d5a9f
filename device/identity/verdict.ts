import type { InspectionChecks, Verdict } from '../contract/inspection.ts'

type Results = {
  [Name in keyof InspectionChecks]: { result: InspectionChecks[Name]['result']; reason?: string }
}

/**
 * One word for the checks, the gravest first:
 * 1. no-chip: nothing was read. (A chip without access control was.)
 * 2. altered: a signature or a hash is wrong, print and chip differ, or the unsigned EF.CardAccess hides what is signed.
 * 3. cloned: the chip has a key of its own to prove itself with, and could not, or hides the key.
 * 4. revoked: its signer's certificate was called back.
 * 5. signer-unknown: no trusted authority stands behind it, or it could not be checked: a method that we do not know, a
 *    certificate that is missing. Not proven is not the same as forged, and nothing unproven is called genuine.
 * 6. expired, or genuine.
 * A check the document gives no way to do does not count against it where documents without it exist: the printed MRZ,
 * active and chip authentication, revocation lists.
 */
export function verdictOf(checks: Results): Verdict {
  const { pace, bac, dgHashes, sodSignature, chain, mrzMatch, validity, crl, aa, ca } = checks
  const opened = pace.result === 'passed' || bac.result === 'passed' || bac.reason === 'not-required'
  if (!opened && pace.reason !== 'card-access-mismatch') return 'no-chip'
  const wrong = [sodSignature, dgHashes, mrzMatch].some(({ result }) => result === 'failed')
  if (wrong || pace.reason === 'card-access-mismatch') return 'altered'
  if (aa.result === 'failed' || ca.result === 'failed') return 'cloned'
  if (crl.result === 'failed') return 'revoked'
  if ([sodSignature, dgHashes, chain].some(({ result }) => result !== 'passed')) return 'signer-unknown'
  return validity.result === 'passed' ? 'genuine' : 'expired'
}
