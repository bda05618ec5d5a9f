import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openLedger } from '../../device/ledger.ts'
import { next } from '../../drivers/listeners.ts'
import { createPrinter, type PrinterDriver } from '../../drivers/printer/printer.ts'
import { endsPrint, type PrintEntry } from '../../drivers/printer/record.ts'
import { parseArguments } from '../arguments.ts'
import { Usage, type Verb } from '../verb.ts'

/** A printer that is there answers within this; asleep it may take seconds (ms). */
const FIND_MS = 10_000
/** Paper may be filled meanwhile; a technician who stands there does not wait longer (ms). */
const PRINT_MS = 180_000

/** Runs `work` with a printer that is ready; throws its own fault, or a sentence, when it is not. */
export async function withPrinter<T>(
  options: { printer?: string; certificate?: string },
  work: (printer: PrinterDriver, url: string) => Promise<T>,
): Promise<T> {
  const url = options.printer
  if (!url || !/^ipps?:\/\//.test(url))
    throw new Usage('Give the printer’s address: --printer ipp://host:631/ipp/print')
  const certificate = options.certificate && readFileSync(options.certificate, 'utf8')
  const printer = createPrinter({ id: 'printer', url, ...(certificate ? { certificate } : {}) })
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
    if (printer.presence.is === 'faulty') throw new Usage(`The printer cannot be used: ${printer.presence.detail}.`)
    if (printer.presence.is !== 'ready') throw new Usage(`No printer answers at ${url}.`)
    return await work(printer, url)
  } finally {
    stop.abort()
    await running
  }
}

/** Prints a PDF once and follows the job to its end, with the same ledger and rules as the box. */
export const print: Verb = {
  usage: 'FILE --printer ipp://HOST:631/ipp/print [--certificate PEM] [--name NAME]',
  async run(args) {
    const { options, rest } = parseArguments(args, ['printer', 'certificate', 'name'])
    const [file] = rest
    if (!file || rest.length > 1) throw new Usage('Give one PDF file.')
    if (!existsSync(file)) throw new Usage(`There is no file ${file}.`)
    const pdf = readFileSync(file)
    if (pdf.subarray(0, 5).toString() !== '%PDF-') throw new Usage(`${file} is no PDF.`)
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
          if (states.at(-1) !== state) states.push(state)
        },
      )
      await ledger.close()
      const ms = Math.round(performance.now() - began)
      const why = 'fault' in outcome ? ` (${outcome.fault})` : ''
      return {
        json: { name, outcome, ms, states },
        lines: [...states, `${outcome.is}${why} after ${(ms / 1000).toFixed(1)} s, job ${name}`],
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
