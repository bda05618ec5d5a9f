/** What caseworkers and planners do with appointments. */
import Type from 'typebox'
import { Arrival, CallEffect, CallReport, OutboxEntry, oneOfSteps, ServiceCall } from '../../device/contract/booking.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { arrivalsOf } from './arrivals.ts'
import { callEffect, callsOf, reportCall, takeCall } from './calls.ts'
import { step } from './check-in.ts'
import { isDay } from './local-time.ts'
import { LINK_ROOT } from './messages.ts'
import { publicRoot } from './public-routes.ts'
import { schedule } from './schedule.ts'
import { callNext, standbyStep } from './standby.ts'

/** Messages shown, newest first. */
const OUTBOX = 200
/** Who has the last part of a link can move and cancel the appointment: it is the citizen's alone. */
const SECRET_LINK = /\{link\}(\/booking\/(?:#\/)?\w\/)[\w-]+/g

/** Without a gateway nobody else hands a link on: then the outbox page is the post, as in the demonstration. */
export const shownLinks = (body: string, root: string, gateway: boolean): string =>
  body.replaceAll(SECRET_LINK, (whole, path: string) => (gateway ? `${root}${path}…` : whole.replace(LINK_ROOT, root)))

export function staffRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  return [
    route({
      method: 'get',
      path: '/api/booking/messages',
      summary: 'What was sent to citizens and will be',
      query: Type.Object({ why: Type.Optional(Type.String({ maxLength: 40 })) }),
      answer: Type.Array(OutboxEntry),
      staff: true,
      handle: async ({ query, request }) => {
        await signedIn(db, request, 'caseworker')
        const rows = await db
          .selectFrom('booking_messages')
          .selectAll()
          .where('dropped_at', 'is', null)
          .where('address', 'is not', null)
          .where((eb) => (query.why ? eb('why', '=', query.why) : eb.lit(true)))
          .orderBy('id', 'desc')
          .limit(OUTBOX)
          .execute()
        return rows.map(({ id, why, channel, address, subject, body, due_at, sent_at }) => ({
          id,
          why,
          channel,
          address,
          subject,
          body: body && shownLinks(body, publicRoot(hub, request), hub.config.messages !== undefined),
          due: due_at.toISOString(),
          sent: sent_at?.toISOString() ?? null,
        }))
      },
    }),
    route({
      method: 'get',
      path: '/api/arrivals',
      summary:
        'A place’s day: who is here (appointments and chance queue in one line), who is expected, who did not come',
      query: Type.Object({ place: Type.String() }),
      answer: Type.Array(Arrival),
      staff: true,
      handle: async ({ query, request }) => {
        await signedIn(db, request, 'caseworker')
        return arrivalsOf(db, query.place, now())
      },
    }),
    route({
      method: 'post',
      path: '/api/booking/:booking/:step',
      summary: 'Moves an appointment on at the desk: call, start, serve, no-show, undo-no-show',
      answer: null,
      staff: true,
      problems: { 404: 'There is no such step.', 409: 'The appointment is not there yet, or past it.' },
      handle: async ({ params, request }) => {
        await signedIn(db, request, 'caseworker')
        const name = oneOfSteps.find((one) => one === params.step)
        if (!name) throw problem(404, 'There is no such step.')
        const id = params.booking!
        if (!(await step(db, await schedule(db), id, name, now())))
          throw problem(409, 'The appointment is not at that step.')
        const row = await db.selectFrom('bookings').select('place').where('id', '=', id).executeTakeFirstOrThrow()
        // A counter that has become free, or a citizen who did not come, may be a walk-in's chance.
        await callNext(db, await schedule(db), row.place, now())
      },
    }),
    route({
      method: 'post',
      path: '/api/standby/:ticket/:step',
      summary: 'Moves a walk-in on at the desk: start, served, left',
      answer: null,
      staff: true,
      problems: { 404: 'There is no such step.', 409: 'The number is not at that step.' },
      handle: async ({ params, request }) => {
        await signedIn(db, request, 'caseworker')
        const name = (['start', 'served', 'left'] as const).find((one) => one === params.step)
        if (!name) throw problem(404, 'There is no such step.')
        if (!(await standbyStep(db, params.ticket!, name, now()))) throw problem(409, 'The number is not at that step.')
      },
    }),
    route({
      method: 'get',
      path: '/api/service-calls',
      summary: 'Booked visits of a day that a call may settle, likeliest first',
      query: Type.Object({ day: Type.String() }),
      answer: Type.Array(ServiceCall),
      staff: true,
      handle: async ({ query, request }) => {
        await signedIn(db, request, 'caseworker')
        if (!isDay(query.day)) throw problem(400, 'Give the day such as 2026-12-31.')
        return callsOf(db, await schedule(db), query.day, now())
      },
    }),
    route({
      method: 'get',
      path: '/api/service-calls/effect',
      summary: 'What the calls have brought',
      answer: CallEffect,
      staff: true,
      handle: async ({ request }) => {
        await signedIn(db, request, 'caseworker', 'planner')
        return callEffect(db)
      },
    }),
    route({
      method: 'post',
      path: '/api/service-calls/:booking/take',
      summary: 'Takes a call, so that no colleague makes it too',
      answer: null,
      staff: true,
      problems: { 409: 'A colleague has it.' },
      handle: async ({ params, request }) => {
        const { user } = await signedIn(db, request, 'caseworker')
        if (!(await takeCall(db, await schedule(db), params.booking!, user, now())))
          throw problem(409, 'A colleague has taken this call, or it is over.')
      },
    }),
    route({
      method: 'post',
      path: '/api/service-calls/:booking',
      summary: 'How a call went',
      body: CallReport,
      answer: null,
      staff: true,
      problems: { 409: 'The call is not yours, or the appointment is over.' },
      handle: async ({ params, body, request }) => {
        const { user } = await signedIn(db, request, 'caseworker')
        const result = await reportCall(db, await schedule(db), params.booking!, user, body, now())
        if (result === 'not-yours') throw problem(409, 'Take the call first.')
        if (result === 'over') throw problem(409, 'The appointment is over.')
        if (result === 'too-long')
          throw problem(409, 'The other errand does not fit into the time: move the appointment.')
      },
    }),
  ]
}
