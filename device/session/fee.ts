import type { DeskView } from '../contract/desk.ts'
import type { Errand } from '../contract/nouns.ts'
import { today } from '../identity/dates.ts'
import { refundFor, type Verdict } from '../rules/fees.ts'
import { feeOfErrand } from '../tasks/fees.ts'
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
  const document = made<PassportDocument>('document')
  const fee = errand && document && feeOfErrand(errand, document.plan, now)
  if (!fee) return null
  const paid = made<PaidState>('pay')
  const amount = paid?.amount ?? fee.amount
  const verdict = taken?.decision.verdict ?? 'approved'
  return { amount, paid, rule: fee, back: refundFor(amount, verdict, today(now)) }
}

/** What stays of it after `verdict`, and how it was paid: nobody is asked to pay for what did not come about. */
export function keptOf(fee: ReceiptFee | null, verdict: Verdict, now: Date) {
  const way = fee?.paid?.is ?? (verdict === 'approved' ? ('desk' as const) : null)
  if (!fee || !way) return null
  const reference = fee.paid?.is === 'card' ? fee.paid.reference : null
  return { amount: fee.amount - refundFor(fee.amount, verdict, today(now)), way, reference }
}

/** The same for the desk, with what every verdict would give back. */
export function deskFee(fee: ReceiptFee | null, now: Date): NonNullable<DeskView['fee']> | null {
  if (!fee) return null
  const { amount, paid, rule } = fee
  const back = (verdict: Verdict) => (paid?.is === 'card' ? refundFor(amount, verdict, today(now)) : 0)
  return {
    amount,
    parts: rule.parts.map((part) => ({ what: part.what, amount: part.amount })),
    asOf: rule.asOf,
    pensioner: rule.pensioner,
    paid: paid?.is ?? 'due',
    reference: paid?.is === 'card' ? paid.reference : null,
    back: { rejected: back('rejected'), referred: back('referred'), postponed: back('postponed') },
  }
}
