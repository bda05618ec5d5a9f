import { today } from '../identity/dates.ts'
import { refundFor, type Verdict } from '../rules/fees.ts'
import { catalogue } from '../tasks/catalogue.ts'
import type { Journal } from '../tasks/journal.ts'
import type { PaidState, PassportDocument } from '../tasks/task.ts'
import { errandOf } from './errand.ts'
import type { ReceiptFee } from './ports.ts'

/** What the errand costs, as it was paid; after a decision with what the refund rule gives back. Null: free. */
export function receiptFee(journal: Journal, verdict: Verdict | null, now: Date): ReceiptFee | null {
  const paid = (journal.get('pay')?.value as PaidState | undefined) ?? null
  const due = (journal.get('document')?.value as PassportDocument | undefined)?.plan.fee ?? null
  const onPaper = catalogue[errandOf(journal) ?? 'passport-renewal'].endsOnPaper
  const amount = paid?.amount ?? (onPaper ? null : due?.amount)
  if (!amount) return null
  return { amount, paid, back: refundFor(amount, verdict ?? 'approved', today(now)) }
}
