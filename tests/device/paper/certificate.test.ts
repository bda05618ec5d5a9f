import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Issued, Statement } from '../../../device/contract/certificate.ts'
import { certificate } from '../../../device/paper/certificate.ts'
import { readLogo } from '../../../device/paper/logo.ts'

const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
test.after(() => rmSync(folder, { recursive: true }))
const logo = readLogo('<svg viewBox="0 0 10 10"><rect x="1" y="1" width="8" height="8" fill="#0b3f73"/></svg>')
const letterhead = { name: 'Ærø Kommune', phone: '70 12 34 56', address: ['Torvet 1', '5970 Ærøskøbing'], logo }
const person = { name: 'Søren Ågaard', dateOfBirth: '1968-07-23' }
const address = { street: 'Østergade 1', postal: '5970 Ærøskøbing', from: '2011-03-15', to: '2019-07-31' }
const about: Record<string, Statement['about']> = {
  residence: {
    is: 'residence-certificate',
    record: { ...person, addresses: [{ ...address, to: null }, ...Array<typeof address>(5).fill(address)] },
  },
  licence: {
    is: 'temporary-licence',
    until: '2027-02-20',
    record: { ...person, number: '91000001', categories: ['AM', 'B'], validUntil: '2034-05-01' },
  },
}
const issued = (what: string, language: 'da' | 'en'): Issued => ({
  statement: {
    version: 1,
    code: 'K7RT-2MNP',
    language,
    issuer: 'Ærø Kommune',
    issuedAt: '2026-11-22T12:00:00.000Z',
    about: about[what]!,
  },
  url: 'https://borger.example/verify/#K7RT-2MNP.abcdefghijklmnopqrstuv',
})

function tool(program: string, args: string[], path: string): string {
  const { status, stdout, stderr } = spawnSync(program, [...args, path, ...(program === 'pdftotext' ? ['-'] : [])])
  assert.is(status, 0, `${program}: ${stderr}`)
  return String(stdout)
}

for (const what of Object.keys(about))
  for (const language of ['da', 'en'] as const)
    test(`${what} in ${language}: sound, tagged PDF/A-2a on one page, the QR code has words, same bytes again`, async () => {
      const pdf = await certificate(issued(what, language), letterhead)
      const path = join(folder, `${what}-${language}.pdf`)
      writeFileSync(path, pdf)
      tool('qpdf', ['--check'], path)
      assert.match(tool('pdfinfo', [], path), /Tagged: +yes[\s\S]*Pages: +1\n/)
      const structure = tool('pdfinfo', ['-struct-text'], path)
      assert.match(structure, /H1[\s\S]*Table[\s\S]*TH[\s\S]*TD[\s\S]*H2[\s\S]*Figure/)
      assert.match(pdf.toString('latin1'), /pdfaid:part>2<[\s\S]*pdfaid:conformance>A</)
      const text = tool('pdftotext', ['-layout'], path)
      for (const word of ['Søren Ågaard', 'K7RT-2MNP', 'Ærø Kommune', 'borger.example'])
        assert.ok(text.includes(word), word)
      assert.not.ok(text.includes('abcdefghijklmnopqrstuv'), 'the key stands in the code alone')
      assert.ok(pdf.equals(await certificate(issued(what, language), letterhead)))
    })

test('a logo that could not be drawn as it is, is refused at the start', () => {
  for (const svg of ['<svg viewBox="0 0 1 1"><image href="x"/></svg>', 'no svg', '<svg viewBox="0 0 1 1"></svg>'])
    assert.throws(() => readLogo(svg), /config\.invalid/)
})

test.run()
