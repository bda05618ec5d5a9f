/** What caseworkers and planners do with appointments. */
import Type from 'typebox'
import { OutboxEntry, oneOfSteps } from '../../device/contract/booking.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { step } from './check-in.ts'

const ID = /^[0-9a-f-]{36}$/
/** Messages shown, newest first. */
const OUTBOX = 200

export function staffRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  return [
    route({
      method: 'get',
      path: '/api/booking/messages',
      summary: 'What was sent to citizens and will be',
      answer: Type.Array(OutboxEntry),
      staff: true,
      handle: async ({ request }) => {
        await signedIn(db, request, 'caseworker', 'planner')
        const rows = await db
          .selectFrom('booking_messages')
          .selectAll()
          .where('dropped_at', 'is', null)
          .where('address', 'is not', null)
          .orderBy('id', 'desc')
          .limit(OUTBOX)
          .execute()
        return rows.map(({ id, why, channel, address, subject, body, due_at, sent_at }) => ({
          id,
          why,
          channel,
          address,
          subject,
          body,
          due: due_at.toISOString(),
          sent: sent_at?.toISOString() ?? null,
        }))
      },
    }),
    route({
      method: 'post',
      path: '/api/booking/:booking/:step',
      summary: 'Moves an appointment on at the desk: call, serve, no-show, undo-no-show',
      answer: null,
      staff: true,
      problems: { 404: 'There is no such step.', 409: 'The appointment is not there yet, or past it.' },
      handle: async ({ params, request }) => {
        await signedIn(db, request, 'caseworker')
        const name = oneOfSteps.find((one) => one === params.step)
        if (!name || !ID.test(params.booking ?? '')) throw problem(404, 'There is no such step.')
        if (!(await step(db, params.booking!, name, now()))) throw problem(409, 'The appointment is not at that step.')
      },
    }),
  ]
}
