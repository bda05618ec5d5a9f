/** Fees that are not paid by card: on the municipality's list once, through crashes, and never beside a card's payment. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Bill } from '../../../device/contract/bill.ts'
import { openLedger } from '../../../device/ledger.ts'
import { createCashier } from '../../../device/money/cashier.ts'
import { applicationThing } from '../../../device/money/things.ts'
import { endsPayment, type MoneyEntry, standingOf } from '../../../drivers/payment/record.ts'
import { createPaymentTerminal } from '../../../drivers/payment/terminal.ts'
import { createVirtualTerminal } from '../../../drivers/virtual/payment/terminal.ts'
import { ledger as ledgerVerb } from '../../../provisioning/paper/ledger.ts'

const test = suite('bills')
const folder = mkdtempSync(join(tmpdir(), 'bills-'))
const path = join(folder, 'money.jsonl')
const key = { identifier: 'test', version: 1, passphrase: 'test' }
const virtual = createVirtualTerminal({ key, pace: 'none' })
let terminal: ReturnType<typeof createPaymentTerminal>
const never = new AbortController().signal

test.before(async () => {
  const url = await virtual.start()
  terminal = createPaymentTerminal({
    ...{ id: 'payment', url, sale: 'test', poi: 'test', key, certificate: virtual.certificate() },
  })
})
test.after(async () => {
  await virtual.stop()
  rmSync(folder, { recursive: true })
})

/** The box's money as after a start; `tellBill` may fail as a full disk does. */
async function boot(tellBill: (bill: Bill) => Promise<void>, card = true) {
  const ledger = await openLedger<MoneyEntry>(path, endsPayment)
  const log = pino({ level: 'silent' })
  const given = { terminal: card ? terminal : null, ledger, fateOf: () => 'nobody-knows' as const, tellBill, log }
  return { ledger, cashier: createCashier(given) }
}
const ids = Array.from({ length: 5 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`)
const thing = (id: string) => applicationThing(id.replace('4000', '4001'))
const order = { amount: 89_000, way: 'invoice', errand: 'passport-renewal' } as const
const shown = async () => ((await ledgerVerb.run(['--data', folder])) as { lines: string[] }).lines.join('\n')

test('told once the application is kept, and then over', async () => {
  const told: Bill[] = []
  const { ledger, cashier } = await boot(async (bill) => void told.push(bill))
  await cashier.bill(ids[0]!, thing(ids[0]!), order)
  assert.match(await shown(), /money billed .*890\.00 kr\. invoice/)
  await cashier.done(ids[0]!)
  await cashier.end(ids[0]!)
  await cashier.sweep()
  assert.equal(told, [{ case: ids[0], application: ids[0]!.replace('4000', '4001'), ...order }])
  assert.is(await shown(), 'nothing is open')
  assert.equal(cashier.counts(), { open: 0, unclear: 0 })
  await ledger.close()
})

test('the power goes before it was told: told at the next start, also without a terminal', async () => {
  const first = await boot(async () => {
    throw new Error('no space left')
  })
  await first.cashier.bill(ids[1]!, thing(ids[1]!), order)
  await first.cashier.done(ids[1]!).catch(() => {})
  await first.ledger.close()
  const told: Bill[] = []
  const { ledger, cashier } = await boot(async (bill) => void told.push(bill), false)
  await cashier.sweep()
  await cashier.sweep()
  assert.equal(
    told.map((bill) => bill.case),
    [ids[1]],
  )
  await ledger.close()
})

test('the application could not be kept: no bill', async () => {
  const told: Bill[] = []
  const { ledger, cashier } = await boot(async (bill) => void told.push(bill))
  await cashier.bill(ids[2]!, thing(ids[2]!), order)
  await cashier.noBill(ids[2]!)
  await cashier.end(ids[2]!)
  await cashier.sweep()
  assert.equal(told, [])
  // … and decided once more: one bill.
  await cashier.bill(ids[2]!, thing(ids[2]!), order)
  await cashier.bill(ids[2]!, thing(ids[2]!), order)
  await cashier.done(ids[2]!)
  await cashier.done(ids[2]!)
  assert.is(told.length, 1)
  await ledger.close()
})

test('paid by card, and then another way is chosen at another price: the card gets its money back before there is a bill', async () => {
  const told: Bill[] = []
  const { ledger, cashier } = await boot(async (bill) => void told.push(bill))
  const id = ids[3]!
  cashier.begin(id)
  assert.is((await cashier.charge(id, 37_800, never, () => {})).is, 'paid')
  assert.is(await cashier.notDone(id, 'another way to pay was chosen'), 'ended')
  assert.is(cashier.paid(id), null)
  await cashier.bill(id, thing(id), order)
  await cashier.done(id)
  await cashier.end(id)
  const mine = virtual.bank.charges().filter(({ sale }) => sale.startsWith(id))
  assert.equal(
    mine.map(({ ore, reversed }) => ore - reversed),
    [0],
  )
  assert.is(told.length, 1)
  await ledger.close()
})

test('boks ledger bills says what was told, and nothing that was taken back', async () => {
  const { json, lines } = await ledgerVerb.run(['bills', '--data', folder])
  const { bills } = json as { bills: { case: string; amount: number; told: boolean }[] }
  assert.equal(
    bills.map((bill) => [bill.case, bill.amount, bill.told]),
    ids.slice(0, 4).map((id) => [id, 89_000, true]),
  )
  assert.match(lines[0]!, /passport-renewal 890\.00 kr\. invoice$/)
})

test('a payment that was bound with nothing to keep goes back after a crash, whoever knows what became of the rest', async () => {
  const first = await boot(async () => {})
  const id = ids[4]!
  first.cashier.begin(id)
  await first.cashier.charge(id, 37_800, never, () => {})
  await first.cashier.bind(id, thing(id), 0)
  await first.ledger.close()
  const { ledger, cashier } = await boot(async () => {})
  await cashier.sweep()
  assert.equal(standingOf(ledger.story(id)), { is: 'ended', how: 'reversed' })
  assert.is(virtual.bank.charges().find(({ sale }) => sale === id)?.reversed, 37_800)
  await ledger.close()
})

test.run()
