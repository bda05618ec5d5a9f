import type { Applicant, CapturedFinger, Captures, EvidenceHashes } from '../contract/application.ts'
import type { Block } from '../contract/desk.ts'
import type { InspectionReport, Verdict } from '../contract/inspection.ts'
import type { Errand } from '../contract/nouns.ts'
import { type Evidence, hashEvidence } from '../link/seal.ts'
import type { Journal } from '../tasks/journal.ts'
import type { Contact, FingerCapture, PassportDocument, PortraitCapture, SignatureCapture } from '../tasks/task.ts'

/** What has been captured so far, out of the journal. */
export type Captured = {
  document: PassportDocument | null
  portrait: PortraitCapture | null
  fingers: FingerCapture[]
  /** The errand takes no fingerprints from anybody. */
  noPrints: boolean
  signature: SignatureCapture | null
  contact: Contact | null
}

export function captured(journal: Journal): Captured {
  const made = <T>(step: Parameters<Journal['get']>[0]) => (journal.get(step)?.value as T | undefined) ?? null
  return {
    document: made<PassportDocument>('document'),
    portrait: made<PortraitCapture>('portrait'),
    fingers: [made<FingerCapture>('right-index'), made<FingerCapture>('left-index')].filter(
      (finger) => finger !== null,
    ),
    noPrints: made<Errand>('errand') === 'temporary-licence',
    signature: made<SignatureCapture>('signature'),
    contact: made<Contact>('contact'),
  }
}

export function applicantOf(report: InspectionReport): Applicant {
  const { givenNames, surname, dateOfBirth, sex, nationality, personalNumber } = report.holder
  return { givenNames, surname, dateOfBirth, sex, nationality, personalNumber: personalNumber ?? null }
}

function fingerPart({ preview: _, ...image }: NonNullable<FingerCapture['image']>): CapturedFinger['image'] {
  return { ...image, png: image.png.toString('base64') }
}

/** Each part exactly as it will stand in the application, null where it is missing. */
export function evidenceParts({
  document,
  portrait,
  fingers,
  noPrints,
  signature,
  contact,
}: Captured): Evidence | null {
  if (!document) return null
  return {
    applicant: applicantOf(document.inspection),
    chip: document.inspection,
    portrait: portrait && { ...portrait, jpeg: portrait.jpeg.toString('base64') },
    fingers:
      fingers.length < 2 && !noPrints
        ? null
        : fingers.map((one) => ({ ...one, image: one.image && fingerPart(one.image) })),
    signature: signature && { png: signature.png.toString('base64') },
    contact: contact && { contact: { phone: contact.phone || null }, delivery: { place: contact.place.name } },
  }
}

export function capturesOf(parts: Evidence): Captures | null {
  const { portrait, fingers, signature } = parts
  return portrait && fingers && signature ? { portrait, fingers, signature } : null
}

/** Hashing half a megabyte for every view would be waste: the same captures have the same hashes. */
export function evidenceHasher() {
  let last: { of: unknown[]; hashes: EvidenceHashes | null } | null = null
  return {
    of(now: Captured): EvidenceHashes | null {
      const of = [now.noPrints, now.document, now.portrait, ...now.fingers, now.signature, now.contact]
      if (last && last.of.length === of.length && last.of.every((part, i) => part === of[i])) return last.hashes
      const parts = evidenceParts(now)
      last = { of, hashes: parts && hashEvidence(parts) }
      return last.hashes
    },
    forget(): void {
      last = null
    },
  }
}

/** A chip that says so is evidence against the document; one that is missing or out of date leaves it to the caseworker. */
const notGenuine: ReadonlySet<Verdict> = new Set(['altered', 'cloned', 'revoked', 'signer-unknown'])

/** A chip that was not read, or holds no usable picture, proves nobody's face: a shielded chip must not be the easier way. */
function chipShowsWho({ inspection, portrait }: PassportDocument): boolean {
  return inspection.verdict !== 'no-chip' && portrait !== null
}

/** Why an approval would be refused now. `recorded`: rules that the caseworker has recorded as met. */
export function blocksOf(now: Captured, reviewed: boolean, recorded: readonly string[]): Block[] {
  const blocks: Block[] = []
  if (now.document && notGenuine.has(now.document.inspection.verdict)) blocks.push('not-genuine')
  if (now.document && !chipShowsWho(now.document) && !recorded.includes('identity-by-other-proof'))
    blocks.push('identity-unproven')
  if (now.document?.plan.consent && !recorded.includes('custody-consent')) blocks.push('consent-missing')
  if (!reviewed) blocks.push('incomplete')
  return blocks
}
