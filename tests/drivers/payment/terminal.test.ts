import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openLedger } from '../../../device/ledger.ts'
import { endsPayment, type MoneyEntry } from '../../../drivers/payment/record.ts'
import { createPaymentTerminal } from '../../../drivers/payment/terminal.ts'
import { ownCertificate } from '../../../drivers/virtual/payment/certificate.ts'
import { key, never, room } from './room.ts'

test('paid once, and the same order again is the same payment; reversed once', async () => {
  const { terminal, virtual, run, steps, path, end } = await room()
  const first = await terminal.pay({ name: 'case-1', amount: 89_000 }, run)
  assert.is(first.is, 'paid')
  assert.equal(await terminal.pay({ name: 'case-1', amount: 89_000 }, run), first)
  assert.is(virtual.state().charges, 1)
  assert.is(virtual.state().kroner, 890)
  assert.equal(await terminal.reverse('case-1', 'test', run), { is: 'ended', how: 'reversed' })
  assert.equal(await terminal.reverse('case-1', 'test', run), { is: 'ended', how: 'reversed' })
  assert.is(virtual.state().kroner, 0)
  assert.equal(steps('case-1'), ['asked', 'authorised', 'reversing', 'reversed'])
  assert.not.match(readFileSync(path, 'utf8'), /4571/, 'no card number, not even a masked one')
  await end()
})

test('declined, a PIN, nobody comes and the citizen gives up, another amount: nothing is charged but what was agreed', async () => {
  const { terminal, virtual, run, ledger, end } = await room()
  virtual.manner('decline')
  assert.equal(await terminal.pay({ name: 'case-2', amount: 100 }, run), { is: 'declined', why: 'refused' })
  virtual.manner('pin')
  assert.is((await terminal.pay({ name: 'case-2.2', amount: 100 }, run)).is, 'paid')
  virtual.manner('wait')
  const leave = new AbortController()
  const onProgress = () => setTimeout(() => leave.abort(), 50)
  const given = await terminal.pay({ name: 'case-3', amount: 100 }, { ledger, signal: leave.signal, onProgress })
  assert.equal(given, { is: 'declined', why: 'aborted' })
  virtual.manner('other-amount')
  assert.equal(await terminal.pay({ name: 'case-4', amount: 100 }, run), { is: 'ended', how: 'reversed' })
  assert.is(virtual.state().kroner, 1)
  await end()
})

for (const manner of ['lose-answer', 'twice', 'late'] as const)
  test(`the terminal misbehaves (${manner}): charged once, known to the ledger`, async () => {
    const { terminal, virtual, run, end } = await room()
    virtual.manner(manner)
    assert.is((await terminal.pay({ name: 'case-5', amount: 5_000 }, run)).is, 'paid')
    virtual.manner('approve')
    assert.is((await terminal.pay({ name: 'case-6', amount: 5_000 }, run)).is, 'paid')
    assert.equal(
      virtual.bank.charges().map(({ sale }) => sale),
      ['case-5', 'case-6'],
    )
    await end()
  })

for (const manner of ['die', 'die-before'] as const)
  test(`the terminal loses its power ${manner === 'die' ? 'after' : 'before'} the bank said yes: the truth is found when it is back`, async () => {
    const { terminal, virtual, run, presence, end } = await room()
    virtual.manner(manner)
    const paying = terminal.pay({ name: 'case-7', amount: 5_000 }, run)
    while (virtual.state().plugged) await new Promise((resolve) => setTimeout(resolve, 20))
    virtual.manner('approve')
    await virtual.plug()
    const outcome = await paying
    assert.is(outcome.is, manner === 'die' ? 'paid' : 'declined')
    assert.is(virtual.state().charges, manner === 'die' ? 1 : 0)
    await presence('ready')
    await end()
  })

test('switched off before it was asked: nothing was sent, and it comes back by itself', async () => {
  const { terminal, virtual, run, presence, end } = await room()
  await virtual.unplug()
  assert.equal(await terminal.pay({ name: 'case-8', amount: 100 }, run), { is: 'declined', why: 'not-sent' })
  await presence('absent')
  await virtual.plug()
  await presence('ready')
  assert.is((await terminal.pay({ name: 'case-8.2', amount: 100 }, run)).is, 'paid')
  await end()
})

