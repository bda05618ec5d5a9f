/** What the box asks the hub about appointments, over its own line. */
import type { BookingCall } from '../contract/appointment.ts'
import type { BookableErrand, BookablePlace, Booked, CheckIn, CheckInRequest, Hold, Slot } from '../contract/booking.ts'
import type { Reply } from '../contract/link.ts'
import type { Triage } from '../contract/triage.ts'

/** The hub cannot be reached, or could not answer. */
export class HubGone extends Error {}

/** An answer other than the wished one. */
export class NotSo extends Error {
  readonly status: number

  constructor(status: number) {
    super(`status ${status}`)
    this.status = status
  }
}

export type Shop = {
  errands: BookableErrand[]
  places: BookablePlace[]
  /** Languages of the interpreters who can be booked. */
  interpreters: string[]
  triage: Triage | null
  here: string | null
}
export type Wish = { errands: string[]; persons: number; interpreter: string | null; kind: Slot['kind'] | null }
export type BookingApi = ReturnType<typeof bookingApi>

/** Days that the screen offers. */
const SPAN_DAYS = 31
const DAY_MS = 86_400_000
/** The local day of an instant, `YYYY-MM-DD`. */
export const dayOf = (at: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(new Date(at))

/** Every call rejects with `HubGone` or `NotSo`. */
export function bookingApi(request: (call: BookingCall) => Promise<Reply>) {
  let here: string | null = null
  const ask = async <T>(method: BookingCall['method'], path: string, body: unknown = null): Promise<T> => {
    const reply = await request({ is: 'booking', method, path, body })
    if (reply.is !== 'booking') throw new HubGone(reply.is)
    here = reply.here
    if (reply.status >= 500) throw new HubGone(`status ${reply.status}`)
    if (reply.status >= 300) throw new NotSo(reply.status)
    return reply.body as T
  }
  return {
    /** The booking place that this box stands in; known after the first call. */
    here: () => here,
    async shop(): Promise<Shop> {
      const errands = await ask<BookableErrand[]>('GET', '/api/errands')
      const places = await ask<BookablePlace[]>('GET', '/api/places')
      const interpreters = await ask<string[]>('GET', '/api/interpreters')
      const triage = await ask<Triage>('GET', '/api/triage').catch((error: unknown) => {
        if (error instanceof NotSo) return null
        throw error
      })
      return { errands, places, interpreters, triage, here }
    },
    slots(wish: Wish, place: string | null, now: number): Promise<Slot[]> {
      const query = new URLSearchParams({
        errand: wish.errands.join(','),
        persons: String(wish.persons),
        from: dayOf(now),
        to: dayOf(now + (SPAN_DAYS - 1) * DAY_MS),
        ...(wish.kind ? { kind: wish.kind } : {}),
        ...(wish.interpreter ? { interpreter: wish.interpreter } : {}),
        ...(place ? { place } : {}),
      })
      return ask('GET', `/api/slots?${query}`)
    },
    hold: (slot: string, { errands, persons, interpreter }: Wish) =>
      ask<Hold>('POST', '/api/holds', { slot, errands, persons, ...(interpreter ? { interpreter } : {}) }),
    book: (hold: string, name: string, phone: string, language: 'da' | 'en') =>
      ask<Booked>('POST', '/api/appointments', { hold, name, contact: { phone }, language }),
    checkIn: (wish: CheckInRequest) => ask<CheckIn>('POST', '/api/check-in', wish),
    /** A count that is lost is no reason to stop anybody. */
    count: (exit: { version: number; node: string; errand: string }) =>
      ask('POST', '/api/triage/exits', { ...exit, back: false }).catch(() => null),
  }
}
