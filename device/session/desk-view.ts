import type { Block, DeskView } from '../contract/desk.ts'
import type { Errand, PublicKey } from '../contract/nouns.ts'
import type { ScreenState } from '../contract/screen.ts'
import { handOf } from '../rules/fingers.ts'
import { stepsOf } from '../tasks/catalogue.ts'
import type { Runner } from '../tasks/runner.ts'
import { acceptedBy, applicantOf, blocksOf, type Captured, type evidenceHasher, impossibleOf } from './evidence.ts'

const url = (kind: 'jpeg' | 'png', bytes: Buffer | undefined) =>
  bytes ? `data:image/${kind};base64,${bytes.toString('base64')}` : null

export type DeskViewInput = {
  case: string
  applicationId: string
  errand: Errand
  /** Whether fees are paid at this box. */
  pays: boolean
  boxKey: PublicKey
  screen: ScreenState
  runner: Runner
  captured: Captured
  hashes: ReturnType<typeof evidenceHasher>['of']
  /** What does not come out of the journal: the caseworker's own acts, gaps, others who look on. */
  beside: Partial<DeskView>
  standing: Block[]
}

/** Everything the caseworker sees of a visit, made from what it remembers. */
export function deskView(input: DeskViewInput): DeskView {
  const { runner, screen, captured: now } = input
  const { document, portrait } = now
  const done = new Set(runner.journal.done())
  return {
    case: input.case,
    applicationId: input.applicationId,
    errand: input.errand,
    boxKey: input.boxKey,
    screen,
    steps: stepsOf(input.errand, input.pays).map((step) => ({
      step,
      is: done.has(step) ? 'done' : step === runner.step ? 'now' : 'todo',
    })),
    applicant: document && applicantOf(document.inspection),
    age: document?.plan.age ?? null,
    chip: document?.inspection ?? null,
    portraits: {
      chip: url('jpeg', document?.portrait ?? undefined),
      live: url('jpeg', portrait?.jpeg),
      comparison: portrait?.comparison ?? null,
      quality: portrait?.quality ?? null,
      signals: portrait?.signals ?? [],
      way: portrait?.way ?? null,
    },
    fingers: now.fingers.map(({ image, records: _, ...finger }) => ({
      ...finger,
      impossible: impossibleOf(now.facts, handOf(finger.position)),
      acceptedBy: acceptedBy(now.facts, handOf(finger.position)),
      preview: url('png', image?.preview),
    })),
    signature: now.signature?.unable ? null : url('png', now.signature?.png),
    cannotSign: now.signature?.unable ?? false,
    prints: { impossible: impossibleOf(now.facts), consequence: now.prints },
    contact: now.contact && { phone: now.contact.phone || null, place: now.contact.place.name },
    evidence: input.hashes(now),
    blocks: [...input.standing, ...blocksOf(now, done.has('review'), [])],
    ...input.beside,
  }
}
