import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Language } from '../../device/contract/nouns.ts'
import { da, type Texts } from './texts/da.ts'
import { en } from './texts/en.ts'

export const words: Record<Language, Texts> = { da, en }

export const Words = createContext<Texts>(da)
/** The texts in the language the caseworker chose. */
export const useWords = () => useContext(Words)

/** Of the catalogue, or as it stands in the booking. */
export function errandName(texts: Texts, errand: string): string {
  return (texts.errand as Record<string, string>)[errand] ?? errand
}

const localeOf = ({ switchLanguage }: Texts) => (switchLanguage === 'en' ? 'da-DK' : 'en-GB')

/** A number as the caseworker reads it: 0,53 or 0.53; with `style: 'percent'` 0,1 %. */
export function numberIn(texts: Texts, value: number, style: 'decimal' | 'percent' = 'decimal'): string {
  return new Intl.NumberFormat(localeOf(texts), { style, maximumFractionDigits: 2 }).format(value)
}

/** A calendar date as the caseworker reads it, such as "3. feb. 1987". */
export function dateIn(texts: Texts, date: string): string {
  return new Intl.DateTimeFormat(localeOf(texts), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
}