test('box killed after asking, after the answer, while reversing: the ledger leads to the end, once', async () => {
  const { terminal, virtual, run, ledger, path, end } = await room()
  virtual.manner('lose-answer')
  const at = new Date().toISOString()
  // Asked and never sent: the kill came first.
  await ledger.write({ name: 'case-9', is: 'asked', amount: 100, service: 'abcdef0001', at })
  assert.equal(await terminal.recover('case-9', run), { is: 'declined', why: 'not-received' })
  assert.is((await terminal.pay({ name: 'case-10', amount: 100 }, run)).is, 'paid')
  const paid = ledger.story('case-10').find((entry) => entry.is === 'authorised')!
  // Reversing, and the reversal never left.
  await ledger.write({ name: 'case-10', is: 'reversing', amount: 40, service: 'abcdef0002', why: 'rule', at })
  const again = await openLedger<MoneyEntry>(path, endsPayment)
  assert.is(again.unfinished().length, 1)
  assert.equal(await terminal.recover('case-10', { ledger: again, signal: never }), { is: 'ended', how: 'reversed' })
  assert.is(virtual.bank.charges()[0]?.reversed, 40, 'only the part that was meant')
  assert.is(paid.is, 'authorised')
  await again.close()
  await end()
})

test('another certificate than the pinned one: refused, and nothing is charged', async () => {
  const { url, virtual, run, end } = await room()
  const options = { id: 'payment', url, sale: 'Boks 1', poi: 'P400-000001', key, certificate: virtual.certificate() }
  const foreign = createPaymentTerminal({ ...options, certificate: (await ownCertificate('other')).cert })
  assert.is(await foreign.pay({ name: 'case-11', amount: 100 }, run).catch((error) => error.code), 'payment.refused')
  assert.is(virtual.state().charges, 0)
  await end()
})

test('display and reconciliation', async () => {
  const { terminal, virtual, run, end } = await room()
  await terminal.pay({ name: 'case-13', amount: 9_200 }, run)
  await terminal.display(['Tak', 'Bopælsattest'], never)
  assert.equal(virtual.state().display, ['Tak', 'Bopælsattest'])
  assert.equal(await terminal.reconcile(never), [
    { type: 'Debit', count: 1, ore: 9_200 },
    { type: 'ReverseDebit', count: 0, ore: 0 },
  ])
  await end()
})

test('an answer that says yes and not to what, or is no answer at all, is never taken for a refusal', async () => {
  type Header = Record<string, string>
  const under = (header: Header, body: object) => ({ SaleToPOIResponse: { MessageHeader: header, ...body } })
  const answers: ((header: Header) => unknown)[] = [
    (header) => under(header, { PaymentResponse: { Response: { Result: 'Success' } } }),
    (header) => under(header, { PaymentResponse: { Response: { Result: 'Partial' }, POIData: {} } }),
    (header) => under(header, { PaymentResponse: {} }),
    () => null,
    () => 7,
    () => ({ SaleToPOIResponse: 'ja' }),
    (header) => under(header, { PaymentResponse: null }),
  ]
  let answer = answers[0]!
  const server = createServer(async (request, response) => {
    const { MessageHeader: header } = (
      JSON.parse(await text(request)) as { SaleToPOIRequest: { MessageHeader: Header } }
    ).SaleToPOIRequest
    const known = { TransactionStatusResponse: { Response: { Result: 'Failure', ErrorCondition: 'NotAllowed' } } }
    const asked = header.MessageCategory === 'Payment'
    response.end(JSON.stringify(asked ? answer(header) : under(header, known)))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/nexo`
  const terminal = createPaymentTerminal({ id: 'payment', url, sale: 'Boks 1', poi: 'P400-000001', key: null })
  const { run, steps, end } = await room()
  for (answer of answers) {
    const name = `odd-${answers.indexOf(answer)}`
    assert.equal(await terminal.pay({ name, amount: 5_000 }, run), { is: 'unclear' }, name)
    assert.equal(steps(name), ['asked', 'unclear'])
  }
  server.close()
  await end()
})

test.run()
