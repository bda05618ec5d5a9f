import type { AppointmentAnswer, AppointmentPage } from '../../../../device/contract/appointment.ts'
import type { Language } from '../../../../device/contract/nouns.ts'

export type PageProps<K extends AppointmentPage['is']> = {
  page: Extract<AppointmentPage, { is: K }>
  answer: (answer: AppointmentAnswer) => void
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const format = (language: Language, options: Intl.DateTimeFormatOptions, at: Date) =>
  new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', { timeZone: 'Europe/Copenhagen', ...options }).format(
    at,
  )

/** "10.15" */
export const timeOf = (language: Language, at: string) =>
  format(language, { hour: '2-digit', minute: '2-digit' }, new Date(at))
/** "Mandag den 7. december" at the beginning of a sentence, "mandag …" within one (`dayWithin`). */
export const dayOf = (language: Language, at: string) => capital(dayWithin(language, at))
export const dayWithin = (language: Language, at: string) =>
  format(language, { weekday: 'long', day: 'numeric', month: 'long' }, new Date(at))
/** Local day of an instant, `YYYY-MM-DD`. */
export const isoDay = (at: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(new Date(at))
