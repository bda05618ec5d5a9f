import type { Decision } from '../../device/contract/application.ts'
import type { Block, DeskView } from '../../device/contract/desk.ts'
import type { BringItem, Caseworker, ReferTo, RejectionReason } from '../../device/contract/nouns.ts'

export type DecisionVerdict = Decision['verdict']
/** A view complete enough to be decided over. */
export type Decidable = DeskView & { evidence: NonNullable<DeskView['evidence']> }

export type Witness = NonNullable<Decision['witness']>
/** What the caseworker has ticked, and which block each tick lifts; `portrait` lifts none: it records that a person looked. */
export type Ticks = {
  consent: boolean
  otherProof: boolean
  witness: Witness | null
  prints: boolean
  cannotSign: boolean
  portrait: boolean
}
export const noTicks: Ticks = {
  consent: false,
  otherProof: false,
  witness: null,
  prints: false,
  cannotSign: false,
  portrait: false,
}

export const isWhole = (witness: Witness | null): witness is Witness =>
  witness !== null && Object.values(witness).every((field) => field.trim())

/** What still stands in the way of an approval. The box checks the same again; this only keeps the button honest. */
export function obstacles(view: DeskView, ticks: Ticks): Block[] {
  const lifted: Block[] = []
  if (ticks.consent) lifted.push('consent-missing')
  if (ticks.otherProof || isWhole(ticks.witness)) lifted.push('identity-unproven')
  if (ticks.prints) lifted.push('prints-consequence')
  if (ticks.cannotSign) lifted.push('no-signature')
  return view.blocks.filter((block) => !lifted.includes(block))
}

/** The decision over what `view` shows: its evidence hashes are copied, so a retake afterwards makes it stale. */
export function decisionOver(
  view: Decidable,
  by: { claim: string; caseworker: Caseworker; at: Date },
  what: {
    verdict: DecisionVerdict
    reason: RejectionReason | null
    note: string
    ticks: Ticks
    to: ReferTo
    bring: BringItem[]
  },
): Decision {
  return {
    applicationId: view.applicationId,
    case: view.case,
    claim: by.claim,
    verdict: what.verdict,
    reason: what.verdict === 'rejected' ? what.reason : null,
    note: what.note.trim() || null,
    evidence: view.evidence,
    caseworker: by.caseworker,
    recorded: recordedBy(view, what.ticks),
    ...(isWhole(what.ticks.witness) ? { witness: what.ticks.witness } : {}),
    ...(what.verdict === 'referred' ? { to: what.to } : {}),
    ...(what.verdict === 'postponed' ? { bring: what.bring } : {}),
    ...(what.verdict === 'approved' && view.fourEyes?.first ? { first: view.fourEyes.first.sha256 } : {}),
    at: by.at.toISOString(),
  }
}

/** What the ticks record with an approval. */
export function recordedBy(view: DeskView, ticks: Ticks): Decision['recorded'] {
  return [
    ...(ticks.consent ? (['custody-consent'] as const) : []),
    ...(ticks.portrait ? (['portrait-checked'] as const) : []),
    ...(ticks.otherProof ? (['identity-by-other-proof'] as const) : []),
    ...(ticks.prints ? consequenceOf(view) : []),
    ...(ticks.cannotSign ? (['cannot-sign'] as const) : []),
    ...(isWhole(ticks.witness) ? (['identity-by-witness'] as const) : []),
  ]
}

/** What an approval then means for the passport, as the decision records it. */
function consequenceOf({ prints }: DeskView): Decision['recorded'] {
  const consequence = prints?.consequence?.is
  if (consequence === 'one-hand' || consequence === 'provisional' || consequence === 'exempt')
    return [`prints-${consequence}`]
  return []
}
