/** What we believe about a document, and why. Pure: files and trust in, report out. */
import type { PassportFiles } from '../../drivers/chip/files.ts'
import { Fault } from '../contract/faults.ts'
import type { ChipAccess, InspectionChecks, InspectionReport } from '../contract/inspection.ts'
import { parseDg1 } from './data-groups.ts'
import { today } from './dates.ts'
import { type Mrz, parseMrz } from './mrz.ts'
import { failed, notPossible, passed, passiveAuthentication } from './passive-authentication.ts'
import type { TrustStore } from './trust-store.ts'
import { verdictOf } from './verdict.ts'

export type InspectionInput = {
  trust: TrustStore
  now: Date
} & (
  | { files: PassportFiles; opticalMrz: Mrz | undefined }
  /** No chip found, or it refused the MRZ's key: the data are then the printed MRZ's, and nothing is proven. */
  | { files: undefined; opticalMrz: Mrz; access: Exclude<ChipAccess, 'BAC'> }
)

/**
 * The report on one document. The names and dates come from the chip (DG1) where there is one.
 * @throws Fault `chip.malformed` when DG1 holds no readable MRZ: nobody's name can be put on the report then.
 */
export function inspect(input: InspectionInput): InspectionReport {
  const { now, trust, opticalMrz } = input
  const mrz = input.files ? chipMrz(input.files.dg1, now) : input.opticalMrz
  const expired = mrz.document.expiry < today(now)
  const dates = { expiry: mrz.document.expiry, today: today(now) }
  const validity = expired ? failed<'validity'>('expired', dates) : passed<'validity'>('in-date', dates)
  const checks: InspectionChecks = input.files
    ? {
        bac: passed<'bac'>('opened'),
        mrzMatch: compareMrz(mrz, opticalMrz),
        ...passiveAuthentication(input.files, trust, mrz.document.issuingState, now),
        validity,
      }
    : {
        bac: input.access === 'denied' ? failed<'bac'>('access-denied') : notPossible<'bac'>('no-chip'),
        mrzMatch: notPossible<'mrzMatch'>('no-chip'),
        dgHashes: notPossible<'dgHashes'>('no-chip'),
        sodSignature: notPossible<'sodSignature'>('no-chip'),
        chain: notPossible<'chain'>('no-chip'),
        validity,
      }
  return {
    document: mrz.document,
    holder: mrz.holder,
    access: input.files ? 'BAC' : input.access,
    checks,
    verdict: verdictOf(checks),
  }
}

function chipMrz(dg1: Uint8Array, now: Date): Mrz {
  const result = parseMrz(parseDg1(dg1), now)
  if (result.is === 'unreadable') throw new Fault('chip.malformed', `DG1: ${result.reason} ${result.fields.join(' ')}`)
  return result.mrz
}

/** Names the fields that differ between print and chip, without their values. */
function compareMrz(chip: Mrz, optical: Mrz | undefined): InspectionChecks['mrzMatch'] {
  if (!optical) return notPossible<'mrzMatch'>('no-optical-mrz')
  if (chip.lines.join() === optical.lines.join()) return passed<'mrzMatch'>('same')
  const flat = (mrz: Mrz): Record<string, unknown> => ({ ...mrz.document, ...mrz.holder })
  const [a, b] = [flat(chip), flat(optical)]
  const fields = Object.keys({ ...a, ...b }).filter((field) => a[field] !== b[field])
  return failed<'mrzMatch'>('different', { fields: fields.join(' ') })
}
