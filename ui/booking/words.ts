import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Words as Bilingual } from '../../device/contract/booking.ts'
import { da, type Texts } from './texts/da.ts'
import { en } from './texts/en.ts'

export const words: Record<'da' | 'en', Texts> = { da, en }
export const Words = createContext<Texts>(da)
/** The texts in the language the citizen chose. */
export const useWords = () => useContext(Words)

const ZONE = 'Europe/Copenhagen'
const format = (t: Texts, options: Intl.DateTimeFormatOptions, at: string) =>
  new Intl.DateTimeFormat(t.locale, { timeZone: ZONE, ...options }).format(new Date(at))

/** "mandag den 7. december" */
export const dayIn = (t: Texts, at: string) => format(t, { weekday: 'long', day: 'numeric', month: 'long' }, at)
/** "10.15" */
export const timeIn = (t: Texts, at: string) => format(t, { hour: '2-digit', minute: '2-digit' }, at)
export const whenIn = (t: Texts, at: string) =>
  t.language === 'da' ? `${dayIn(t, at)} kl. ${timeIn(t, at)}` : `${dayIn(t, at)} at ${timeIn(t, at)}`
/** Local day of an instant, `YYYY-MM-DD`. */
export const dayOf = (at: string | number) => new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date(at))

export const say = (t: Texts, text: Bilingual) => text[t.language]
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
