import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ippPrinter, succeeded } from '../../../drivers/printer/ipp.ts'
import { createVirtualPrinter } from '../../../drivers/virtual/printer.ts'
import { pin } from '../../../provisioning/paper/pin.ts'
import { blankPdf } from './pdf.ts'

const folder = mkdtempSync(join(tmpdir(), 'ipp-'))
const virtual = createVirtualPrinter({ pace: 'none' })
const url = await virtual.start()
test.after(async () => {
  await virtual.stop()
  rmSync(folder, { recursive: true })
})
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => '',
    (error: Error) => error.message,
  )

test('ipptool, which is not ours, finds every attribute and operation that we rely on', () => {
  const pdf = join(folder, 'a.pdf')
  writeFileSync(pdf, blankPdf(1))
  const ours = join(import.meta.dirname, '../../../drivers/printer/relied-on.ipptool')
  for (const checks of [ours, 'get-printer-description-attributes.test', 'get-jobs.test']) {
    const { status, stdout } = spawnSync('ipptool', ['-t', '-f', pdf, url, checks])
    assert.is(status, 0, String(stdout))
  }
})

test('over TLS only the pinned printer is spoken to', async () => {
  const secure = url.replace('ipp:', 'ipps:')
  const file = join(folder, 'printer.pem')
  await pin.run([secure, '--out', file])
  const pem = readFileSync(file, 'utf8')
  assert.ok(new X509Certificate(pem).fingerprint256)
  assert.ok(succeeded(await ippPrinter(secure, pem).ask('Get-Printer-Attributes')))
  const other = createVirtualPrinter({ pace: 'none' })
  const elsewhere = (await other.start()).replace('ipp:', 'ipps:')
  assert.match(await refusal(ippPrinter(elsewhere, pem).ask('Get-Printer-Attributes')), /did not answer/)
  await other.stop()
})

test('an answer that is torn off in the middle, or is none, is no answer: nobody waits for its end', async () => {
  const answers = [
    'HTTP/1.1 200 OK\r\ncontent-type: application/ipp\r\ncontent-length: 500\r\n\r\n\x02\x00',
    'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nhttp',
    'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n',
  ]
  let n = 0
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(answers[n++] ?? ''))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  for (const _ of answers) {
    const asked = ippPrinter(`ipp://127.0.0.1:${port}/ipp/print`).ask('Get-Printer-Attributes')
    assert.match(await refusal(asked), /did not answer/)
  }
  server.close()
})

test.run()
