import { randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { faults } from '../../device/contract/faults.ts'
import { openLedger } from '../../device/ledger.ts'
import { next } from '../../drivers/listeners.ts'
import { createPrinter, type PrinterDriver } from '../../drivers/printer/printer.ts'
import { endsPrint, type PrintEntry } from '../../drivers/printer/record.ts'
import { parseArguments } from '../arguments.ts'
import { Failed, progress, readGiven, Usage, type Verb } from '../verb.ts'
import { asPdf } from './as-pdf.ts'

/** A printer that is there answers within this; asleep it may take seconds (ms). */
const FIND_MS = 10_000
/** Paper may be filled meanwhile; a technician who stands there does not wait longer (ms). */
const PRINT_MS = 180_000

const UNCERTAIN =
  'uncertain: the printer ended the job and has counted no page, or has lost it. Look in the tray; it is not printed again by itself'

/** Runs `work` with a printer that is ready; throws its own fault, or a sentence, when it is not. */
export async function withPrinter<T>(
  options: { printer?: string; certificate?: string },
  work: (printer: PrinterDriver, url: string) => Promise<T>,
): Promise<T> {
  const url = options.printer
  if (!url || !/^ipps?:\/\//.test(url))
    throw new Usage('Give the printer’s address: --printer ipp://host:631/ipp/print')
  const certificate = options.certificate && readGiven(options.certificate, '--certificate')
  const printer = createPrinter({ id: 'printer', url, anyPaper: true, ...(certificate ? { certificate } : {}) })
  const stop = new AbortController()
  const running = printer.run(stop.signal)
  try {
    const patience = AbortSignal.timeout(FIND_MS)
    if (printer.presence.is !== 'ready')
      await next(
        (listener: (now: { is: string }) => void) => printer.on('presence', listener),
        patience,
        ({ is }) => is === 'ready' || is === 'faulty',
      ).catch(() => {})
    if (printer.presence.is === 'faulty') throw new Failed(`The printer cannot be used: ${printer.presence.detail}.`)
    if (printer.presence.is !== 'ready') throw new Failed(`No printer answers at ${url}.`)
    return await work(printer, url)
  } finally {
    stop.abort()
    await running
  }
}

/** Prints a file once and follows the job to its end, with the same ledger and rules as the box. */
export const print: Verb = {
  usage: 'FILE --printer ipp://HOST:631/ipp/print [--certificate PEM] [--name NAME]',
  async run(args) {
    const { options, rest } = parseArguments(args, ['printer', 'certificate', 'name'])
    const [file] = rest
    if (!file || rest.length > 1) throw new Usage('Give one file: PDF, PNG, JPEG or text.')
    if (!existsSync(file) || !statSync(file).isFile()) throw new Usage(`There is no file ${file}.`)
    const pdf = await asPdf(file)
    return withPrinter(options, async (printer) => {
      // Under a name of its own, so that the same command with --name never prints a second time.
      const name = options.name ?? randomUUID()
      const ledger = await openLedger<PrintEntry>(join(tmpdir(), 'boks-print.jsonl'), endsPrint)
      const began = performance.now()
      const states: string[] = []
      const outcome = await printer.print(
        { pdf, name, title: basename(file) },
        ledger,
        AbortSignal.timeout(PRINT_MS),
        ({ is, condition }) => {
          const state = condition && condition !== 'ready' ? condition : is
          if (states.at(-1) === state) return
          states.push(state)
          progress(state)
        },
      )
      await ledger.close()
      const ms = Math.round(performance.now() - began)
      const paper = printer.condition === 'wrong-paper' ? ['note: the printer says that no A4 lies in its trays'] : []
      const said = { printed: 'printed', uncertain: UNCERTAIN, failed: '' }[outcome.is]
      const what = outcome.is === 'failed' ? `failed (${outcome.fault}): ${faults[outcome.fault].technician}` : said
      return {
        json: { name, outcome, ms, states },
        lines: [...paper, `${what} — after ${(ms / 1000).toFixed(1)} s, job ${name}`],
        exit: { printed: 0, failed: 1, uncertain: 3 }[outcome.is],
      }
    })
  },
}

/** What a printer says of itself, as the box understands it. */
export const printerStatus: Verb = {
  usage: '--printer ipp://HOST:631/ipp/print [--certificate PEM]',
  async run(args) {
    const { options } = parseArguments(args, ['printer', 'certificate'])
    return withPrinter(options, async ({ condition, warnings }, url) => ({
      json: { url, condition, warnings, canPrint: condition === 'ready' },
      lines: [`${url}: ${condition}`, ...warnings.map((warning) => `soon: ${warning}`)],
    }))
  },
}
