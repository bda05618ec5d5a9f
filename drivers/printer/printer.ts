import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, isFault } from '../../device/contract/faults.ts'
import type { Driver, Presence } from '../driver.ts'
import { Listeners } from '../listeners.ts'
import { type Connection, PresenceCell, supervise } from '../supervise.ts'
import { faultOf, type PrinterCondition, type PrinterWarning } from './condition.ts'
import { FORMAT_ATTRIBUTES, formatOf, inFormat, type PaperFormat } from './formats.ts'
import { type IppPrinter, ippPrinter } from './ipp.ts'
import { NoAnswer } from './post.ts'
import { type PrintDocument, type PrintProgress, printDocument, settleStory } from './print.ts'
import type { PrintLedger, PrintOutcome } from './record.ts'
import { type PrinterStatus, readStatus, type Supply } from './status.ts'

/** Often enough that a screen shows "paper is filled" while the citizen still looks at it (ms). */
const STATUS_POLL_MS = 3_000
/** One lost answer is no lost printer. */
const MISSES_UNTIL_GONE = 2

export type PrinterDriver = Driver<IppPrinter> & {
  /** Null while the printer is not there. */
  readonly condition: PrinterCondition | null
  /** What will stop it soon. */
  readonly warnings: readonly PrinterWarning[]
  /** What it uses up, as far as it says. */
  readonly supplies: readonly Supply[]
  /** Also told when a warning comes or goes. */
  on(event: 'condition', listener: (condition: PrinterCondition | null) => void): () => void
  /**
   * Prints the document once and follows it to the end; see `printDocument`. Returns `failed` at once, with nothing sent,
   * when the printer is not there or not ready; paper running out in the middle is waited for until `signal` aborts.
   */
  print(
    document: PrintDocument,
    ledger: PrintLedger,
    signal: AbortSignal,
    onProgress?: (progress: PrintProgress) => void,
  ): Promise<PrintOutcome>
  /** At start: ends every story that a crash left open. A printer that does not answer leaves `uncertain`. */
  settle(ledger: PrintLedger, signal: AbortSignal): Promise<{ name: string; outcome: PrintOutcome }[]>
}

/** A document printer that speaks IPP. `url`: `ipp://host[:631]/ipp/print`. */
export function createPrinter(options: {
  id: string
  url: string
  /** The printer's own (PEM), for `ipps:`. */
  certificate?: string
  statusPollMs?: number
  /** Print also when the printer says that no A4 lies in its trays: a technician looks on. */
  anyPaper?: boolean
}): PrinterDriver {
  const { id, url, certificate, statusPollMs = STATUS_POLL_MS, anyPaper = false } = options
  const cell = new PresenceCell<IppPrinter>()
  const conditions = new Listeners<PrinterCondition | null>()
  const active = new Set<string>()
  let condition: PrinterCondition | null = null
  let warnings: readonly PrinterWarning[] = []
  let supplies: readonly Supply[] = []
  let format: PaperFormat = { is: 'pdf', type: 'application/pdf' }

  const asked = (printer: IppPrinter) =>
    printer.ask('Get-Printer-Attributes', { 'requested-attributes': FORMAT_ATTRIBUTES }).catch((error) => {
      throw error instanceof NoAnswer ? new Fault('printer.gone', url, { cause: error }) : error
    })

  const setStatus = (now: PrinterStatus | null) => {
    const same = now?.condition === (condition ?? undefined) && String(now?.warnings ?? '') === String(warnings)
    condition = now?.condition ?? null
    warnings = now?.warnings ?? []
    supplies = now?.supplies ?? []
    if (!same) conditions.tell(condition)
  }

  const connection: Connection<IppPrinter> = {
    gone: 'printer.gone',
    async open() {
      const printer = ippPrinter(url, certificate)
      const { printer: attributes } = await asked(printer)
      format = formatOf(attributes)
      setStatus(await readStatus(printer).catch(() => null))
      return printer
    },
    async watch(printer, signal) {
      let misses = 0
      while (!signal.aborted) {
        await sleep(statusPollMs, undefined, { signal }).catch(() => {})
        try {
          setStatus(await readStatus(printer))
          misses = 0
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error
          misses += 1
          if (misses >= MISSES_UNTIL_GONE) throw new Fault('printer.gone', url, { cause: error })
        }
      }
    },
    close: () => setStatus(null),
  }

  function on(event: 'presence', listener: (presence: Presence<IppPrinter>) => void): () => void
  function on(event: 'condition', listener: (condition: PrinterCondition | null) => void): () => void
  function on(event: 'presence' | 'condition', listener: (now: never) => void): () => void {
    return event === 'presence'
      ? cell.on(listener as (presence: Presence<IppPrinter>) => void)
      : conditions.add(listener as (condition: PrinterCondition | null) => void)
  }

  return {
    id,
    get presence() {
      return cell.now
    },
    get condition() {
      return condition
    },
    get supplies() {
      return supplies
    },
    get warnings() {
      return warnings
    },
    on,
    run: (stop) => supervise(cell, connection, stop),

    async print(document, ledger, signal, onProgress) {
      assert(!active.has(document.name), 'this document is being printed')
      const fresh = ledger.story(document.name).length === 0
      if (fresh && cell.now.is !== 'ready')
        return { is: 'failed', fault: cell.now.is === 'faulty' ? cell.now.fault : 'printer.gone' }
      active.add(document.name)
      try {
        const printer = ippPrinter(url, certificate)
        const now = fresh
          ? await readStatus(printer).then(
              (status) => status.condition,
              () => null,
            )
          : 'ready'
        if (now === null) return { is: 'failed', fault: 'printer.gone' }
        const goes = now === 'ready' || (now === 'wrong-paper' && anyPaper)
        if (!goes) return { is: 'failed', fault: faultOf(now) }
        const as = fresh ? { as: { type: format.type, bytes: await inFormat(document.pdf, format) } } : {}
        return await printDocument({ printer, ledger, signal, onProgress }, { ...document, ...as })
      } catch (error) {
        // Nothing was sent yet: printing itself tells by its outcome.
        if (isFault(error)) return { is: 'failed', fault: error.code }
        throw error
      } finally {
        active.delete(document.name)
      }
    },

    async settle(ledger, signal) {
      const settled: { name: string; outcome: PrintOutcome }[] = []
      for (const story of ledger.unfinished()) {
        if (signal.aborted) break
        const name = story[0]!.name
        settled.push({
          name,
          outcome: await settleStory({ printer: ippPrinter(url, certificate), ledger, signal }, story),
        })
      }
      return settled
    },
  }
}
