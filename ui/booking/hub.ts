/** What the page asks of the hub. */
import type {
  Appointment,
  BookableErrand,
  BookablePlace,
  Booked,
  BookingKind,
  CheckIn,
  Hold,
  Slot,
  TooMany,
} from '../../device/contract/booking.ts'
import type { StandbyRequest, StandbyTicket } from '../../device/contract/standby.ts'
import type { Triage, TriageCount } from '../../device/contract/triage.ts'
import { solve } from './work.ts'

/** An answer other than the wished one. */
export class Refused extends Error {
  status: number
  body: unknown
  constructor(status: number, body: unknown) {
    super(`status ${status}`)
    this.status = status
    this.body = body
  }
}

/** Rejects with `Refused`, or with what fetch says when nobody answers. */
export async function ask<T>(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  // On the staff's pages somebody books for a citizen on the telephone (hub/booking/channel.ts).
  const channel: Record<string, string> = location.hash.startsWith('#/staff') ? { 'x-channel': 'phone' } : {}
  const reply = await fetch(url, {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...channel,
      ...headers,
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer = reply.status === 204 ? null : await reply.json()
  if (!reply.ok) throw new Refused(reply.status, answer)
  return answer as T
}

export const isRefused = (error: unknown, ...statuses: number[]): error is Refused =>
  error instanceof Refused && statuses.includes(error.status)

export const errands = () => ask<BookableErrand[]>('GET', '/api/errands')
export const places = () => ask<BookablePlace[]>('GET', '/api/places')
export const interpreters = () => ask<string[]>('GET', '/api/interpreters')
export const triage = () => ask<Triage>('GET', '/api/triage').catch(() => null)
/** A count that is lost is no reason to stop anybody. */
export const count = (exit: TriageCount) => ask('POST', '/api/triage/exits', exit).catch(() => undefined)

export type Wish = { errands: string[]; persons: number; kind: BookingKind | null; interpreter: string | null }

export function slots(wish: Wish, place: string | null, from: string, to: string): Promise<Slot[]> {
  const query = new URLSearchParams({ errand: wish.errands.join(','), from, to, persons: String(wish.persons) })
  if (place) query.set('place', place)
  if (wish.kind) query.set('kind', wish.kind)
  if (wish.interpreter) query.set('interpreter', wish.interpreter)
  return ask('GET', `/api/slots?${query}`)
}

/** Solves the hub's puzzle when it asks for one. */
export async function hold(wish: Wish, slot: string): Promise<Hold> {
  const body = {
    slot,
    errands: wish.errands,
    persons: wish.persons,
    ...(wish.interpreter ? { interpreter: wish.interpreter } : {}),
  }
  try {
    return await ask('POST', '/api/holds', body)
  } catch (error) {
    if (!isRefused(error, 429)) throw error
    const { work } = error.body as TooMany
    return ask('POST', '/api/holds', body, { 'x-work': await solve(slot, work) })
  }
}

/** A number of the chance queue; the hub's puzzle is solved when it asks for one. */
export async function standby(wish: StandbyRequest): Promise<StandbyTicket> {
  try {
    return await ask('POST', '/api/standby', wish)
  } catch (error) {
    if (!isRefused(error, 429)) throw error
    const { work } = error.body as TooMany
    return ask('POST', '/api/standby', wish, { 'x-work': await solve(wish.place, work) })
  }
}

export const book = (wish: { hold: string; name: string; contact: object; language: 'da' | 'en' }) =>
  ask<Booked>('POST', '/api/appointments', wish)

/** The secret link as this page's own origin serves it. */
const link = (token: string, more = '') => `/booking/a/${encodeURIComponent(token)}${more}`
export const appointment = (token: string) => ask<Appointment>('GET', link(token))
export const cancel = (token: string) => ask<null>('DELETE', link(token))
export const move = (token: string, held: string) => ask<null>('POST', link(token, '/move'), { hold: held })
export const joinWaitlist = (token: string) => ask<null>('POST', link(token, '/waitlist'), {})
export const leaveWaitlist = (token: string) => ask<null>('DELETE', link(token, '/waitlist'))
export const answerOffer = (token: string, take: boolean) => ask<null>('POST', link(token, '/offer'), { take })
export const checkIn = (token: string) => ask<CheckIn>('POST', link(token, '/check-in'), {})
export const icsOf = (token: string) => link(token, '/appointment.ics')
