import type { InspectionChecks, Verdict } from '../contract/inspection.ts'

/**
 * One word for the checks. The gravest first: what no trusted hand signed cannot be called merely expired. A check that
 * could not be done does not count as passed, but for the printed MRZ: a chip can be sound without it.
 */
export function verdictOf(
  checks: { [Name in keyof InspectionChecks]: { result: InspectionChecks[Name]['result'] } },
): Verdict {
  const { bac, dgHashes, sodSignature, chain, mrzMatch, validity } = checks
  if (bac.result !== 'passed') return 'no-chip'
  if (sodSignature.result !== 'passed') return 'bad-signature'
  if (dgHashes.result !== 'passed' || mrzMatch.result === 'failed') return 'altered'
  if (chain.result !== 'passed') return 'signer-unknown'
  return validity.result === 'passed' ? 'genuine' : 'expired'
}
