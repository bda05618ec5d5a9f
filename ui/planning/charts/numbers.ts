import { type Language, localeOf } from '../language.ts'

/** A number as people write it. */
export const numberIn = (language: Language, x: number, digits = 0) =>
  x.toLocaleString(localeOf(language), { minimumFractionDigits: digits, maximumFractionDigits: digits })
/** Money to the nearest `step` kroner: more digits would claim more than is known. */
export const moneyIn = (language: Language, x: number, step = 1_000) =>
  `${signed(numberIn(language, Math.abs(Math.round(x / step) * step)), x)} kr.`
export const signed = (text: string, x: number) => (x < 0 ? `−${text}` : text)
export const changeIn = (language: Language, x: number, digits = 0) =>
  `${x > 0 ? '+' : x < 0 ? '−' : ''}${numberIn(language, Math.abs(x), digits)}`
export const percentIn = (language: Language, x: number, digits = 0) => `${numberIn(language, x * 100, digits)} %`
/** `09.15` or `09:15`. */
export const clockIn = (language: Language, minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}${language === 'da' ? '.' : ':'}${String(minute % 60).padStart(2, '0')}`
