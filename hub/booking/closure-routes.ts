/** Days on which places are closed, for planners: what a closure cancels is shown before it is saved. */
import { sql } from 'kysely'
import Type from 'typebox'
import { Closure, ClosureAnswer, ClosureRequest } from '../../device/contract/booking.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { cancel } from './appointments.ts'
import { holidaysFrom } from './holidays.ts'
import { isDay, localOf } from './local-time.ts'
import { schedule, scheduleChanged } from './schedule.ts'

export function closureRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  return [
    route({
      method: 'get',
      path: '/api/closures',
      summary: 'Days to come on which places are closed: holidays, and what planners have closed',
      answer: Type.Array(Closure),
      staff: true,
      examples: {
        answer: [{ id: 3, place: 'nordbyen', firstDay: '2027-02-15', lastDay: '2027-02-19', reason: 'Ferie' }],
      },
      handle: async ({ request }) => {
        await signedIn(db, request, 'planner')
        const today = localOf(now()).day
        const rows = await db.selectFrom('booking_closures').selectAll().where('last_day', '>=', today).execute()
        const own = rows.map(({ id, place, first_day, last_day, reason }) => ({
          ...{ id, place, reason },
          firstDay: first_day,
          lastDay: last_day,
        }))
        const holidays = holidaysFrom(today).map(({ day, name }) => ({
          ...{ id: null, place: null, reason: name },
          firstDay: day,
          lastDay: day,
        }))
        return [...own, ...holidays].sort((a, b) => a.firstDay.localeCompare(b.firstDay))
      },
    }),
    route({
      method: 'post',
      path: '/api/closures',
      summary: 'Closes places for some days; first shows how many appointments that cancels',
      body: ClosureRequest,
      answer: ClosureAnswer,
      staff: true,
      problems: { 404: 'There is no such place.' },
      examples: {
        body: { place: 'nordbyen', firstDay: '2027-02-15', lastDay: '2027-02-19', reason: 'Ferie', save: false },
        answer: { cancels: 12, saved: false },
      },
      handle: async ({ body, request }) => {
        await signedIn(db, request, 'planner')
        const { place, firstDay, lastDay, reason, save } = body
        const plan = await schedule(db)
        if (place !== null && !plan.places.has(place)) throw problem(404, 'There is no such place.')
        if (!isDay(firstDay) || !isDay(lastDay) || lastDay < firstDay) throw problem(400, 'Give two days in order.')
        const affected = () =>
          sql<{ id: string }>`
            select id from bookings where state = 'booked' and day between ${firstDay} and ${lastDay}
              and (${place}::text is null or place = ${place}) and starts > ${now()}`.execute(db)
        if (!save) return { cancels: (await affected()).rows.length, saved: false }
        await db.transaction().execute(async (tx) => {
          await tx
            .insertInto('booking_closures')
            .values({ place, first_day: firstDay, last_day: lastDay, reason })
            .execute()
          await scheduleChanged(tx)
        })
        // Closed first, then looked: nobody books again what is being cancelled.
        const { rows } = await affected()
        const fresh = await schedule(db)
        for (const { id } of rows) await cancel(db, fresh, id, now(), 'closed')
        return { cancels: rows.length, saved: true }
      },
    }),
    route({
      method: 'delete',
      path: '/api/closures/:n',
      summary: 'Opens again; what was cancelled stays cancelled',
      answer: null,
      staff: true,
      problems: { 404: 'There is no such closure.' },
      handle: async ({ params, request }) => {
        await signedIn(db, request, 'planner')
        await db.transaction().execute(async (tx) => {
          const { numDeletedRows } = await tx
            .deleteFrom('booking_closures')
            .where('id', '=', Number(params.n))
            .executeTakeFirst()
          if (numDeletedRows === 0n) throw problem(404, 'There is no such closure.')
          await scheduleChanged(tx)
        })
      },
    }),
  ]
}
