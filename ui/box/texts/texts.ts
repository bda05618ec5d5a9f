import type { Language } from '../../../device/contract/nouns.ts'
import { da, type Texts } from './da.ts'
import { en } from './en.ts'

export const texts: Record<Language, Texts> = { da, en }

/** `2026-03-09` as people read it: 9. marts 2026, 9 March 2026. */
export function longDate(date: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`))
}

/** Øre as kroner: 89000 → 890,00 (da), 890.00 (en). */
export function kroner(amount: number, language: Language): string {
  return new Intl.NumberFormat(language === 'da' ? 'da-DK' : 'en-GB', { minimumFractionDigits: 2 }).format(amount / 100)
}
