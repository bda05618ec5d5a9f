import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { birthDate, expiryDate } from '../../../device/identity/dates.ts'
import { fitsMrz } from '../../../device/identity/letters.ts'
import { parseMrz } from '../../../device/identity/mrz.ts'
import { checkDigit, mrzInformation } from '../../../drivers/chip/bac.ts'
import { writeMrz, writeTd1, writeTd2 } from '../../../drivers/virtual/country/mrz-writer.ts'

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
    const misread = line.slice(0, at) + (line[at] === '3' ? '4' : '3') + line.slice(at + 1)
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

test('look-alikes are corrected where a check digit proves it, and reported; elsewhere never', () => {
  const misread = (line: number, column: number, character: string) => {
    const lines = [...specimen]
    lines[line] = lines[line]!.slice(0, column) + character + lines[line]!.slice(column + 1)
    return parseMrz(lines.join('\n'), now)
  }
  // Document number 0 → O, birth date 1 → I, check digit 2 → Z, expiry 0 → Q, composite 0 → O.
  for (const [column, character, field] of [
    [5, 'O', 'documentNumber'],
    [17, 'I', 'birthDate'],
    [19, 'Z', 'birthDate'],
    [23, 'Q', 'expirationDate'],
    [43, 'O', 'composite'],
  ] as const) {
    const result = misread(1, column, character)
    if (result.is !== 'mrz') throw new Error(`column ${column}: ${result.reason}`)
    assert.equal(result.mrz.lines, specimen)
    assert.equal(
      result.mrz.corrections.map(({ field, line, column, read }) => ({ field, line, column, read })),
      [{ field, line: 2, column: column + 1, read: character }],
    )
  }
  // A name has no check digit: 0 for O stays, and the zone is refused.
  assert.equal(misread(0, 5, '0'), { is: 'unreadable', reason: 'characters', fields: ['name'] })
})

test('identity cards: the specimens of Doc 9303-5 and -6', () => {
  const td1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
  const td2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']
  for (const [format, lines] of [
    ['TD1', td1],
    ['TD2', td2],
  ] as const) {
    for (const text of [lines.join('\n'), lines.join(''), lines.join(' ')]) {
      const result = parseMrz(text, now)
      if (result.is !== 'mrz') throw new Error(`${format}: ${result.reason} ${result.fields}`)
      const { document, holder, key } = result.mrz
      assert.is(result.mrz.format, format)
      assert.equal(document, { type: 'I', issuingState: 'UTO', number: 'D23145890', expiry: '2012-04-15' })
      assert.is(`${holder.surname}, ${holder.givenNames}, ${holder.sex}`, 'ERIKSSON, ANNA MARIA, F')
      assert.equal(key, { documentNumber: 'D23145890', dateOfBirth: '740812', dateOfExpiry: '120415' })
    }
  }
})

test('a card’s long number runs on in the optional data; what is written is read', () => {
  const holder = {
    surname: 'Bach',
    givenNames: 'Ida',
    dateOfBirth: '1999-12-31',
    sex: 'F',
    documentNumber: 'D23145890734',
  } as const
  for (const lines of [writeTd1('I', 'UTO', holder, '2030-01-01'), writeTd2('I', 'UTO', holder, '2030-01-01')]) {
    const result = parseMrz(lines.join('\n'), now)
    if (result.is !== 'mrz') throw new Error(`${result.reason} ${result.fields}`)
    assert.is(result.mrz.document.number, 'D23145890734')
    assert.is(mrzInformation(result.mrz.key), `D231458907349991231${checkDigit('991231')}300101${checkDigit('300101')}`)
  }
})

test('visas and driving licences are told apart from noise', () => {
  const visa = `V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n${specimen[1]}`
  assert.equal(parseMrz(visa, now), { is: 'unreadable', reason: 'other-document', fields: ['visa'] })
  const licence = parseMrz('D1NLD15094962111659VW87Z78NB84', now)
  assert.equal(licence, { is: 'unreadable', reason: 'other-document', fields: ['driving-licence'] })
})

test('a name in full fits the zone’s spelling, cut or not', () => {
  assert.ok(fitsMrz('Sørensen, Åse Marie', 'SOERENSEN AASE MARIE'))
  assert.ok(fitsMrz('Ærø-Ångström', 'AEROE AANGSTR'))
  assert.not(fitsMrz('Sorensen', 'SOERENSEN'))
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
