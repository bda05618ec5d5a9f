/** What a citizen does after booking: the list for earlier times, check-in. */

import type { FastifyRequest } from 'fastify'
import { CheckIn, CheckInRequest, OfferAnswer, WaitlistRequest } from '../../device/contract/booking.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { atMost, limitEach, oncePer } from '../once.ts'
import { addressOf } from '../web/address.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { byToken } from './appointments.ts'
import { type Asker, checkIn } from './check-in.ts'
import { BOX_HEADER, boxOf } from './from-box.ts'
import { schedule } from './schedule.ts'
import { joinWaitlist, leaveWaitlist, passOffer, takeOffer } from './waitlist.ts'

/** Codes are for a day and five million; guessing them from afar gets one try in this time (ms). */
const GUESS_MS = 2_000
/** Wrong codes in a minute from everywhere together: guessing from a thousand addresses finds nobody in a day either. */
const WRONG_PER_MINUTE = 20
/**
 * Wrong tries at one box in a day. Names: several times those who forget their code. Codes: a busy day's slips; who keys in
 * codes all day finds one of five million in years.
 */
const WRONG_NAMES = 30
const WRONG_CODES = 200
const DAY_MS = 86_400_000

export function visitRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const mayGuess = oncePer(GUESS_MS)
  const wrong = atMost(WRONG_PER_MINUTE)
  const atBox = { name: limitEach(WRONG_NAMES, DAY_MS), code: limitEach(WRONG_CODES, DAY_MS) }
  const askerOf = async (request: FastifyRequest): Promise<Asker> => {
    if (!request.headers.cookie) return 'anybody'
    return signedIn(db, request, 'caseworker').then(
      () => 'staff',
      () => 'anybody',
    )
  }
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
      summary:
        'Says that somebody has come: by code; at a box also by name and telephone number, for a caseworker by name and day',
      body: CheckInRequest,
      answer: CheckIn,
      problems: { 404: 'There is no such place.', 429: 'Too many tries.' },
      handle: async ({ body, request }) => {
        const plan = await schedule(db)
        if (!plan.places.has(body.place)) throw problem(404, 'There is no such place.')
        const box = boxOf(request.headers[BOX_HEADER])
        if (box) {
          const tries = body.name === undefined ? atBox.code : atBox.name
          if (tries.reached(box)) throw problem(429, 'Wait a moment, and try again.')
          const answer = await checkIn(db, plan, body, now(), 'box')
          if (answer.is === 'unknown') tries.count(box)
          return answer
        }
        const asker = await askerOf(request)
        if (asker === 'staff') return checkIn(db, plan, body, now(), asker)
        const address = addressOf(request)
        if (wrong.reached() || (address && !mayGuess(address))) throw problem(429, 'Wait a moment, and try again.')
        const answer = await checkIn(db, plan, body, now(), asker)
        if (answer.is === 'unknown') wrong.count()
        return answer
      },
    }),
    route({
      method: 'post',
      path: '/booking/a/:token/check-in',
      summary: 'Checks in by the secret link, from one’s own phone at the place',
      answer: CheckIn,
      problems: { 404: 'There is no such appointment.' },
      handle: async ({ params }) => {
        const { place } = await found(params.token)
        return checkIn(db, await schedule(db), { place, token: params.token! }, now(), 'link')
      },
    }),
  ]
}
