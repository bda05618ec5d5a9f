/** What a citizen does after booking: the list for earlier times, check-in. */
import { CheckIn, CheckInRequest, OfferAnswer, WaitlistRequest } from '../../device/contract/booking.ts'
import type { Hub } from '../context.ts'
import { oncePer } from '../once.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { byToken } from './appointments.ts'
import { addressOf } from './brake.ts'
import { checkIn } from './check-in.ts'
import { schedule } from './schedule.ts'
import { joinWaitlist, leaveWaitlist, passOffer, takeOffer } from './waitlist.ts'

/** Codes are for a day and five million; guessing them from afar gets one try in this time (ms). */
const GUESS_MS = 2_000

export function visitRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const mayGuess = oncePer(GUESS_MS)
  const found = async (token: string | undefined) => {
    const booking = await byToken(db, token ?? '')
    if (!booking) throw problem(404, 'There is no such appointment.')
    return booking
  }
  return [
    route({
      method: 'post',
      path: '/booking/a/:token/waitlist',
      summary: 'Asks for an earlier time',
      body: WaitlistRequest,
      answer: null,
      problems: { 404: 'There is no such appointment.', 409: 'It is over.' },
      handle: async ({ params, body }) => {
        const booking = await found(params.token)
        if (booking.state !== 'booked' || booking.starts <= now()) throw problem(409, 'This appointment is over.')
        await joinWaitlist(db, booking, body.latest, now())
      },
    }),
    route({
      method: 'delete',
      path: '/booking/a/:token/waitlist',
      summary: 'Wants no earlier time any more',
      answer: null,
      problems: { 404: 'There is no such appointment.' },
      handle: async ({ params }) => leaveWaitlist(db, (await found(params.token)).id, now()),
    }),
    route({
      method: 'post',
      path: '/booking/a/:token/offer',
      summary: 'Takes or leaves the earlier time that is offered',
      body: OfferAnswer,
      answer: null,
      problems: { 404: 'There is no such appointment.', 409: 'The offer has ended.' },
      handle: async ({ params, body }) => {
        const { id } = await found(params.token)
        if (!body.take) return passOffer(db, id, now())
        if ((await takeOffer(db, await schedule(db), id, now())) !== 'moved')
          throw problem(409, 'That time is not free any more. You keep the one you have.')
      },
    }),
    route({
      method: 'post',
      path: '/api/check-in',
      summary: 'Says that somebody has come: by code, or by name on the day',
      body: CheckInRequest,
      answer: CheckIn,
      problems: { 404: 'There is no such place.', 429: 'Too many tries.' },
      handle: async ({ body, request }) => {
        const plan = await schedule(db)
        if (!plan.places.has(body.place)) throw problem(404, 'There is no such place.')
        const address = addressOf(request)
        if (address && !mayGuess(address)) throw problem(429, 'Wait a moment, and try again.')
        return checkIn(db, plan, body, now())
      },
    }),
    route({
      method: 'post',
      path: '/booking/a/:token/check-in',
      summary: 'Checks in by the secret link, from one’s own phone at the place',
      answer: CheckIn,
      problems: { 404: 'There is no such appointment.' },
      handle: async ({ params }) => {
        const { place, code } = await found(params.token)
        return checkIn(db, await schedule(db), { place, code: code! }, now())
      },
    }),
  ]
}
