/** The two lines of a TD3 zone (Doc 9303-4 §4.2), with national letters written as Doc 9303-3 §6 says. */
import { checkDigit } from '../../chip/bac.ts'

export type Holder = {
  surname: string
  givenNames: string
  /** 'YYYY-MM-DD' */
  dateOfBirth: string
  sex: 'F' | 'M' | 'X'
  /** Up to nine capitals and digits. */
  documentNumber: string
  nationality?: string
  personalNumber?: string
}

const transliteration: Record<string, string> = {
  Æ: 'AE',
  Ø: 'OE',
  Å: 'AA',
  Ä: 'AE',
  Ö: 'OE',
  Ü: 'UE',
  ß: 'SS',
  Þ: 'TH',
  Ð: 'D',
}

function mrzName(name: string): string {
  return name
    .toUpperCase()
    .replace(/[ÆØÅÄÖÜßÞÐ]/g, (letter) => transliteration[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{Diacritic}|['’.]/gu, '')
    .replace(/[^A-Z]+/g, '<')
}

function yymmdd(date: string): string {
  return date.replace(/-/g, '').slice(2)
}

/** Both lines. Names longer than the zone are cut, as Doc 9303-3 §4.6 allows. `expires` is 'YYYY-MM-DD'. */
export function writeMrz(issuingState: string, holder: Holder, expires: string): [string, string] {
  const names = `${mrzName(holder.surname)}<<${mrzName(holder.givenNames)}`
  const line1 = `P<${issuingState.padEnd(3, '<')}${names}`.padEnd(44, '<').slice(0, 44)
  const checked = (field: string) => field + checkDigit(field)
  const number = checked(holder.documentNumber.padEnd(9, '<'))
  const birth = checked(yymmdd(holder.dateOfBirth))
  const expiry = checked(yymmdd(expires))
  const personal = checked((holder.personalNumber ?? '').padEnd(14, '<'))
  const nationality = (holder.nationality ?? issuingState).padEnd(3, '<')
  const sex = holder.sex === 'X' ? '<' : holder.sex
  const line2 = `${number}${nationality}${birth}${sex}${expiry}${personal}${checkDigit(number + birth + expiry + personal)}`
  return [line1, line2]
}
