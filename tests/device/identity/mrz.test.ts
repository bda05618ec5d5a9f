import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { birthDate, expiryDate } from '../../../device/identity/dates.ts'
import { parseMrz } from '../../../device/identity/mrz.ts'
import { checkDigit } from '../../../drivers/chip/bac.ts'
import { writeMrz } from '../../../drivers/virtual/country/mrz-writer.ts'

const test = suite('machine readable zone')
const now = new Date('2026-11-22T12:00:00Z')

/** The specimen of Doc 9303-4 Appendix B. */
const specimen = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

test('the specimen of Doc 9303-4, however the reader ends its lines', () => {
  for (const text of [
    specimen.join('\r\n'),
    `${specimen.join('\r')}\r`,
    `\n${specimen.join('\n')}\n`,
    specimen.join(''),
  ]) {
    const result = parseMrz(text, now)
    assert.is(result.is, 'mrz')
    if (result.is !== 'mrz') return
    const { document, holder, key } = result.mrz
    assert.equal(document, { type: 'P', issuingState: 'UTO', number: 'L898902C3', expiry: '2012-04-15' })
    assert.equal(holder, {
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      dateOfBirth: '1974-08-12',
      sex: 'F',
      nationality: 'UTO',
      personalNumber: 'ZE184226B',
    })
    assert.equal(key, { documentNumber: 'L898902C3', dateOfBirth: '740812', dateOfExpiry: '120415' })
  }
})

test('one misread character is noticed wherever a check digit covers it', () => {
  // Some mistakes cancel out, as L for 1: the weights see values modulo 10 only.
  for (const at of [0, 5, 9, 13, 19, 21, 27, 28, 36, 42, 43]) {
    const line = specimen[1]!
    const misread = line.slice(0, at) + (line[at] === '2' ? '3' : '2') + line.slice(at + 1)
    const result = parseMrz(`${specimen[0]}\n${misread}`, now)
    assert.is(result.is, 'unreadable', `character ${at}`)
  }
})

test('noise, half a zone, an identity card', () => {
  for (const text of [
    '',
    'ERROR',
    specimen[0]!,
    `${specimen[0]}\n${specimen[1]!.slice(1)}`,
    'I<UTO\nX\nY',
    '<'.repeat(88),
  ]) {
    assert.is(parseMrz(text, now).is, 'unreadable', text)
  }
})

test('Danish letters, long names, no given name, an empty personal number, sex not given', () => {
  const holder = {
    surname: 'Ærø-Ångström',
    givenNames: 'Søren Åge',
    dateOfBirth: '2016-02-29',
    sex: 'X',
    documentNumber: 'A1',
  } as const
  const result = parseMrz(writeMrz('DNK', holder, '2031-01-31').join('\n'), now)
  if (result.is !== 'mrz') throw new Error(result.reason)
  assert.is(result.mrz.holder.surname, 'AEROE AANGSTROEM')
  assert.is(result.mrz.holder.givenNames, 'SOEREN AAGE')
  assert.is(result.mrz.holder.sex, 'X')
  assert.is(result.mrz.holder.personalNumber, undefined)
  assert.is(result.mrz.document.issuingState, 'DNK')
  assert.is(result.mrz.document.number, 'A1')
  const long = { ...holder, surname: 'Abcdefghijklmnopqrstuvwxyzabcdefghijklmnop', givenNames: '' }
  assert.is(parseMrz(writeMrz('DNK', long, '2031-01-31').join('\n'), now).is, 'mrz')
})

test('two-digit years become full dates', () => {
  assert.equal(birthDate('261122', now), { date: '2026-11-22', partial: false })
  assert.equal(birthDate('261123', now), { date: '1926-11-23', partial: false })
  assert.equal(birthDate('150101', now), { date: '2015-01-01', partial: false })
  assert.equal(birthDate('74<<<<', now), { date: '1974-01-01', partial: true })
  assert.equal(birthDate('7408<<', now), { date: '1974-08-01', partial: true })
  assert.is(birthDate('740230', now), undefined)
  assert.is(expiryDate('360101', now), '2036-01-01')
  assert.is(expiryDate('991231', now), '1999-12-31')
  assert.is(expiryDate('000229', new Date('2098-01-01')), undefined, '2100 is no leap year')
  assert.is(expiryDate('040229', new Date('2098-01-01')), '2104-02-29')
})

test('check digits of Doc 9303-3 §4.9', () => {
  assert.is(checkDigit('D23145890734'), '9')
  assert.is(checkDigit('520727'), '3')
})

test.run()
