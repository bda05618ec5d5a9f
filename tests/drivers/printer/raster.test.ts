import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { openLedger } from '../../../device/ledger.ts'
import { testPage } from '../../../device/paper/test-page.ts'
import { next } from '../../../drivers/listeners.ts'
import { formatOf, inFormat } from '../../../drivers/printer/formats.ts'
import { createPrinter } from '../../../drivers/printer/printer.ts'
import { type GrayPage, pwgRaster, urf } from '../../../drivers/printer/raster.ts'
import { endsPrint, type PrintEntry } from '../../../drivers/printer/record.ts'
import { createVirtualPrinter } from '../../../drivers/virtual/printer.ts'

const folder = mkdtempSync(join(tmpdir(), 'raster-'))
test.after(() => rmSync(folder, { recursive: true }))
const never = new AbortController().signal

/** What libcups reads of it. */
function read(bytes: Buffer): { width: number; height: number; dpi: number; bits: number; pixels: string }[] {
  const path = join(folder, 'raster')
  writeFileSync(path, bytes)
  const { status, stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'read-raster.py'), path])
  assert.is(status, 0, String(stderr))
  return String(stdout)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Runs of all lengths, equal lines, and lines in which no two dots are alike. */
function page(width: number, height: number, seed: number): GrayPage {
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      pixels[y * width + x] =
        y % 7 === 0 ? (x * 37 + seed) % 251 : y % 3 === 0 ? 255 : Math.floor(x / (1 + (y % 140))) * 40
  return { width, height, pixels }
}

test('every dot of our PWG raster and URF is read back by libcups, page by page', () => {
  const pages = [page(301, 600, 1), page(301, 600, 2), page(1, 3, 3)]
  for (const code of [pwgRaster, urf]) {
    const found = read(code(pages, 300))
    assert.equal(
      found,
      pages.map(({ width, height, pixels }) => ({
        width,
        height,
        dpi: 300,
        bits: 8,
        pixels: createHash('sha256').update(pixels).digest('hex'),
      })),
    )
  }
})

test('PDF goes first; else dots as fine as the printer has them, near 300; colour only is refused', async () => {
  const types = (...all: string[]) => ({ 'document-format-supported': all })
  assert.is(formatOf(types('image/urf', 'application/pdf')).is, 'pdf')
  const urfOnly = { ...types('image/urf'), 'urf-supported': ['CP1', 'RS600-200', 'W8'] }
  assert.equal(formatOf(urfOnly), { is: 'urf', type: 'image/urf', dpi: 200 })
  assert.throws(() => formatOf({ ...types('image/urf'), 'urf-supported': ['SRGB24'] }), /printer\.refused/)
  assert.throws(() => formatOf(types('image/jpeg')), /printer\.refused/)
  const broken = inFormat(Buffer.from('%PDF-1.4'), { is: 'pwg', type: 'image/pwg-raster', dpi: 300 })
  await broken.then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, /printer\.refused/),
  )
})

for (const type of ['image/pwg-raster', 'image/urf'])
  test(`a printer that takes only ${type} gets our paper so, and prints it once`, async () => {
    const virtual = createVirtualPrinter({ pace: 'none', formats: [type] })
    const stop = new AbortController()
    const printer = createPrinter({ id: 'printer', url: await virtual.start(), statusPollMs: 100 })
    const running = printer.run(stop.signal)
    if (printer.presence.is !== 'ready')
      await next(
        (listener: (now: { is: string }) => void) => printer.on('presence', listener),
        never,
        ({ is }) => is === 'ready',
      )
    const ledger = await openLedger<PrintEntry>(join(folder, `${type.slice(6)}.jsonl`), endsPrint)
    const pdf = await testPage(new Date(0))
    const outcome = await printer.print({ pdf, name: 'raster-1', title: 'x' }, ledger, never)
    assert.equal(outcome, { is: 'printed', pages: 1 })
    assert.equal(virtual.pages(), ['raster-1'])
    stop.abort()
    await running
    await ledger.close()
    await virtual.stop()
  })

test.run()
