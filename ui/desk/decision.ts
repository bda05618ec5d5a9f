import type { Decision } from '../../device/contract/application.ts'
import type { Block, DeskView } from '../../device/contract/desk.ts'
import type { Caseworker, RejectionReason } from '../../device/contract/nouns.ts'

export type DecisionVerdict = Decision['verdict']
/** A view complete enough to be decided over. */
export type Decidable = DeskView & { evidence: NonNullable<DeskView['evidence']> }

/** What the caseworker has ticked, and which block each tick lifts. */
export type Ticks = { consent: boolean; otherProof: boolean; prints: boolean; cannotSign: boolean }
export const noTicks: Ticks = { consent: false, otherProof: false, prints: false, cannotSign: false }

/** What still stands in the way of an approval. The box checks the same again; this only keeps the button honest. */
export function obstacles(view: DeskView, ticks: Ticks): Block[] {
  const lifted: Block[] = []
  if (ticks.consent) lifted.push('consent-missing')
  if (ticks.otherProof) lifted.push('identity-unproven')
  if (ticks.prints) lifted.push('prints-consequence')
  if (ticks.cannotSign) lifted.push('no-signature')
  return view.blocks.filter((block) => !lifted.includes(block))
}

/** The decision over what `view` shows: its evidence hashes are copied, so a retake afterwards makes it stale. */
export function decisionOver(
  view: Decidable,
  by: { claim: string; caseworker: Caseworker; at: Date },
  what: { verdict: DecisionVerdict; reason: RejectionReason | null; note: string; ticks: Ticks },
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
    recorded: [
      ...(what.ticks.consent ? (['custody-consent'] as const) : []),
      ...(what.ticks.otherProof ? (['identity-by-other-proof'] as const) : []),
      ...(what.ticks.prints ? consequenceOf(view) : []),
      ...(what.ticks.cannotSign ? (['cannot-sign'] as const) : []),
    ],
    at: by.at.toISOString(),
  }
}

/** What an approval then means for the passport, as the decision records it. */
function consequenceOf({ prints }: DeskView): Decision['recorded'] {
  const consequence = prints?.consequence?.is
  if (consequence === 'one-hand' || consequence === 'provisional' || consequence === 'exempt')
    return [`prints-${consequence}`]
  return []
}
