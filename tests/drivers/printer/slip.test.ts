import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openLedger } from '../../../device/ledger.ts'
import { next } from '../../../drivers/listeners.ts'
import { encodeSlip } from '../../../drivers/printer/escpos/encode.ts'
import { createSlipPrinter, type SlipPrinter } from '../../../drivers/printer/escpos/slip.ts'
import { endsPrint, type PrintEntry } from '../../../drivers/printer/record.ts'
import { createVirtualSlipPrinter } from '../../../drivers/virtual/escpos/printer.ts'

const never = new AbortController().signal
const lines = [
  { is: 'text', text: 'Ærø Bibliotek – nummer', bold: true, centre: true },
  { is: 'text', text: 'K 482', large: true, centre: true },
  { is: 'rule' },
  { is: 'qr', text: 'https://borger.example/#K482' },
] as const

async function room(wire: 'tty' | 'network') {
  const folder = mkdtempSync(join(tmpdir(), 'slip-'))
  const path = join(folder, 'slip')
  const virtual = createVirtualSlipPrinter(wire === 'tty' ? { path } : {})
  await virtual.start()
  const address = wire === 'tty' ? { path, baud: 38_400 } : { host: '127.0.0.1', port: virtual.state().port }
  const printer = createSlipPrinter({ id: 'slip', address, statusPollMs: 50 })
  const stop = new AbortController()
  const running = printer.run(stop.signal)
  await presence(printer, 'ready')
  const ledger = await openLedger<PrintEntry>(join(folder, 'slip.jsonl'), endsPrint)
  return {
    virtual,
    printer,
    ledger,
    async end() {
      stop.abort()
      await running
      await ledger.close()
      await virtual.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

async function presence(printer: SlipPrinter, wanted: string) {
  if (printer.presence.is === wanted) return
  await next(
    (listener: (now: { is: string }) => void) => printer.on('presence', listener),
    never,
    (now): now is { is: string } => now.is === wanted,
  )
}

test('what somebody writes on a slip is printed, never obeyed: no command to cut, nor one that says it is done', () => {
  const of = (text: string) => encodeSlip([{ is: 'text', text }], 7)
  assert.equal(of('a\u001d(H\u001bm\u0010\u007fb\nc'), of('a?(H?m??b\nc'))
})

for (const wire of ['tty', 'network'] as const) {
  test(`a slip over the ${wire}: printed once with æøå and its QR code, and the printer said so`, async () => {
    const { printer, virtual, ledger, end } = await room(wire)
    assert.equal(await printer.print({ name: 'slip-1', lines }, ledger, never), { is: 'printed', pages: 1 })
    assert.equal(await printer.print({ name: 'slip-1', lines }, ledger, never), { is: 'printed', pages: 1 })
    const { slips, qr } = virtual.state()
    assert.is(slips.length, 1)
    assert.match(slips[0]!, /Ærø Bibliotek – nummer\nK 482\n-{42}\n/)
    assert.equal(qr, ['https://borger.example/#K482'])
    await end()
  })

  test(`no paper, an open cover, a jam over the ${wire}: said by status bytes, nothing sent`, async () => {
    const { printer, virtual, ledger, end } = await room(wire)
    const faults = { 'paper-out': 'printer.paper-out', 'cover-open': 'printer.cover', jam: 'printer.jam' } as const
    for (const trouble of ['paper-out', 'cover-open', 'jam'] as const) {
      virtual.condition(trouble)
      const outcome = await printer.print({ name: 'slip-2', lines }, ledger, never)
      assert.equal(outcome, { is: 'failed', fault: faults[trouble] })
    }
    virtual.condition('paper-low')
    assert.is((await printer.print({ name: 'slip-2', lines }, ledger, never)).is, 'printed')
    assert.equal(printer.warnings, ['paper-low'])
    assert.is(virtual.state().slips.length, 1)
    await end()
  })

  test(`power cut over the ${wire} before it said that it printed: uncertain, never again by itself`, async () => {
    const { printer, virtual, ledger, end } = await room(wire)
    virtual.dieAfter(1)
    assert.equal(await printer.print({ name: 'slip-3', lines }, ledger, never), { is: 'uncertain' })
    virtual.dieAfter(9)
    await presence(printer, 'absent')
    await virtual.plug()
    await presence(printer, 'ready')
    assert.equal(await printer.print({ name: 'slip-3', lines }, ledger, never), { is: 'uncertain' })
    assert.is(virtual.state().slips.length, 1)
    await end()
  })
}

test.run()
