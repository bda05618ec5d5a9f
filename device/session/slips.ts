import { randomUUID } from 'node:crypto'
import type { SlipPrinter } from '../../drivers/printer/escpos/slip.ts'
import type { PrinterDriver } from '../../drivers/printer/printer.ts'
import type { PrintLedger, PrintOutcome } from '../../drivers/printer/record.ts'
import type { Language } from '../contract/nouns.ts'
import { caseNumber } from '../contract/numbers.ts'
import type { Letterhead } from '../paper/letterhead.ts'
import { notePaper, noteWords } from '../paper/note.ts'
import { noteSlip } from '../paper/note-slip.ts'
import type { Note } from '../paper/texts/note-texts.ts'

/** Somebody stands there and waits for a slip; nothing else depends on it (ms). */
const PATIENCE_MS = 60_000

export type SlipContent = { case: string | null; language: Language; note: Note }

/** Prints slips and tickets: on the receipt printer where one is fitted and ready, else on the document printer. */
export function slipPrinter(
  printer: PrinterDriver,
  slips: SlipPrinter | null,
  ledgers: { paper: PrintLedger; slips: PrintLedger },
  letterhead: Letterhead,
) {
  /** One at a time: a receipt printer keeps no queue. */
  let last: Promise<unknown> = Promise.resolve()
  return {
    get ready(): boolean {
      const goes = (one: PrinterDriver | SlipPrinter | null) =>
        one?.presence.is === 'ready' && (one.condition === 'ready' || one.condition === null)
      return goes(slips) || goes(printer)
    },
    async print({ case: id, language, note }: SlipContent): Promise<PrintOutcome['is']> {
      const number = id && caseNumber(id)
      const at = new Date().toISOString()
      const name = randomUUID()
      const about = { caseNumber: number, language, note, at }
      const signal = AbortSignal.timeout(PATIENCE_MS)
      if (slips?.presence.is === 'ready' && slips.condition === 'ready') {
        const lines = noteSlip(noteWords(about), letterhead)
        const work = last.then(() => slips.print({ name, lines }, ledgers.slips, signal))
        last = work.catch(() => {})
        return (await work).is
      }
      const pdf = await notePaper({ ...about, letterhead })
      const title = number ? `Seddel ${number}` : 'Seddel'
      return (await printer.print({ pdf, name, title }, ledgers.paper, signal)).is
    },
  }
}

export type Slips = ReturnType<typeof slipPrinter>
