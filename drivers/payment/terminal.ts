import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '../../device/contract/faults.ts'
import type { Driver } from '../driver.ts'
import { type Connection, PresenceCell, supervise } from '../supervise.ts'
import { type Client, nexoClient } from './client.ts'
import type { TransactionTotals } from './nexo.ts'
import { type PayOrder, type PayOutcome, type PayRun, pay, recover, reverse } from './pay.ts'
import type { MoneyLedger } from './record.ts'
import { type TerminalKey, terminalApiSecurity } from './security.ts'
import { NoAnswer, terminalTransport } from './transport.ts'

/** Often enough that the screen does not offer a card when the terminal is away (ms). */
const STATUS_POLL_MS = 5_000
/** One lost answer is no lost terminal. */
const MISSES_UNTIL_GONE = 2
/** The terminal asks its bank for a day's totals (ms). */
const RECONCILE_MS = 30_000

export type Totals = { type: string; count: number; ore: number }[]

/** A payment terminal on the local network: nexo Retailer Protocol over HTTPS (JSON). Cards and wallets are its own business. */
export type PaymentTerminal = Driver<Client> & {
  /** Charges once under the order's name; see `pay`. Aborting asks the terminal to stop. */
  pay(order: PayOrder, run: TerminalRun): Promise<PayOutcome>
  /** Gives back all of a payment, or `amount` (øre) of it. */
  reverse(name: string, why: string, run: TerminalRun, amount?: number): Promise<PayOutcome>
  /** Finds out what became of a begun payment or reversal. */
  recover(name: string, run: TerminalRun): Promise<PayOutcome>
  /** Closes the terminal's day and tells its totals. Throws `payment.gone`. */
  reconcile(signal: AbortSignal): Promise<Totals>
  /** Shows lines on the customer's display. Throws `payment.gone`. */
  display(lines: readonly string[], signal: AbortSignal): Promise<void>
}

export type TerminalRun = Omit<PayRun, 'client'> & { ledger: MoneyLedger }

export type TerminalOptions = {
  id: string
  /** `https://host:8443/nexo` */
  url: string
  /** Our name and the terminal's, as the acquirer has them. */
  sale: string
  poi: string
  /** Null only for a terminal that was set to speak in the clear. */
  key: TerminalKey | null
  /** The terminal's own certificate (PEM), pinned at provisioning. */
  certificate?: string
  statusPollMs?: number
}

export function createPaymentTerminal(options: TerminalOptions): PaymentTerminal {
  const { id, url, sale, poi, statusPollMs = STATUS_POLL_MS } = options
  const cell = new PresenceCell<Client>()
  const active = new Set<string>()
  const security = options.key && terminalApiSecurity(options.key)
  const client = nexoClient({ transport: terminalTransport(url, options.certificate), security, sale, poi })

  const gone = (error: unknown) => {
    if (!(error instanceof NoAnswer)) return error as Error
    const said = (error.cause as Error | undefined)?.message ?? ''
    // It is there and will not hear us: another key, passphrase or name than it was set to.
    if (/^HTTP 4/.test(said)) return new Fault('payment.refused', `the terminal answers ${said}`, { cause: error })
    return new Fault('payment.gone', url, { cause: error })
  }
  const diagnose = () => client.ask('Diagnosis', { DiagnosisRequest: { HostDiagnosisFlag: false } })

  const connection: Connection<Client> = {
    gone: 'payment.gone',
    async open() {
      // Where a terminal needs no login it says so in its answer, which is an answer.
      await client
        .ask('Login', {
          LoginRequest: {
            DateTime: new Date().toISOString(),
            SaleSoftware: { ManufacturerID: 'Borgerboks', ApplicationName: 'Borgerboks', SoftwareVersion: '0.1' },
            OperatorLanguage: 'da',
          },
        })
        .catch((error) => {
          throw gone(error)
        })
      return client
    },
    async watch(_client, signal) {
      let misses = 0
      while (!signal.aborted) {
        await sleep(statusPollMs, undefined, { signal }).catch(() => {})
        // A terminal that waits for a PIN may answer nothing else.
        if (signal.aborted || active.size > 0) continue
        try {
          await diagnose()
          misses = 0
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error
          misses += 1
          if (misses >= MISSES_UNTIL_GONE) throw gone(error)
        }
      }
    },
    close() {},
  }

  async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    assert(!active.has(name), 'this payment is being worked on')
    active.add(name)
    try {
      return await work()
    } finally {
      active.delete(name)
    }
  }

  return {
    id,
    get presence() {
      return cell.now
    },
    on: (_event, listener) => cell.on(listener),
    run: (stop) => supervise(cell, connection, stop),
    pay: (order, run) => alone(order.name, () => pay({ ...run, client }, order)),
    reverse: (name, why, run, amount) => alone(name, () => reverse({ ...run, client }, name, why, amount)),
    recover: (name, run) => alone(name, () => recover({ ...run, client }, name)),
    async reconcile(signal) {
      const answer = await client
        .ask(
          'Reconciliation',
          { ReconciliationRequest: { ReconciliationType: 'SaleReconciliation' } },
          { limitMs: RECONCILE_MS, signal },
        )
        .catch((error) => {
          throw gone(error)
        })
      return totalsOf(answer.ReconciliationResponse?.TransactionTotals ?? [])
    },
    async display(lines, signal) {
      await client
        .ask(
          'Display',
          {
            DisplayRequest: {
              DisplayOutput: [
                {
                  Device: 'CustomerDisplay',
                  InfoQualify: 'Display',
                  OutputContent: { OutputFormat: 'Text', OutputText: lines.map((Text) => ({ Text })) },
                },
              ],
            },
          },
          { signal },
        )
        .catch((error) => {
          throw gone(error)
        })
    },
  }
}

function totalsOf(totals: TransactionTotals[]): Totals {
  return totals.flatMap(({ PaymentTotals }) =>
    PaymentTotals.map(({ TransactionType, TransactionCount, TransactionAmount }) => ({
      type: TransactionType,
      count: TransactionCount,
      ore: Math.round(TransactionAmount * 100),
    })),
  )
}
