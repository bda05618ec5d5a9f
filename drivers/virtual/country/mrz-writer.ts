/** The lines of TD1, TD2 and TD3 zones, with national letters written as Doc 9303-3 §6 says. */
import { mrzSpelling } from '../../../device/identity/letters.ts'
import { checkDigit } from '../../chip/bac.ts'

export type Holder = {
  surname: string
  givenNames: string
  /** 'YYYY-MM-DD' */
  dateOfBirth: string
  sex: 'F' | 'M' | 'X'
  /** Capitals and digits; nine at most on a passport. */
  documentNumber: string
  nationality?: string
  personalNumber?: string
}

function yymmdd(date: string): string {
  return date.replace(/-/g, '').slice(2)
}

const FILLER = '<'
const fill = (text: string, width: number) => text.padEnd(width, FILLER).slice(0, width)
const checked = (field: string) => field + checkDigit(field)

/** The two lines of a passport. Names longer than the zone are cut, as Doc 9303-3 §4.6 allows. `expires` is 'YYYY-MM-DD'. */
export function writeMrz(issuingState: string, holder: Holder, expires: string): [string, string] {
  const line1 = fill(`P<${fill(issuingState, 3)}${names(holder)}`, 44)
  const { number, nationality, birth, sex, expiry } = fields(issuingState, holder, expires)
  const personal = checked(fill(holder.personalNumber ?? '', 14))
  const line2 = `${number}${nationality}${birth}${sex}${expiry}${personal}${checkDigit(number + birth + expiry + personal)}`
  return [line1, line2]
}

/** The three lines of an identity or residence card (Doc 9303-5 §4.2). A number of more than nine characters runs on. */
export function writeTd1(type: string, issuingState: string, holder: Holder, expires: string): string[] {
  const { nationality, birth, sex, expiry } = fields(issuingState, holder, expires)
  const { head, rest } = longNumber(holder.documentNumber)
  const line1 = fill(`${fill(type, 2)}${fill(issuingState, 3)}${head}${rest}`, 30)
  const body = `${birth}${sex}${expiry}${nationality}${fill(holder.personalNumber ?? '', 11)}`
  const composite = checkDigit(line1.slice(5) + birth + expiry + body.slice(18))
  return [line1, body + composite, fill(names(holder), 30)]
}

/** The two lines of a TD2 card (Doc 9303-6 §4.2). */
export function writeTd2(type: string, issuingState: string, holder: Holder, expires: string): string[] {
  const { nationality, birth, sex, expiry } = fields(issuingState, holder, expires)
  const { head, rest } = longNumber(holder.documentNumber)
  const optional = fill(rest === '' ? (holder.personalNumber ?? '') : rest, 7)
  const line1 = fill(`${fill(type, 2)}${fill(issuingState, 3)}${names(holder)}`, 36)
  const line2 = `${head}${nationality}${birth}${sex}${expiry}${optional}`
  return [line1, line2 + checkDigit(head + birth + expiry + optional)]
}

function names(holder: Holder): string {
  return `${mrzSpelling(holder.surname)}<<${mrzSpelling(holder.givenNames)}`
}

function longNumber(number: string): { head: string; rest: string } {
  if (number.length <= 9) return { head: checked(fill(number, 9)), rest: '' }
  return { head: `${number.slice(0, 9)}${FILLER}`, rest: `${number.slice(9)}${checkDigit(number)}${FILLER}` }
}

function fields(issuingState: string, holder: Holder, expires: string) {
  return {
    number: checked(fill(holder.documentNumber, 9)),
    nationality: fill(holder.nationality ?? issuingState, 3),
    birth: checked(yymmdd(holder.dateOfBirth)),
    sex: holder.sex === 'X' ? FILLER : holder.sex,
    expiry: checked(yymmdd(expires)),
  }
}
