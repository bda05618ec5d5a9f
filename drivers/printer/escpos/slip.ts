import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, isFault } from '../../../device/contract/faults.ts'
import type { Driver } from '../../driver.ts'
import { Listeners } from '../../listeners.ts'
import { type Connection, PresenceCell, supervise } from '../../supervise.ts'
import { faultOf, type PrinterCondition, type PrinterWarning } from '../condition.ts'
import { outcomeOf, type PrintLedger, type PrintOutcome } from '../record.ts'
import { encodeSlip, type SlipLine } from './encode.ts'
import { askStatus, isStatus, slipStatus } from './status.ts'
import { openWire, type SlipAddress, type Wire } from './wire.ts'

const STATUS_POLL_MS = 3_000
/** A status byte is sent at once; none means a dead printer or a wrong rate (ms). */
const STATUS_MS = 1_500
/** A slip of 30 cm takes two seconds; paper may be changed in between (ms). */
const PRINT_MS = 60_000
const ID_HEAD = [0x37, 0x22]

export type SlipDocument = { name: string; lines: readonly SlipLine[] }

export type SlipPrinter = Driver<Wire> & {
  readonly condition: PrinterCondition | null
  readonly warnings: readonly PrinterWarning[]
  /**
   * Prints a slip once under its name. It is printed when the printer says so itself; when it falls silent before, nobody
   * knows, and it is never printed again by itself.
   */
  print(document: SlipDocument, ledger: PrintLedger, signal: AbortSignal): Promise<PrintOutcome>
  /** At start: ends what a crash left open. A receipt printer keeps no list of jobs to look into. */
  settle(ledger: PrintLedger): Promise<{ name: string; outcome: PrintOutcome }[]>
}

/** A receipt printer that speaks ESC/POS with status bytes, over a tty or the network. */
export function createSlipPrinter(options: { id: string; address: SlipAddress; statusPollMs?: number }): SlipPrinter {
  const { id, address, statusPollMs = STATUS_POLL_MS } = options
  const cell = new PresenceCell<Wire>()
  const heard = new Listeners<number>()
  const ids = new Listeners<number>()
  let condition: PrinterCondition | null = null
  let warnings: readonly PrinterWarning[] = []
  let busy = false
  let last = Math.floor(Math.random() * 10_000)

  function listen(wire: Wire): void {
    let tail: number[] = []
    wire.onBytes((bytes) => {
      for (const byte of bytes) {
        tail = [...tail.slice(-6), byte]
        const [a, b, ...digits] = tail
        if (tail.length === 7 && a === ID_HEAD[0] && b === ID_HEAD[1] && byte === 0) {
          ids.tell(Number(String.fromCharCode(...digits.slice(0, 4))))
          tail = []
        } else if (isStatus(byte)) heard.tell(byte)
      }
    })
  }

  async function ask(wire: Wire, n: 1 | 2 | 4, signal: AbortSignal): Promise<number> {
    const answer = new Promise<number>((resolve, reject) => {
      const off = heard.add((byte) => {
        off()
        clearTimeout(timer)
        resolve(byte)
      })
      const timer = setTimeout(() => {
        off()
        reject(new Fault('printer.gone', 'no status byte'))
      }, STATUS_MS)
    })
    answer.catch(() => {})
    await wire.write(askStatus(n), signal)
    return answer
  }

  async function look(wire: Wire, signal: AbortSignal): Promise<void> {
    const status = slipStatus(await ask(wire, 1, signal), await ask(wire, 2, signal), await ask(wire, 4, signal))
    condition = status.condition
    warnings = status.warnings
  }

  const connection: Connection<Wire> = {
    gone: 'printer.gone',
    async open(signal) {
      const wire = await openWire(address, signal)
      try {
        listen(wire)
        await look(wire, signal)
        return wire
      } catch (error) {
        await wire.close()
        throw error
      }
    },
    async watch(wire, signal) {
      const gone = wire.ended.then(() => {
        throw new Fault('printer.gone', 'the line ended')
      })
      gone.catch(() => {})
      while (!signal.aborted) {
        await Promise.race([gone, sleep(statusPollMs, undefined, { signal }).catch(() => {})])
        if (!signal.aborted && !busy) await look(wire, signal)
      }
    },
    async close(wire) {
      condition = null
      await wire.close()
    },
  }

  return {
    id,
    get presence() {
      return cell.now
    },
    get condition() {
      return condition
    },
    get warnings() {
      return warnings
    },
    on: (_event, listener) => cell.on(listener),
    run: (stop) => supervise(cell, connection, stop),

    async print({ name, lines }, ledger, signal) {
      const before = outcomeOf(ledger.story(name))
      if (before) return before
      assert(!busy, 'one slip at a time')
      if (ledger.story(name).length > 0) return { is: 'uncertain' }
      if (cell.now.is !== 'ready') return { is: 'failed', fault: 'printer.gone' }
      const wire = cell.now.handle
      const write = (entry: object) => ledger.write({ ...entry, name, at: new Date().toISOString() } as never)
      const end = async (outcome: PrintOutcome) => {
        await write(outcome)
        return outcome
      }
      busy = true
      try {
        await look(wire, signal)
        if (condition !== 'ready') return { is: 'failed', fault: faultOf(condition ?? 'stopped') }
        last = (last + 1) % 10_000
        const own = last
        await write({ is: 'intent' })
        await write({ is: 'job', id: own, uuid: null })
        const printed = new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => finish(false), PRINT_MS)
          const off = ids.add((seen) => seen === own && finish(true))
          const finish = (is: boolean) => {
            clearTimeout(timer)
            off()
            resolve(is)
          }
          void wire.ended.then(() => finish(false))
        })
        await wire.write(encodeSlip(lines, own), signal)
        await write({ is: 'sent' })
        return await end((await printed) ? { is: 'printed', pages: 1 } : { is: 'uncertain' })
      } catch (error) {
        if (!isFault(error) && !signal.aborted) throw error
        // Some of it may have reached the paper.
        if (ledger.story(name).some(({ is }) => is === 'job')) return end({ is: 'uncertain' })
        return { is: 'failed', fault: 'printer.gone' }
      } finally {
        busy = false
      }
    },

    async settle(ledger) {
      const settled: { name: string; outcome: PrintOutcome }[] = []
      for (const story of ledger.unfinished()) {
        const name = story[0]!.name
        const sent = story.some(({ is }) => is === 'job')
        const outcome: PrintOutcome = sent ? { is: 'uncertain' } : { is: 'failed', fault: 'printer.gone' }
        await ledger.write({ ...outcome, name, at: new Date().toISOString() })
        settled.push({ name, outcome })
      }
      return settled
    },
  }
}
