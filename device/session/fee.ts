import type { Errand } from '../contract/nouns.ts'
import { today } from '../identity/dates.ts'
import { refundFor } from '../rules/fees.ts'
import { catalogue } from '../tasks/catalogue.ts'
import type { Journal } from '../tasks/journal.ts'
import type { PaidState, PassportDocument, TakenDecision } from '../tasks/task.ts'
import type { ReceiptFee } from './ports.ts'

/** What the errand costs, as it was paid; after a decision with what the refund rule gives back. Null: nothing. */
export function feeOf(
  journal: Journal,
  errand: Errand | null,
  taken: TakenDecision | null,
  now: Date,
): ReceiptFee | null {
  const made = <T>(step: Parameters<Journal['get']>[0]) => (journal.get(step)?.value as T | undefined) ?? null
  const paid = made<PaidState>('pay')
  const due = made<PassportDocument>('document')?.plan.fee ?? null
  const amount = paid?.amount ?? (catalogue[errand ?? 'passport-renewal'].endsOnPaper ? null : due?.amount)
  if (!amount) return null
  return { amount, paid, back: refundFor(amount, taken?.decision.verdict ?? 'approved', today(now)) }
}
