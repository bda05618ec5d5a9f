import { faultOf } from '../../drivers/printer/condition.ts'
import type { PrinterDriver } from '../../drivers/printer/printer.ts'
import type { PrintLedger, PrintOutcome } from '../../drivers/printer/record.ts'
import type { Issued } from '../contract/certificate.ts'
import type { FaultCode } from '../contract/faults.ts'
import type { Errand } from '../contract/nouns.ts'
import { paperThing } from '../money/things.ts'
import { certificate } from '../paper/certificate.ts'
import type { Letterhead } from '../paper/letterhead.ts'
import { catalogue } from '../tasks/catalogue.ts'

/** Paper may be filled or a jam cleared while the citizen waits; nobody waits longer (ms). */
const PATIENCE_MS = 120_000

/** Whether this box can print now, and the printing of an errand's own paper. */
export function paperPrinter(printer: PrinterDriver, ledger: PrintLedger, letterhead: Letterhead) {
  const trouble = (): FaultCode | null => {
    if (printer.presence.is === 'faulty') return printer.presence.fault
    if (printer.presence.is !== 'ready') return 'printer.gone'
    const { condition } = printer
    return condition === null || condition === 'ready' ? null : faultOf(condition)
  }
  return {
    closed(errand: Errand): { errand: Errand; why: FaultCode }[] {
      const why = catalogue[errand].endsOnPaper ? trouble() : null
      return why ? [{ errand, why }] : []
    },
    onChange(listener: () => void): () => void {
      const offs = [printer.on('presence', () => listener()), printer.on('condition', () => listener())]
      return () => {
        for (const off of offs) off()
      }
    },
    async print(
      issued: Issued,
      id: string,
      signal: AbortSignal,
      onProblem: (problem: FaultCode | null) => void,
    ): Promise<PrintOutcome> {
      const pdf = await certificate(issued, letterhead)
      const document = { pdf, name: paperThing(id), title: issued.statement.code }
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
      return printer.print(document, ledger, patience, ({ condition }) =>
        onProblem(condition === null || condition === 'ready' ? null : faultOf(condition)),
      )
    },
  }
}

export type PaperPrinter = ReturnType<typeof paperPrinter>
