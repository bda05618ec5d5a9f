import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { BoxConfig } from '../../device/config.ts'
import { decoder } from '../../device/contract/decode.ts'
import { faults } from '../../device/contract/faults.ts'
import { openLedger } from '../../device/ledger.ts'
import { next } from '../../drivers/listeners.ts'
import type { PayOutcome } from '../../drivers/payment/pay.ts'
import { endsPayment, type MoneyEntry } from '../../drivers/payment/record.ts'
import { createPaymentTerminal, type PaymentTerminal, type TerminalOptions } from '../../drivers/payment/terminal.ts'
import { parseArguments } from '../arguments.ts'
import { Failed, progress, readGiven, Usage, type Verb } from '../verb.ts'

/** Above this nobody tests (kr.). */
const MOST_KR = 10
/** A terminal that is there answers a login within this (ms). */
const FIND_MS = 10_000
const readConfig = decoder(BoxConfig)
const words = ['amount', 'terminal', 'config', 'certificate', 'poi', 'sale', 'key', 'passphrase'] as const
type Options = Partial<Record<(typeof words)[number], string>>

/** The terminal as the options say, and where they are silent as the box's configuration does. */
function terminalOf(options: Options): TerminalOptions & { url: string } {
  if (options.terminal !== undefined && !/^https:\/\/./.test(options.terminal))
    throw new Usage('Give the terminal’s address: --terminal https://HOST:8443/nexo')
  const file = options.config ?? join(resolve(import.meta.dirname, '../..'), '.run/demo/box.json')
  const inBox = options.config || existsSync(file) ? readConfig(readGiven(file, '--config')).devices.payment : undefined
  const url = options.terminal ?? inBox?.url
  if (!url) throw new Usage('Give the terminal’s address: --terminal https://HOST:8443/nexo')
  const [identifier, digits] = options.key?.split(':') ?? []
  const key = identifier ? { identifier, version: Number(digits) } : inBox?.key
  const certificate = options.certificate ?? inBox?.certificate
  const passphrase = options.passphrase ?? inBox?.key.passphraseFile
  if (!certificate)
    throw new Usage('Give the terminal’s certificate, fetched with boks pin, or the box’s file: --config BOX.json')
  if (!key || !Number.isInteger(key.version) || !passphrase)
    throw new Usage('Give the terminal’s key: --key IDENTIFIER:VERSION --passphrase FILE, or --config BOX.json')
  return {
    id: 'payment',
    url,
    sale: options.sale ?? inBox?.sale ?? 'boks',
    poi: options.poi ?? inBox?.poi ?? 'terminal',
    key: {
      identifier: key.identifier,
      version: key.version,
      passphrase: readGiven(passphrase, '--passphrase').trim(),
    },
    certificate: readGiven(certificate, '--certificate'),
  }
}

/** Runs `work` with a terminal that takes our login; throws a sentence when there is none. */
async function withTerminal<T>(options: TerminalOptions, work: (terminal: PaymentTerminal) => Promise<T>): Promise<T> {
  const terminal = createPaymentTerminal(options)
  const stop = new AbortController()
  const running = terminal.run(stop.signal)
  try {
    if (terminal.presence.is !== 'ready')
      await next(
        (listener: (now: { is: string }) => void) => terminal.on('presence', listener),
        AbortSignal.timeout(FIND_MS),
        ({ is }) => is === 'ready' || is === 'faulty',
      ).catch(() => {})
    const { presence } = terminal
    if (presence.is === 'faulty')
      throw new Failed(`The terminal cannot be used (${presence.fault}): ${faults[presence.fault].technician}`)
    if (presence.is !== 'ready') throw new Failed(`No terminal answers at ${options.url}.`)
    return await work(terminal)
  } finally {
    stop.abort()
    await running
  }
}

/** Charges a small amount on a terminal and gives it back, with the box's own driver. */
export const paymentTest: Verb = {
  usage:
    '--amount 1.00 [--terminal https://HOST:8443/nexo] [--config BOX.json] [--certificate PEM --poi ID --sale ID --key IDENTIFIER:VERSION --passphrase FILE]',
  async run(args) {
    const { options } = parseArguments(args, words)
    const kroner = Number(options.amount)
    if (!(kroner > 0 && kroner <= MOST_KR)) throw new Usage(`Give an amount of at most ${MOST_KR} kr.: --amount 1.00`)
    const given = terminalOf(options)
    return withTerminal(given, async (terminal) => {
      const where = new URL(given.url)
      const path = join(tmpdir(), `boks-payment-test-${where.hostname}-${where.port}.jsonl`)
      const ledger = await openLedger<MoneyEntry>(path, endsPayment)
      try {
        return await tried(terminal, { ledger, signal: new AbortController().signal }, kroner)
      } finally {
        await ledger.close()
      }
    })
  },
}

type Run = Parameters<PaymentTerminal['pay']>[1]

async function tried(terminal: PaymentTerminal, run: Run, kroner: number) {
  // A test that was broken off must not leave somebody's money there.
  for (const [first] of run.ledger.unfinished()) {
    const left = await terminal.reverse(first!.name, 'an interrupted boks payment test', run)
    progress(`an earlier test was broken off: ${left.is === 'ended' ? left.how : left.is}`)
  }
  const name = randomUUID()
  const began = performance.now()
  progress('the terminal asks for the card')
  const paid = await terminal.pay(
    { name, amount: Math.round(kroner * 100) },
    { ...run, onProgress: (now) => now === 'checking' && progress('its answer was lost: asking what became of it') },
  )
  const paidMs = Math.round(performance.now() - began)
  if (paid.is !== 'paid') return notPaid(paid, kroner)
  progress(`charged ${kroner.toFixed(2)} kr. in ${(paidMs / 1000).toFixed(1)} s, ${paid.transaction.TransactionID}`)
  const back = await terminal.reverse(name, 'boks payment test', run)
  if (back.is !== 'ended' || back.how !== 'reversed')
    throw new Failed(
      `${kroner.toFixed(2)} kr. were charged (${paid.transaction.TransactionID}) and could NOT be given back: ${back.is}. Try again in a minute: the command looks at it first.`,
    )
  const { transaction, brand } = paid
  return {
    json: { paid: paid.amount / 100, transaction: transaction.TransactionID, brand, paidMs, reversed: true },
    lines: ['given back'],
  }
}

/** What was not taken is said so; what nobody knows is never called nothing. */
function notPaid(outcome: Exclude<PayOutcome, { is: 'paid' }>, kroner: number) {
  if (outcome.is === 'declined') throw new Failed(`Nothing was charged: ${outcome.why}.`)
  if (outcome.is === 'ended') throw new Failed(`Nothing is charged any more: ${outcome.how}.`)
  return {
    json: { paid: null, outcome: outcome.is },
    lines: [
      `It is NOT known whether ${kroner.toFixed(2)} kr. were charged (${outcome.is}): look at the terminal’s own journal, or try again in a minute; the command looks at it first.`,
    ],
    exit: 3,
  }
}
