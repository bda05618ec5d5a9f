import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { noteWords } from '../../../device/paper/note.ts'
import { noteSlip } from '../../../device/paper/note-slip.ts'
import { encodeSlip } from '../../../drivers/printer/escpos/encode.ts'
import { letterhead, notePdf, notes, papers } from './examples.ts'

const folder = mkdtempSync(join(tmpdir(), 'note-'))
test.after(() => rmSync(folder, { recursive: true }))

function tool(program: string, args: string[], pdf: Buffer): string {
  const path = join(folder, 'note.pdf')
  writeFileSync(path, pdf)
  const { status, stdout, stderr } = spawnSync(program, [...args, path, ...(program === 'pdftotext' ? ['-'] : [])])
  assert.is(status, 0, `${program}: ${stderr}`)
  return String(stdout)
}

test('every slip and the health card are sound, tagged PDF/A-2a on one page, whatever language', async () => {
  const all = [...Object.keys(notes), 'temporary health card']
  for (const [i, name] of all.entries()) {
    const pdf = await papers[name]!(i % 2 === 0 ? 'da' : 'en')
    tool('qpdf', ['--check'], pdf)
    assert.match(tool('pdfinfo', ['-struct-text'], pdf), /Document[\s\S]*H1/, name)
    assert.match(tool('pdfinfo', [], pdf), /Tagged: +yes[\s\S]*Pages: +1\n/, name)
    assert.match(pdf.toString('latin1'), /pdfaid:part>2<[\s\S]*pdfaid:conformance>A</)
  }
})

test('the way there, the time in Denmark, and what to bring can be read out; a long summary stays on its page', async () => {
  const way = tool('pdftotext', ['-layout'], await notePdf(notes['referral slip']!, 'da'))
  for (const words of ['Sådan finder du derhen', 'Ålegade', 'Ærøskøbing', 'K7-4821'])
    assert.ok(way.includes(words), words)
  const time = tool('pdftotext', ['-layout'], await notePdf(notes['appointment slip']!, 'en'))
  for (const words of ['1 December 2026', '10:20', '48-271', 'Dit gamle pas']) assert.ok(time.includes(words), words)
  const long = {
    is: 'summary',
    text: 'Vi blev enige om en ting, som fylder en hel linje på papiret.\n'.repeat(25),
  } as const
  assert.match(tool('pdfinfo', [], await notePdf(long, 'da')), /Pages: +1\n/)
})

test('the same words fit a receipt printer', () => {
  for (const note of Object.values(notes)) {
    const words = noteWords({ caseNumber: 'K7-4821', language: 'da', note, at: '2026-11-22T12:00:00.000Z' })
    const bytes = Buffer.from(encodeSlip(noteSlip(words, letterhead), 7)).toString('latin1')
    assert.ok(bytes.includes('Ær') && bytes.includes('70 12 34 56'))
    assert.not.ok(bytes.includes('?'.repeat(2)))
  }
})

test.run()
