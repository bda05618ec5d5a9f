import type { PrinterDriver } from '../../drivers/printer/printer.ts'
import type { PrintLedger } from '../../drivers/printer/record.ts'
import { caseNumber } from '../contract/numbers.ts'
import type { Letterhead } from '../paper/letterhead.ts'
import { nextStepsFor, type ReceiptInput, receipt } from '../paper/receipt.ts'
import type { ReceiptState } from '../tasks/task.ts'
import type { ReceiptContent, ReceiptFee } from './ports.ts'

/** A citizen waits this long for a page; then the receipt is given up, the application is safe without it (ms). */
const PATIENCE_MS = 60_000

/** Prints the receipt of a decided case, once, and follows it to the end of the job. */
export function receiptPrinter(printer: PrinterDriver, ledger: PrintLedger, letterhead: Letterhead) {
  return async (content: ReceiptContent, signal: AbortSignal): Promise<ReceiptState> => {
    const { errand, language, fee, taken } = content
    const verdict = taken?.decision.verdict ?? 'done'
    const at = taken?.decision.at ?? new Date().toISOString()
    const number = caseNumber(content.case)
    const pdf = await receipt({
      caseNumber: number,
      errand,
      outcome: verdict,
      place: verdict === 'approved' && errand !== 'temporary-licence' ? (content.contact?.place.name ?? null) : null,
      at,
      language,
      fee: fee && receiptFee(fee),
      nextSteps: nextStepsFor(errand, verdict, taken?.decision.to),
      bring: taken?.decision.bring ?? [],
      letterhead,
    })
    const document = { pdf, name: content.case, title: `Kvittering ${number}` }
    const outcome = await printer.print(document, ledger, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]))
    return outcome.is
  }
}

function receiptFee({ amount, paid, rule, back }: ReceiptFee): NonNullable<ReceiptInput['fee']> {
  return {
    asOf: rule.asOf,
    pensioner: rule.pensioner,
    kroner: amount / 100,
    is: paid?.is ?? 'due',
    reference: paid?.is === 'card' ? paid.reference : null,
    back: paid?.is === 'card' ? back / 100 : 0,
  }
}
