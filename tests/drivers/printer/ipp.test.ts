import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ipp from '@sealsystems/ipp'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { ippPrinter, succeeded } from '../../../drivers/printer/ipp.ts'
import { assertWellFormed } from '../../../drivers/printer/well-formed.ts'
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

test('an answer whose lengths lie is none: it does not lead the box round in circles', async () => {
  const circle = Buffer.from('01010000000000010412fffb03', 'hex')
  assert.throws(() => assertWellFormed(circle), /a length/)
  const media = { 'media-size': { 'x-dimension': 21_000, 'y-dimension': 29_700 }, 'media-type': 'stationery' }
  const whole = ipp.serialize({
    version: '2.0',
    statusCode: 'successful-ok',
    id: 1,
    'operation-attributes-tag': { 'attributes-charset': 'utf-8', 'attributes-natural-language': 'en' },
    'job-attributes-tag': { copies: 1, 'media-col': media, finishings: [3, 4] },
  })
  assertWellFormed(whole)
  for (let end = 0; end < whole.length; end++) assert.throws(() => assertWellFormed(whole.subarray(0, end)))
  // Whatever one byte becomes: refused, or read to its end.
  for (let at = 0; at < whole.length; at++)
    for (const byte of [0, 1, 3, 0x12, 0x34, 0x37, 0x4a, 0x7f, 0x80, 0xff]) {
      const changed = Buffer.from(whole)
      changed[at] = byte
      try {
        assertWellFormed(changed)
      } catch {
        continue
      }
      try {
        ipp.parse(changed)
      } catch {}
    }
})

test.run()
