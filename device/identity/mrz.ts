/** The machine readable zone of a passport: TD3, two lines of 44 (Doc 9303-4 §4.2). */
import { parse } from 'mrz'
import type { DocumentData, HolderData } from '../contract/inspection.ts'
import { birthDate, expiryDate } from './dates.ts'

export type Mrz = {
  lines: [string, string]
  document: DocumentData
  holder: HolderData
  /** What opens the chip by BAC: as printed, dates YYMMDD. */
  key: { documentNumber: string; dateOfBirth: string; dateOfExpiry: string }
}

export type MrzResult =
  | { is: 'mrz'; mrz: Mrz }
  /** `fields` names what did not hold, never its value. */
  | { is: 'unreadable'; reason: 'not-td3' | 'characters' | 'check-digits' | 'dates'; fields: string[] }

/** Lines of a reader's text, whatever it ends them with; one run of 88 characters is two lines. */
function linesOf(text: string): string[] {
  const lines = text
    .toUpperCase()
    .split(/[\r\n]+/)
    .map((line) => line.replace(/[^A-Z0-9<]/g, ''))
    .filter((line) => line !== '')
  const only = lines[0]
  return lines.length === 1 && only?.length === 88 ? [only.slice(0, 44), only.slice(44)] : lines
}

/**
 * Reads a TD3 zone and checks its five check digits. `now` settles the centuries.
 * The library's verdict on states is not used: it knows no UTO (the test country) and ICAO adds codes.
 */
export function parseMrz(text: string, now: Date): MrzResult {
  const [line1, line2, ...rest] = linesOf(text)
  if (line1?.length !== 44 || line2?.length !== 44 || rest.length > 0 || line1[0] !== 'P') {
    return { is: 'unreadable', reason: 'not-td3', fields: [] }
  }
  if (!/^P[A-Z<][A-Z<]{3}[A-Z<]{39}$/.test(line1) || !/^.{10}[A-Z<]{3}.{7}[MF<X]/.test(line2)) {
    return { is: 'unreadable', reason: 'characters', fields: [] }
  }
  const parsed = parse([line1, line2])
  const wrong = parsed.details
    .filter((detail) => !detail.valid && detail.field?.endsWith('CheckDigit'))
    .map((detail) => String(detail.field))
  if (wrong.length > 0) return { is: 'unreadable', reason: 'check-digits', fields: wrong }

  const birth = birthDate(line2.slice(13, 19), now)
  const expiry = expiryDate(line2.slice(21, 27), now)
  if (!birth || !expiry) {
    return {
      is: 'unreadable',
      reason: 'dates',
      fields: [...(birth ? [] : ['birthDate']), ...(expiry ? [] : ['expirationDate'])],
    }
  }
  const [surname = '', givenNames = ''] = line1.slice(5).split('<<')
  const sex = line2[20]
  const personalNumber = clean(line2.slice(28, 42))
  return {
    is: 'mrz',
    mrz: {
      lines: [line1, line2],
      document: {
        type: clean(line1.slice(0, 2)),
        issuingState: clean(line1.slice(2, 5)),
        number: clean(line2.slice(0, 9)),
        expiry,
      },
      holder: {
        surname: clean(surname),
        givenNames: clean(givenNames),
        dateOfBirth: birth.date,
        ...(birth.partial ? { dateOfBirthPartial: true } : {}),
        sex: sex === 'M' || sex === 'F' ? sex : 'X',
        nationality: clean(line2.slice(10, 13)),
        ...(personalNumber === '' ? {} : { personalNumber }),
      },
      key: {
        documentNumber: line2.slice(0, 9).replace(/<+$/, ''),
        dateOfBirth: line2.slice(13, 19),
        dateOfExpiry: line2.slice(21, 27),
      },
    },
  }
}

function clean(field: string): string {
  return field.replace(/</g, ' ').trim()
}
