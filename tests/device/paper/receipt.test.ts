import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nextStepsFor, type ReceiptInput, receipt } from '../../../device/paper/receipt.ts'
import { da } from '../../../device/paper/texts/da.ts'
import { en } from '../../../device/paper/texts/en.ts'
import { nextSteps } from '../../../device/paper/texts/texts.ts'

const folder = mkdtempSync(join(tmpdir(), 'receipt-'))
test.after(() => rmSync(folder, { recursive: true }))

const example: ReceiptInput = {
  caseNumber: 'K7-4821',
  errand: 'passport-renewal',
  outcome: 'approved',
  place: 'Ærø Bibliotek, Ålegade 1',
  at: '2026-11-22T12:05:00.000Z',
  language: 'da',
  fee: { kroner: 1890, is: 'card', reference: 'T000123', back: 378, asOf: '2021-02-01', pensioner: true },
  nextSteps: nextStepsFor('passport-renewal', 'approved'),
  letterhead: { name: 'Prøveby Kommune', phone: '70 12 34 56' },
}

function tool(program: string, args: string[], pdf: Buffer): string {
  const path = join(folder, 'receipt.pdf')
  writeFileSync(path, pdf)
  const { status, stdout, stderr, error } = spawnSync(program, [
    ...args,
    path,
    ...(program === 'pdftotext' ? ['-'] : []),
  ])
  assert.is(status, 0, `${program}: ${error ?? stderr}`)
  return String(stdout)
}

test('æ, ø and å stand on the paper and can be read out; all the citizen needs is there', async () => {
  const text = tool('pdftotext', ['-layout'], await receipt(example))
  for (const words of [
    'Prøveby Kommune',
    'K7-4821',
    'Ærø Bibliotek, Ålegade 1',
    '22. november 2026',
    '1.890 kr., betalt med kort eller telefon.',
    'Gebyret er uden',
    'T000123',
    'Fra 1. februar 2021, folkepensionist.',
    '378 kr. føres tilbage',
  ])
    assert.ok(text.includes(words), words)
  for (const step of example.nextSteps) assert.ok(text.includes(da.nextStep[step]), step)
  assert.ok(text.includes('70 12 34 56'))
})

test('the file is sound, tagged, one page A4, PDF/A-2a, with its fonts inside', async () => {
  const pdf = await receipt(example)
  tool('qpdf', ['--check'], pdf)
  const info = tool('pdfinfo', [], pdf)
  assert.match(info, /Tagged: +yes/)
  assert.match(info, /Pages: +1\n/)
  assert.match(info, /A4/)
  const structure = tool('pdfinfo', ['-struct-text'], pdf)
  assert.match(
    structure,
    /H1[\s\S]*Kvittering for din ansøgning[\s\S]*Table[\s\S]*TH[\s\S]*TD[\s\S]*H2[\s\S]*LI[\s\S]*LBody/,
  )
  assert.match(pdf.toString('latin1'), /pdfaid:part>2<[\s\S]*pdfaid:conformance>A</)
  for (const font of tool('pdffonts', [], pdf).trim().split('\n').slice(2)) assert.match(font, /yes yes yes/)
})

test('the same receipt is the same bytes', async () => {
  const first = await receipt(example)
  await new Promise((resolve) => setTimeout(resolve, 1_100)) // over a second boundary, where a time would show
  assert.ok(first.equals(await receipt({ ...example })))
})

test('every outcome in both languages, with more steps than any errand has, stays on one page', async () => {
  for (const language of ['da', 'en'] as const)
    for (const outcome of ['approved', 'rejected', 'referred'] as const) {
      const pdf = await receipt({
        ...example,
        language,
        outcome,
        errand: 'passport-child',
        nextSteps: nextSteps.slice(0, 8),
        fee: null,
      })
      assert.match(tool('pdfinfo', [], pdf), /Pages: +1\n/)
      const text = tool('pdftotext', ['-layout'], pdf)
      assert.ok(text.includes({ da, en }[language].title[outcome]), `${language} ${outcome}`)
    }
})

test.run()
