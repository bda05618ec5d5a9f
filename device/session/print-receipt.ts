import { randomUUID } from 'node:crypto'
import type { PrinterDriver } from '../../drivers/printer/printer.ts'
import type { PrintLedger } from '../../drivers/printer/record.ts'
import { caseNumber } from '../contract/numbers.ts'
import { nextStepsFor, receipt } from '../paper/receipt.ts'
import { slip } from '../paper/slip.ts'
import type { ReceiptState } from '../tasks/task.ts'
import type { ReceiptContent, SlipContent } from './ports.ts'

/** A citizen waits this long for a page; then the receipt is given up, the application is safe without it (ms). */
const PATIENCE_MS = 60_000

/** Prints the receipt of a decided case, once, and follows it to the end of the job. */
export function receiptPrinter(
  printer: PrinterDriver,
  ledger: PrintLedger,
  municipality: { name: string; phone: string },
) {
  return async (content: ReceiptContent, signal: AbortSignal): Promise<ReceiptState> => {
    const { errand, language, fee, taken } = content
    const { verdict, at } = taken.decision
    const number = caseNumber(content.case)
    const pdf = await receipt({
      caseNumber: number,
      errand,
      outcome: verdict,
      place: verdict === 'approved' ? (content.contact?.place.name ?? null) : null,
      at,
      language,
      // Payment at the box is another issue: until then the fee is paid where the passport is fetched.
      fee: fee && { kroner: fee.amount / 100, paid: false },
      nextSteps: nextStepsFor(errand, verdict, taken.decision.to),
      bring: taken.decision.bring ?? [],
      municipality,
    })
    const document = { pdf, name: content.case, title: `Kvittering ${number}` }
    const outcome = await printer.print(document, ledger, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]))
    return outcome.is
  }
}

/** Prints a slip: the caseworker's words, or how to book a time. Nothing depends on whether it comes out. */
export function slipPrinter(
  printer: PrinterDriver,
  ledger: PrintLedger,
  municipality: { name: string; phone: string },
) {
  return async ({ case: id, language, text }: SlipContent): Promise<unknown> => {
    const number = caseNumber(id)
    const pdf = await slip({ caseNumber: number, language, text, at: new Date().toISOString(), municipality })
    const document = { pdf, name: randomUUID(), title: `Seddel ${number}` }
    return printer.print(document, ledger, AbortSignal.timeout(PATIENCE_MS))
  }
}
