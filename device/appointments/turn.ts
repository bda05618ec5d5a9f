import type { AppointmentAnswer, AppointmentPage } from '../contract/appointment.ts'
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
  /** Shows a page and waits for the answer to it. */
  ask(page: AppointmentPage): Promise<AppointmentAnswer>
}
