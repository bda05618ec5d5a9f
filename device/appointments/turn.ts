import type { AppointmentAnswer, AppointmentPage } from '../contract/appointment.ts'
import type { Note } from '../paper/texts/note-texts.ts'
import type { BookingApi } from './booking-api.ts'

/** What a page leads to: another page, the errand itself, or the end. */
export type Next = Turn | Begin | 'over'
/** The citizen begins the errand of that appointment now. */
export type Begin = { booking: string }
/** One page: shows itself, takes answers, and says what comes next. Runs anew when somebody comes back to it. */
export type Turn = (pages: Pages) => Promise<Next>
export type Pages = {
  api: BookingApi
  language(): 'da' | 'en'
  /** Tries in vain, in the whole visit. */
  wrong: { names: number }
  /** Shows a page that nothing can be answered to. */
  show(page: AppointmentPage): void
  /** Whether a slip can be printed now, and the printing of one: true when it came out. */
  canPrint(): boolean
  print(note: Note): Promise<boolean>
  /** Shows a page and waits for the answer to it. */
  ask(page: AppointmentPage): Promise<AppointmentAnswer>
}
