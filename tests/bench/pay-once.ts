/**
 * Charged exactly once: the payment is cut at every step, by the end of the box's process, of the network and of the
 * terminal's power; then the box starts again and settles. What the ledger says is compared with what the bank has booked.
 * Run: node tests/bench/pay-once.ts [RUNS].
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { openLedger } from '../../device/ledger.ts'
import { createCashier, type Fate } from '../../device/money/cashier.ts'
import { endsPayment, type MoneyEntry, standingOf } from '../../drivers/payment/record.ts'
import { createPaymentTerminal } from '../../drivers/payment/terminal.ts'
import { createVirtualTerminal } from '../../drivers/virtual/payment/terminal.ts'
import { brittleWire, Killed, killedAt } from './cuts.ts'

const RUNS = 200
/** Each has a terminal of its own. */
const SIDE_BY_SIDE = 8
const AMOUNT = 9_200
/** A whole exchange, with its handshake, is shorter than this (bytes). */
const EXCHANGE_BYTES = 5_200
const key = { identifier: 'bench', version: 1, passphrase: 'bench' }
const log = pino({ level: 'silent' })

type Cut =
  | { is: 'process'; write: number; when: 'before' | 'after'; ends: 'kept' | 'given back' }
  | { is: 'network'; connection: number }
  | { is: 'power'; manner: 'die' | 'die-before' | 'lose-answer' }

/** Writes of a kept payment: asked, authorised, bound, settled; of one given back: asked, authorised, reversing, reversed. */
const cuts: [string, Cut][] = [
  ...(['kept', 'given back'] as const).flatMap((ends) =>
    [1, 2, 3, 4].flatMap((write) =>
      (['before', 'after'] as const).map((when): [string, Cut] => {
        const name = (
          ends === 'kept'
            ? ['asked', 'authorised', 'bound', 'settled']
            : ['asked', 'authorised', 'reversing', 'reversed']
        )[write - 1]
        return [`process killed ${when} “${name}” (${ends})`, { is: 'process', write, when, ends }]
      }),
    ),
  ),
  ['network cut anywhere in the payment', { is: 'network', connection: 1 }],
  ['network cut anywhere in the next exchange', { is: 'network', connection: 2 }],
  ['terminal’s power cut after the bank', { is: 'power', manner: 'die' }],
  ['terminal’s power cut before the bank', { is: 'power', manner: 'die-before' }],
  ['answer lost', { is: 'power', manner: 'lose-answer' }],
]

export type Row = { cut: string; runs: number; chargedTwice: number; lost: number; uncertain: number }

export async function payOnceTable(runs = RUNS, only = ''): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, cut] of cuts.filter(([name]) => name.includes(only))) {
    const row: Row = { cut: name, runs: 0, chargedTwice: 0, lost: 0, uncertain: 0 }
    let next = 0
    const worker = async () => {
      const place = await openPlace()
      for (next += 1; next <= runs; next += 1) {
        const found = await oneRun(place, cut)
        row.runs += 1
        row.chargedTwice += found.twice
        row.lost += found.lost
        row.uncertain += found.uncertain
      }
      await place.close()
    }
    await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, runs) }, worker))
    rows.push(row)
    console.log(JSON.stringify(row))
  }
  return rows
}

async function openPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'pay-once-'))
  const virtual = createVirtualTerminal({ key, pace: 'none' })
  const url = new URL(await virtual.start())
  const wire = await brittleWire(Number(url.port))
  let n = 0
  return {
    virtual,
    wire,
    next: () => ({
      id: `00000000-0000-4000-8000-${String((n += 1)).padStart(12, '0')}`,
      path: join(folder, `${n}.jsonl`),
    }),
    /** A box's process: its ledger from the disk and a fresh driver. */
    async boot(path: string) {
      const ledger = await openLedger<MoneyEntry>(path, endsPayment)
      const terminal = createPaymentTerminal({
        id: 'payment',
        url: `https://127.0.0.1:${wire.port}/nexo`,
        sale: 'bench',
        poi: 'bench',
        key,
        certificate: virtual.certificate(),
      })
      return { ledger, terminal }
    },
    async close() {
      await wire.close()
      await virtual.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function oneRun(place: Awaited<ReturnType<typeof openPlace>>, cut: Cut) {
  const { virtual, wire } = place
  const { id, path } = place.next()
  const quiet = () => {}
  const signal = new AbortController().signal
  virtual.manner(cut.is === 'power' ? cut.manner : 'approve')
  if (cut.is === 'network') wire.cut(cut.connection, Math.floor(Math.random() * EXCHANGE_BYTES))
  const first = await place.boot(path)
  const ledger =
    cut.is === 'process' ? killedAt<MoneyEntry, typeof first.ledger>(first.ledger, cut.write, cut.when) : first.ledger
  /** Whether what was paid for was done: known, as a print is to its own ledger. */
  let fate: Fate = 'not-done'
  const cashier = createCashier({ terminal: first.terminal, ledger, fateOf: () => fate, tellBill: async () => {}, log })
  cashier.begin(id)
  let finished = false
  // Power comes back, and the citizen tries again, as at the box.
  const mains = setInterval(() => {
    if (virtual.state().plugged) return
    virtual.manner('approve')
    void virtual.plug()
  }, 50)
  try {
    let outcome = await cashier.charge(id, AMOUNT, signal, quiet)
    virtual.manner('approve')
    if (outcome.is === 'declined') outcome = await cashier.charge(id, AMOUNT, signal, quiet)
    if (outcome.is === 'paid') {
      if (cut.is === 'process' && cut.ends === 'given back') await cashier.notDone(id, 'bench')
      else {
        await cashier.bind(id, 'thing')
        fate = 'done'
        await cashier.done(id)
      }
    }
    await cashier.end(id)
    finished = true
  } catch (error) {
    if (!(error instanceof Killed)) throw error
  }
  clearInterval(mains)
  virtual.manner('approve')
  if (!virtual.state().plugged) await virtual.plug()
  await first.ledger.close()

  const again = await place.boot(path)
  const settled = createCashier({ ...again, fateOf: () => fate, tellBill: async () => {}, log })
  if (!finished) await settled.sweep()
  const names = [id, `${id}.2`, `${id}.3`]
  const standings = names.map((name) => standingOf(again.ledger.story(name)))
  const said = standings.some((one) => one?.is === 'ended' && one.how === 'settled') ? AMOUNT : 0
  const open = standings.some((one) => one && one.is !== 'ended' && one.is !== 'declined')
  await again.ledger.close()
  const charges = virtual.bank.charges().filter(({ sale }) => names.includes(sale))
  const kept = charges.filter((one) => one.ore > one.reversed)
  const booked = kept.reduce((sum, one) => sum + one.ore - one.reversed, 0)
  return {
    twice: kept.length > 1 ? 1 : 0,
    uncertain: open ? 1 : 0,
    // Money that the ledger does not know of, or that it believes in and the bank does not.
    lost: !open && booked !== said ? 1 : 0,
  }
}

if (process.argv[1] === import.meta.filename) {
  const rows = await payOnceTable(Number(process.argv[2] ?? RUNS), process.argv[3])
  console.table(rows)
  if (rows.some((row) => row.chargedTwice + row.lost > 0)) process.exitCode = 1
}
