import type { DeskView } from '../contract/desk.ts'
import type { Errand, PublicKey } from '../contract/nouns.ts'
import type { ScreenState } from '../contract/screen.ts'
import { stepsOf } from '../tasks/catalogue.ts'
import type { Runner } from '../tasks/runner.ts'
import { applicantOf, blocksOf, captured, type evidenceHasher } from './evidence.ts'

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
  hashes: ReturnType<typeof evidenceHasher>['of']
}

/** Everything the caseworker sees of a visit, made from what it remembers. */
export function deskView(input: DeskViewInput): DeskView {
  const { runner, screen } = input
  const now = captured(runner.journal)
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
    },
    fingers: now.fingers.map(({ image, ...finger }) => ({ ...finger, preview: url('png', image?.preview) })),
    signature: url('png', now.signature?.png),
    contact: now.contact && { phone: now.contact.phone || null, place: now.contact.place.name },
    evidence: input.hashes(now),
    blocks: blocksOf(now, done.has('review'), []),
  }
}
