/** The machine readable zone of passports (TD3), identity and residence cards (TD1, TD2): Doc 9303-3 to -6. */
import type { DocumentData, HolderData } from '../contract/inspection.ts'
import { birthDate, expiryDate } from './dates.ts'
import { type Correction, correct, longNumber, wrongFields } from './mrz-correction.ts'
import { type Layout, layouts, type MrzFormat, spanOf } from './mrz-format.ts'

export type Mrz = {
  format: MrzFormat
  /** As they hold: corrected where that was proven. */
  lines: string[]
  document: DocumentData
  holder: HolderData
  /** What opens the chip by BAC or PACE: as printed, dates YYMMDD; a long number whole. */
  key: { documentNumber: string; dateOfBirth: string; dateOfExpiry: string }
  corrections: Correction[]
}

export type MrzResult =
  | { is: 'mrz'; mrz: Mrz }
  /** `fields` names what did not hold, never its value. */
  | {
      is: 'unreadable'
      /** `other-document`: the lines of a visa or a driving licence, named in `fields`. */
      reason: 'format' | 'other-document' | 'characters' | 'check-digits' | 'dates'
      fields: string[]
    }

/** Lines of a reader's text, whatever it ends them with; one run of a whole zone's length is cut. */
function linesOf(text: string): string[] {
  const lines = text
    .toUpperCase()
    .split(/[\r\n]+| +(?=[A-Z0-9<]{30})/)
    .map((line) => line.replace(/[^A-Z0-9<]/g, ''))
    .filter((line) => line !== '')
  const only = lines[0] ?? ''
  const layout = lines.length === 1 && layouts.find(({ lines, width }) => lines * width === only.length)
  if (!layout) return lines
  return Array.from({ length: layout.lines }, (_, i) => only.slice(i * layout.width, (i + 1) * layout.width))
}

/** Other machine readable lines, by their first letters and width. */
function otherDocument(lines: string[]): string | undefined {
  const [first = ''] = lines
  if (first.startsWith('V') && (first.length === 44 || first.length === 36)) return 'visa'
  if (first.startsWith('D') && first.length === 30 && lines.length === 1) return 'driving-licence'
  return undefined
}

/**
 * Reads a zone and checks its check digits; corrects look-alikes where they prove it. `now` settles the centuries.
 * Issuing states are not checked against a list: ICAO adds codes, and there are test countries.
 */
export function parseMrz(text: string, now: Date): MrzResult {
  const read = linesOf(text)
  const layout = layouts.find(
    ({ lines, width, types }) =>
      read.length === lines && read.every((line) => line.length === width) && types.includes(read[0]![0]!),
  )
  if (!layout) {
    const other = otherDocument(read)
    return other ? { is: 'unreadable', reason: 'other-document', fields: [other] } : unreadable('format')
  }
  const wrong = wrongFields(layout, read)
  const corrected = wrong.length > 0 ? correct(layout, read) : { lines: read, corrections: [] }
  if (!corrected) return unreadable('check-digits', wrong)
  const { lines, corrections } = corrected
  const letters: [string, string][] = [
    ['documentCode', spanOf(lines, layout.type)],
    ['issuingState', spanOf(lines, layout.state)],
    ['name', spanOf(lines, layout.names)],
    ['nationality', spanOf(lines, layout.nationality)],
  ]
  const strange = letters.filter(
    ([field, value]) => !(field === 'documentCode' ? /^[A-Z][A-Z0-9<]$/ : /^[A-Z<]*$/).test(value),
  )
  if (!/^[MF<X]$/.test(spanOf(lines, layout.sex))) strange.push(['sex', ''])
  if (strange.length > 0)
    return unreadable(
      'characters',
      strange.map(([field]) => field),
    )

  const birth = birthDate(spanOf(lines, layout.birth), now)
  const expiry = expiryDate(spanOf(lines, layout.expiry), now)
  if (!birth || !expiry)
    return unreadable('dates', [...(birth ? [] : ['birthDate']), ...(expiry ? [] : ['expirationDate'])])
  return { is: 'mrz', mrz: { ...fieldsOf(layout, lines, birth, expiry), corrections } }
}

function unreadable(reason: 'format' | 'characters' | 'check-digits' | 'dates', fields: string[] = []): MrzResult {
  return { is: 'unreadable', reason, fields }
}

function fieldsOf(
  layout: Layout,
  lines: string[],
  birth: { date: string; partial: boolean },
  expiry: string,
): Omit<Mrz, 'corrections'> {
  const of = (span: Parameters<typeof spanOf>[1]) => spanOf(lines, span)
  const [surname = '', givenNames = ''] = of(layout.names).split('<<')
  const sex = of(layout.sex)
  const checked = layout.checked.find(({ field }) => field === 'documentNumber')!
  const long = lines[checked.at[0]]?.[checked.at[1]] === '<' ? longNumber(layout, lines) : undefined
  const number = long?.number ?? of(layout.number)
  const personal = layout.optional
    .map((span, i) => clean(long && i === 0 ? '' : of(span)))
    .filter((value) => value !== '')
    .join(' ')
  return {
    format: layout.format,
    lines,
    document: {
      type: clean(of(layout.type)),
      issuingState: clean(of(layout.state)),
      number: clean(number),
      expiry,
    },
    holder: {
      surname: clean(surname),
      givenNames: clean(givenNames),
      dateOfBirth: birth.date,
      ...(birth.partial ? { dateOfBirthPartial: true } : {}),
      sex: sex === 'M' || sex === 'F' ? sex : 'X',
      nationality: clean(of(layout.nationality)),
      ...(personal === '' ? {} : { personalNumber: personal }),
    },
    key: {
      documentNumber: number.replace(/<+$/, ''),
      dateOfBirth: of(layout.birth),
      dateOfExpiry: of(layout.expiry),
    },
  }
}

function clean(field: string): string {
  return field.replace(/</g, ' ').replace(/ +/g, ' ').trim()
}
