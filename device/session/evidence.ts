import type {
  Applicant,
  CapturedFinger,
  Captures,
  EvidenceHashes,
  FingerImpossible,
  PrintsConsequence,
  SignaturePart,
} from '../contract/application.ts'
import type { Block } from '../contract/desk.ts'
import type { InspectionReport, Verdict } from '../contract/inspection.ts'
import type { Errand, Hand } from '../contract/nouns.ts'
import { type Evidence, hashEvidence } from '../link/seal.ts'
import { type FingerFact, handOf, impossibleReasons, positionOf, unconfirmed } from '../rules/fingers.ts'
import { type FingerLog, handSteps, printsConsequence } from '../tasks/finger-log.ts'
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
  /** What happened with the fingers, and what follows from it once both hands are through. */
  facts: readonly FingerFact[]
  prints: PrintsConsequence | null
  contact: Contact | null
}

export function captured(journal: Journal, fingers: Pick<FingerLog, 'facts'>, now: Date): Captured {
  const made = <T>(step: Parameters<Journal['get']>[0]) => (journal.get(step)?.value as T | undefined) ?? null
  const document = made<PassportDocument>('document')
  return {
    document,
    portrait: made<PortraitCapture>('portrait'),
    fingers: handSteps.map((step) => made<FingerCapture>(step)).filter((finger) => finger !== null),
    noPrints: made<Errand>('errand') === 'temporary-licence',
    signature: made<SignatureCapture>('signature'),
    facts: fingers.facts,
    prints: document && printsConsequence(document.plan, { fingers, now }),
    contact: made<Contact>('contact'),
  }
}

export function applicantOf(report: InspectionReport): Applicant {
  const { givenNames, surname, dateOfBirth, sex, nationality, personalNumber } = report.holder
  return { givenNames, surname, dateOfBirth, sex, nationality, personalNumber: personalNumber ?? null }
}

/** Fingers of one hand, or of both, that cannot be taken, by whose word. */
export function impossibleOf(facts: readonly FingerFact[], hand?: Hand): FingerImpossible[] {
  return facts.flatMap((fact) => {
    if ((fact.is !== 'stated' && fact.is !== 'impossible') || (hand && fact.hand !== hand)) return []
    const { reason } = fact
    const judged =
      fact.is === 'impossible'
        ? { lasting: fact.lasting, caseworker: fact.caseworker }
        : { lasting: impossibleReasons[reason].lasting, caseworker: null }
    return [{ position: positionOf(fact.hand, fact.digit), reason, ...judged }]
  })
}

/** Who asked for no more tries with this hand. */
export function acceptedBy(facts: readonly FingerFact[], hand: Hand): string | null {
  const enough = facts.find((fact) => fact.is === 'enough' && fact.hand === hand)
  return enough?.is === 'enough' ? enough.caseworker : null
}

function fingerPart(finger: FingerCapture, facts: readonly FingerFact[]): CapturedFinger {
  const { image, records, ...said } = finger
  const hand = handOf(finger.position)
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  return {
    ...said,
    image: image && { width: image.width, height: image.height, ppi: image.ppi, png: base64(image.png) },
    records: records && {
      bpp: records.bpp,
      iso19794: base64(records.iso19794),
      iso39794: base64(records.iso39794),
    },
    impossible: impossibleOf(facts, hand),
    acceptedBy: acceptedBy(facts, hand),
  }
}

function signaturePart({ png, unable, strokes }: SignatureCapture): SignaturePart {
  return {
    png: png.toString('base64'),
    ...(unable ? { unable } : {}),
    ...(strokes ? { strokes: strokes.map((stroke) => [...stroke]) } : {}),
  }
}

function portraitPart({ jpeg, records, ...rest }: PortraitCapture): Captures['portrait'] {
  const base64 = (bytes: Buffer) => bytes.toString('base64')
  const { iso19794, iso39794 } = records
  return { ...rest, jpeg: base64(jpeg), records: { iso19794: base64(iso19794), iso39794: base64(iso39794) } }
}

/** Each part exactly as it will stand in the application, null where it is missing. */
export function evidenceParts(now: Captured): Evidence | null {
  const { document, portrait, fingers, noPrints, signature, facts, contact } = now
  if (!document) return null
  return {
    applicant: applicantOf(document.inspection),
    chip: document.inspection,
    portrait: portrait && portraitPart(portrait),
    fingers: fingers.length < 2 && !noPrints ? null : fingers.map((one) => fingerPart(one, facts)),
    signature: signature && signaturePart(signature),
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
      const of = [now.noPrints, now.document, now.portrait, ...now.fingers, now.signature, now.facts, now.contact]
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

/** Fewer than two prints of somebody who should give them. */
const weighs = ({ is }: PrintsConsequence) => is === 'one-hand' || is === 'provisional' || is === 'exempt'
const provenOtherwise = (recorded: readonly string[]) =>
  recorded.includes('identity-by-other-proof') || recorded.includes('identity-by-witness')

/** Why an approval would be refused now. `recorded`: rules that the caseworker has recorded as met. */
export function blocksOf(now: Captured, reviewed: boolean, recorded: readonly string[]): Block[] {
  const blocks: Block[] = []
  if (now.document && notGenuine.has(now.document.inspection.verdict)) blocks.push('not-genuine')
  if (now.document && !chipShowsWho(now.document) && !provenOtherwise(recorded)) blocks.push('identity-unproven')
  if (now.document?.plan.consent && !recorded.includes('custody-consent')) blocks.push('consent-missing')
  if (unconfirmed(now.facts).length > 0) blocks.push('prints-unconfirmed')
  if (now.prints && weighs(now.prints) && !recorded.includes(`prints-${now.prints.is}`))
    blocks.push('prints-consequence')
  if (now.signature?.unable && !recorded.includes('cannot-sign')) blocks.push('no-signature')
  if (!reviewed) blocks.push('incomplete')
  return blocks
}
