/** What we believe about a document, and why. Pure: files, proofs and trust in, report out. */
import type { PassportFiles } from '../../drivers/chip/files.ts'
import { Fault } from '../contract/faults.ts'
import type { ChipAccess, InspectionChecks, InspectionReport } from '../contract/inspection.ts'
import { type ChipProofs, checkProofs } from './chip-proofs.ts'
import { documentDetails, holderDetails, parseDg1 } from './data-groups.ts'
import { today } from './dates.ts'
import { type Mrz, parseMrz } from './mrz.ts'
import { passiveAuthentication } from './passive-authentication.ts'
import { failed, notPossible, passed } from './results.ts'
import type { TrustStore } from './trust-store.ts'
import { verdictOf } from './verdict.ts'

export type InspectionInput = {
  trust: TrustStore
  now: Date
} & (
  | {
      files: PassportFiles
      opticalMrz: Mrz | undefined
      /** What read it; a reader if not given. */
      opticalSource?: 'reader' | 'camera'
      /** How the chip was opened and what it proved; without it these checks are not done. */
      proofs?: ChipProofs | undefined
    }
  /** No chip found, or it refused the password: the data are then the printed MRZ's, and nothing is proven. */
  | { files: undefined; opticalMrz: Mrz; access: Extract<ChipAccess, 'none' | 'denied'> }
)

/**
 * The report on one document. The names and dates come from the chip (DG1) where there is one.
 * @throws Fault `chip.malformed` when DG1 holds no readable MRZ: nobody's name can be put on the report then.
 */
export function inspect(input: InspectionInput): InspectionReport {
  if (!input.files) return withoutChip(input)
  const { files, now, trust, opticalMrz, opticalSource, proofs } = input
  const mrz = chipMrz(files.dg1, now)
  const country = mrz.document.issuingState
  const passive = passiveAuthentication(files, trust, country, now)
  const checks: InspectionChecks = {
    ...checkProofs({ files, proofs, passive, trust, country, now }),
    mrzMatch: compareMrz(mrz, opticalMrz, opticalSource),
    ...passive.checks,
    validity: checkValidity(mrz, now),
  }
  return {
    document: { ...mrz.document, ...documentDetails(files.dg12) },
    holder: { ...mrz.holder, ...holderDetails(files.dg11) },
    access: proofs?.access.protocol ?? 'BAC',
    checks,
    verdict: verdictOf(checks),
  }
}

function withoutChip({ opticalMrz, access, now }: Extract<InspectionInput, { files: undefined }>): InspectionReport {
  const denied = access === 'denied'
  const checks: InspectionChecks = {
    pace: notPossible<'pace'>(denied ? 'access-denied' : 'no-chip'),
    bac: denied ? failed<'bac'>('access-denied') : notPossible<'bac'>('no-chip'),
    mrzMatch: notPossible<'mrzMatch'>('no-chip'),
    dgHashes: notPossible<'dgHashes'>('no-chip'),
    sodSignature: notPossible<'sodSignature'>('no-chip'),
    chain: notPossible<'chain'>('no-chip'),
    crl: notPossible<'crl'>('no-chip'),
    validity: checkValidity(opticalMrz, now),
    aa: notPossible<'aa'>('no-chip'),
    ca: notPossible<'ca'>('no-chip'),
    ta: notPossible<'ta'>('no-chip'),
  }
  const { document, holder } = opticalMrz
  return { document, holder, access, checks, verdict: verdictOf(checks) }
}

function checkValidity(mrz: Mrz, now: Date): InspectionChecks['validity'] {
  const dates = { expiry: mrz.document.expiry, today: today(now) }
  return dates.expiry < dates.today ? failed<'validity'>('expired', dates) : passed<'validity'>('in-date', dates)
}

function chipMrz(dg1: Uint8Array, now: Date): Mrz {
  const result = parseMrz(parseDg1(dg1), now)
  if (result.is === 'unreadable') throw new Fault('chip.malformed', `DG1: ${result.reason} ${result.fields.join(' ')}`)
  // A chip's zone was never read by OCR: what needs correction there is no zone.
  if (result.mrz.corrections.length > 0) throw new Fault('chip.malformed', 'DG1: check-digits')
  return result.mrz
}

/** No check digit covers these: where a camera read them, a difference may be its own mistake, and a person must look. */
const unproven = new Set(['type', 'issuingState', 'surname', 'givenNames', 'nationality', 'sex'])

/** Names the fields that differ between print and chip, without their values. */
function compareMrz(
  chip: Mrz,
  optical: Mrz | undefined,
  source: 'reader' | 'camera' = 'reader',
): InspectionChecks['mrzMatch'] {
  if (!optical) return notPossible<'mrzMatch'>('no-optical-mrz')
  const corrected = optical.corrections.map(({ field }) => field).join(' ')
  const evidence: Record<string, string> = { source, ...(corrected === '' ? {} : { corrected }) }
  if (chip.lines.join() === optical.lines.join()) return passed<'mrzMatch'>('same', evidence)
  const flat = (mrz: Mrz): Record<string, unknown> => ({ ...mrz.document, ...mrz.holder })
  const [a, b] = [flat(chip), flat(optical)]
  const fields = Object.keys({ ...a, ...b }).filter((field) => a[field] !== b[field])
  if (source === 'camera' && fields.every((field) => unproven.has(field)))
    return notPossible<'mrzMatch'>('camera-unsure', { ...evidence, fields: fields.join(' ') })
  return failed<'mrzMatch'>('different', { ...evidence, fields: fields.join(' ') })
}
