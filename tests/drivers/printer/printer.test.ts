import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openLedger } from '../../../device/ledger.ts'
import { next } from '../../../drivers/listeners.ts'
import { conditionFrom } from '../../../drivers/printer/condition.ts'
import { ippPrinter } from '../../../drivers/printer/ipp.ts'
import { createPrinter, type PrinterDriver } from '../../../drivers/printer/printer.ts'
import { endsPrint, type PrintEntry } from '../../../drivers/printer/record.ts'
import { createVirtualPrinter } from '../../../drivers/virtual/printer.ts'
import { blankPdf } from './pdf.ts'

const never = new AbortController().signal
const document = (name: string, pages = 1) => ({ pdf: blankPdf(pages), name, title: 'Kvittering' })
const at = '2026-11-22T12:00:00.000Z'

/** A real ippeveprinter, our driver on its port, and a ledger on disk. */
async function room(pace: 'real' | 'none' = 'none') {
  const folder = mkdtempSync(join(tmpdir(), 'printer-'))
  const path = join(folder, 'paper.jsonl')
  const virtual = createVirtualPrinter({ pace })
  const url = await virtual.start()
  const stop = new AbortController()
  const printer = createPrinter({ id: 'printer', url, statusPollMs: 100 })
  const running = printer.run(stop.signal)
  await presence(printer, 'ready')
  const ledger = await openLedger<PrintEntry>(path, endsPrint)
  return {
    path,
    url,
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

async function presence(printer: PrinterDriver, wanted: string): Promise<void> {
  if (printer.presence.is === wanted) return
  await next(
    (listener: (now: { is: string }) => void) => printer.on('presence', listener),
    never,
    (now): now is { is: string } => now.is === wanted,
  )
}

async function condition(printer: PrinterDriver, wanted: string): Promise<void> {
  if (printer.condition === wanted) return
  await next(
    (listener: (now: string | null) => void) => printer.on('condition', listener),
    never,
    (now): now is string => now === wanted,
  )
}

test('a page is printed once, followed to the end, and never again under the same name', async () => {
  const { printer, ledger, virtual, end } = await room()
  assert.equal(await printer.print(document('case-1', 2), ledger, never), { is: 'printed', pages: 2 })
  assert.equal(await printer.print(document('case-1', 2), ledger, never), { is: 'printed', pages: 2 })
  assert.equal(virtual.pages(), ['case-1', 'case-1'])
  assert.equal(
    ledger.story('case-1').map(({ is }) => is),
    ['intent', 'job', 'sent', 'printed'],
  )
  await end()
})

test('paper out, jam or open cover: seen by itself, said at once, nothing sent; fine again when it is mended', async () => {
  const { printer, ledger, virtual, end } = await room()
  const faults = { 'paper-out': 'printer.paper-out', jam: 'printer.jam', 'cover-open': 'printer.cover' } as const
  for (const [trouble, fault] of Object.entries(faults)) {
    await virtual.condition(trouble as keyof typeof faults)
    await condition(printer, trouble)
    assert.equal(await printer.print(document('case-2'), ledger, never), { is: 'failed', fault })
  }
  assert.equal(ledger.story('case-2'), [])
  await virtual.condition('ready')
  await condition(printer, 'ready')
  assert.equal(await printer.print(document('case-2'), ledger, never), { is: 'printed', pages: 1 })
  assert.equal(virtual.pages(), ['case-2'])
  await end()
})

test('paper runs out in the middle: waits, says so, and goes on when it is filled', async () => {
  const { printer, ledger, virtual, end } = await room('real')
  let told = ''
  const outcome = await printer.print(document('case-3'), ledger, never, (progress) => {
    if (told === '') void virtual.condition('paper-out')
    if (progress.condition === 'paper-out' && told !== 'paper-out') void virtual.condition('ready')
    told = progress.condition === 'paper-out' ? 'paper-out' : told || progress.is
  })
  assert.is(told, 'paper-out')
  assert.equal(outcome, { is: 'printed', pages: 1 })
  assert.equal(virtual.pages(), ['case-3'])
  await end()
})

test('the printer’s plug pulled in the middle: uncertain, and never a second time by itself', async () => {
  const { printer, ledger, virtual, end } = await room('real')
  let pulled: Promise<void> | undefined
  const outcome = await printer.print(document('case-4'), ledger, never, () => {
    pulled ??= virtual.unplug().then(virtual.plug)
  })
  assert.equal(outcome, { is: 'uncertain' })
  await pulled
  await presence(printer, 'ready')
  assert.equal(await printer.print(document('case-4'), ledger, never), { is: 'uncertain' })
  assert.equal(virtual.pages(), [])
  await end()
})

test('unplugged before printing: absent, failed without a word sent; back by itself when plugged in', async () => {
  const { printer, ledger, virtual, end } = await room()
  await virtual.unplug()
  await presence(printer, 'absent')
  assert.is(printer.condition, null)
  assert.equal(await printer.print(document('case-5'), ledger, never), { is: 'failed', fault: 'printer.gone' })
  await virtual.plug()
  await presence(printer, 'ready')
  assert.equal(await printer.print(document('case-5'), ledger, never), { is: 'printed', pages: 1 })
  await end()
})

test('the citizen leaves while the printer waits for paper: the job is withdrawn and not called printed', async () => {
  const { printer, ledger, virtual, end } = await room('real')
  const leave = new AbortController()
  let emptied: Promise<void> | undefined
  const outcome = await printer.print(document('case-6'), ledger, leave.signal, (progress) => {
    emptied ??= virtual.condition('paper-out')
    if (progress.condition === 'paper-out') leave.abort()
  })
  assert.is.not(outcome.is, 'printed')
  assert.equal(ledger.unfinished(), [])
  await emptied
  await end()
})

test('box restarted with an open intent: nothing was sent, the empty job no longer holds up the printer', async () => {
  const { printer, ledger, virtual, url, end } = await room()
  await ledger.write({ name: 'case-7', is: 'intent', at })
  await ippPrinter(url).ask('Create-Job', { 'job-name': 'case-7' })
  const settled = await printer.settle(ledger, never)
  assert.equal(settled, [{ name: 'case-7', outcome: { is: 'failed', fault: 'printer.gone' } }])
  assert.equal(ledger.unfinished(), [])
  assert.equal(await printer.print(document('case-8'), ledger, never), { is: 'printed', pages: 1 })
  assert.equal(virtual.pages(), ['case-8'])
  await end()
})

test('box restarted after the printer forgot the job, whose id now is another one’s: uncertain', async () => {
  const { printer, ledger, virtual, end } = await room()
  assert.equal(await printer.print(document('case-9'), ledger, never), { is: 'printed', pages: 1 })
  const uuid = 'urn:uuid:00000000-0000-0000-0000-000000000000'
  await ledger.write({ name: 'case-10', is: 'intent', at })
  await ledger.write({ name: 'case-10', is: 'job', id: 1, uuid, at })
  assert.equal(await printer.settle(ledger, never), [{ name: 'case-10', outcome: { is: 'uncertain' } }])
  assert.equal(virtual.pages(), ['case-9'])
  await end()
})

for (const when of ['while it printed', 'before the printer was done'] as const)
  test(`box killed with −9, ${when}: settled at the restart, printed once at most`, async () => {
    const { printer, ledger, virtual, path, url, end } = await room('real')
    await ledger.close()
    const box = spawn(process.execPath, [join(import.meta.dirname, 'box.ts'), url, path, 'case-11'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exit = once(box, 'exit')
    for await (const line of createInterface({ input: box.stdout })) if (line === 'printing') box.kill('SIGKILL')
    await exit
    if (when === 'before the printer was done')
      while (virtual.pages().length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
    const reopened = await openLedger<PrintEntry>(path, endsPrint)
    assert.is(reopened.unfinished().length, 1)
    const [settled] = await printer.settle(reopened, never)
    assert.is(settled?.outcome.is, when === 'while it printed' ? settled?.outcome.is : 'printed')
    assert.equal(reopened.unfinished(), [])
    assert.equal((await printer.print(document('case-11'), reopened, never)).is, settled?.outcome.is)
    assert.ok(virtual.pages().length <= 1)
    await reopened.close()
    await end()
  })

test('what runs low is told beforehand and stops nobody; no toner does', async () => {
  const { printer, ledger, virtual, end } = await room()
  await virtual.condition('paper-low')
  while (printer.warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  assert.equal(printer.warnings, ['paper-low'])
  assert.equal(await printer.print(document('case-12'), ledger, never), { is: 'printed', pages: 1 })
  await virtual.condition('supply-out')
  await condition(printer, 'supply-out')
  const refused = { is: 'failed', fault: 'printer.supply-out' }
  assert.equal(await printer.print(document('case-13'), ledger, never), refused)
  await end()
})

test('printer-state-reasons of different printers come out as one condition', () => {
  const table: [string, string[], string][] = [
    ['idle', ['none'], 'ready'],
    ['processing', [], 'ready'],
    ['idle', ['toner-low-report', 'media-low-warning'], 'ready'],
    ['idle', ['media-empty-report'], 'paper-out'],
    ['stopped', ['media-needed-error', 'media-empty-error'], 'paper-out'],
    ['idle', ['output-area-full-report'], 'output-full'],
    ['stopped', ['input-media-size-change-error'], 'wrong-paper'],
    ['stopped', ['media-empty', 'media-jam', 'door-open'], 'jam'],
    ['stopped', ['door-open-error'], 'cover-open'],
    ['idle', ['marker-supply-empty-error'], 'supply-out'],
    ['stopped', ['none'], 'stopped'],
    ['idle', ['paused'], 'stopped'],
  ]
  for (const [state, reasons, expected] of table) assert.is(conditionFrom(state, reasons), expected)
})

test.run()
