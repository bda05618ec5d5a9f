import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createVirtualTerminal } from '../../drivers/virtual/payment/terminal.ts'
import { createVirtualPrinter } from '../../drivers/virtual/printer.ts'
import { ledger } from '../../provisioning/paper/ledger.ts'
import { paymentTest } from '../../provisioning/paper/payment-test.ts'
import { pin } from '../../provisioning/paper/pin.ts'
import { print, printerStatus } from '../../provisioning/paper/print.ts'
import { blankPdf } from '../drivers/printer/pdf.ts'

const folder = mkdtempSync(join(tmpdir(), 'verbs-'))
test.after(() => rmSync(folder, { recursive: true }))
// biome-ignore lint/suspicious/noExplicitAny: what --json prints.
const json = async (run: Promise<{ json: unknown }>) => (await run).json as any
const refusal = (run: Promise<unknown>) =>
  run.then(
    () => '',
    (error: Error) => error.message,
  )

test('boks print follows a job to its end; boks printer status says what is the matter', async () => {
  const printer = createVirtualPrinter({ pace: 'none' })
  const url = await printer.start()
  const file = join(folder, 'a.pdf')
  writeFileSync(file, blankPdf(1))
  const told = await json(print.run([file, '--printer', url]))
  assert.equal(told.outcome, { is: 'printed', pages: 1 })
  await printer.condition('paper-out')
  assert.is((await json(printerStatus.run(['--printer', url]))).condition, 'paper-out')
  assert.is((await json(print.run([file, '--printer', url]))).outcome.fault, 'printer.paper-out')
  await printer.stop()
  assert.match(await refusal(print.run([join(folder, 'no.pdf'), '--printer', url])), /There is no file/)
})

test('boks payment test charges and gives back, over a pinned certificate', async () => {
  const key = { identifier: 'test', version: 3, passphrase: 'a passphrase' }
  const terminal = createVirtualTerminal({ key, pace: 'none' })
  const url = await terminal.start()
  const [pem, passphrase] = [join(folder, 't.pem'), join(folder, 'pass')]
  writeFileSync(passphrase, key.passphrase)
  await pin.run([url, '--out', pem])
  assert.is(readFileSync(pem, 'utf8').trim(), terminal.certificate().trim())
  const args = [
    '--amount',
    '1.00',
    '--terminal',
    url,
    '--certificate',
    pem,
    '--key',
    'test:3',
    '--passphrase',
    passphrase,
  ]
  const told = await json(paymentTest.run(args))
  assert.is(told.reversed, true)
  assert.is(terminal.state().charges, 1)
  assert.is(terminal.state().kroner, 0)
  terminal.manner('decline')
  assert.match(await refusal(paymentTest.run(args)), /Nothing was charged: refused/)
  // What could not be read, what refuses us and what is not there are each said in a sentence.
  const but = (name: string, value: string) => refusal(paymentTest.run([...args, name, value]))
  assert.match(await but('--passphrase', join(folder, 'none')), /There is no file .*none \(--passphrase\)/)
  writeFileSync(join(folder, 'wrong'), 'not the passphrase')
  assert.match(await but('--passphrase', join(folder, 'wrong')), /cannot be used \(payment\.refused\)/)
  assert.is(terminal.state().kroner, 0)
  await terminal.stop()
})

test('boks ledger lists what waits for a person, and takes what the person found out, with a reason', async () => {
  const at = '2026-11-22T12:00:00.000Z'
  const lines = [
    { name: 'a', is: 'asked', amount: 9_200, service: 's', at },
    { name: 'a', is: 'unclear', why: 'silent', at },
    { name: 'b', is: 'asked', amount: 100, service: 't', at },
    { name: 'b', is: 'declined', why: 'refused', at },
  ]
  writeFileSync(join(folder, 'money.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  writeFileSync(join(folder, 'print.jsonl'), `${JSON.stringify({ name: 'p', is: 'uncertain', at })}\n{"half`)
  const open = async (...args: string[]) =>
    (await json(ledger.run(['--data', folder, ...args]))).open.map(
      ({ name, is }: { name: string; is: string }) => `${name} ${is}`,
    )
  assert.equal(await open(), ['a unclear', 'p uncertain'])
  assert.match(await refusal(open('--resolve', 'a', '--how', 'printed', '--why', 'looked there')), /--how settled/)
  assert.match(await refusal(open('--resolve', 'a', '--how', 'reversed')), /--why/)
  const args = ['--resolve', 'a', '--how', 'nothing-taken', '--why', 'terminal journal of the day']
  assert.equal(await open(...args), ['p uncertain'])
})

test.run()
