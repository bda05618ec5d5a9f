import type { Printer } from '../../drivers/printer/printer.ts'
import type { PrintLedger } from '../../drivers/printer/record.ts'
import { caseNumber } from '../contract/numbers.ts'
import type { ReceiptContent } from '../session/ports.ts'
import type { ReceiptState } from '../tasks/task.ts'
import { nextStepsFor, receipt } from './receipt.ts'

/** Somebody can fill paper or close a cover in this time; then the citizen is let go without a receipt (ms). */
const PATIENCE_MS = 60_000

/**
 * Prints a visit's receipt, once. Begins by settling what a crash interrupted, so that an old job does not come out for
 * the next citizen. The receipt is the decision's: its time is the only one on the paper.
 */
export function receiptPrinter(
  printer: Printer,
  ledger: PrintLedger,
  municipality: { name: string; phone: string },
): (content: ReceiptContent, signal: AbortSignal) => Promise<ReceiptState> {
  const settled = printer.settle(ledger, new AbortController().signal)
  settled.catch(() => {}) // Whoever prints first hears of it.

  return async (content, signal) => {
    await settled
    const { errand, language, contact, fee, taken } = content
    const { verdict, at } = taken.decision
    const number = caseNumber(content.case)
    const pdf = await receipt({
      caseNumber: number,
      errand,
      outcome: verdict,
      place: verdict === 'approved' ? (contact?.place.name ?? null) : null,
      at,
      language,
      fee: fee ? { kroner: fee.amount, paid: false } : null,
      nextSteps: nextStepsFor(errand, verdict),
      municipality,
    })
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
    const document = { pdf, name: `receipt-${content.applicationId}`, title: number }
    return (await printer.print(document, ledger, patience)).is
  }
}
