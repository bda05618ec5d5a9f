/** What planners do with people: who can what, the usual week, the days, absence, plan against need. */
import Type from 'typebox'
import {
  Absence,
  AbsenceEdit,
  NeedDay,
  PersonEdit,
  PlannedDay,
  RolledOut,
  RollOut,
  RosterEdit,
  RosterRow,
  Shift,
  ShiftEdit,
  StaffChannel,
  StaffMatrix,
} from '../../device/contract/staffing.ts'
import { type Route, route } from '../booking/api.ts'
import { isDay, localOf } from '../booking/local-time.ts'
import { closedBecause } from '../booking/opening.ts'
import { schedule } from '../booking/schedule.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { needDay } from './need-day.ts'
import { usualGoal } from './need-plan.ts'
import { rollOut } from './roster.ts'
import { readMatrix, removePerson, savePerson } from './staff.ts'

const OVERLAP = '23P01'
const UNKNOWN = '23503'
const Id = Type.Object({ id: Type.Integer() })

export function staffingRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const planner = (request: Parameters<typeof signedIn>[1]) => signedIn(db, request, 'planner')
  /** What the database refuses, as a sentence. */
  const kept = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === OVERLAP) throw problem(409, 'That person is somewhere else at that time.')
      if (code === UNKNOWN) throw problem(404, 'There is no such person or place.')
      throw error
    }
  }
  const inOrder = ({
    opens,
    closes,
    place,
    channel,
  }: {
    opens: number
    closes: number
    place: string | null
    channel: string
  }) => {
    if (opens >= closes) throw problem(400, 'The time must end after it begins.')
    if ((place === null) === (channel === 'counter'))
      throw problem(400, 'A counter has a place; video and telephone have none.')
  }
  return [
    route({
      method: 'get',
      path: '/api/plan/staff',
      summary: 'Who can take which errands, channels and places, and how far the goal of cross-training is met',
      answer: StaffMatrix,
      staff: true,
      handle: async ({ request }) => {
        await planner(request)
        return readMatrix(db, await schedule(db))
      },
    }),
    route({
      method: 'post',
      path: '/api/plan/staff',
      summary: 'A new person',
      body: PersonEdit,
      answer: Id,
      staff: true,
      handle: async ({ request, body }) => {
        await planner(request)
        return { id: await savePerson(db, null, body) }
      },
    }),
    route({
      method: 'put',
      path: '/api/plan/staff/:n',
      summary: 'Changes what a person can',
      body: PersonEdit,
      answer: null,
      staff: true,
      problems: { 404: 'There is no such person.' },
      handle: async ({ request, body, params }) => {
        await planner(request)
        if ((await savePerson(db, Number(params['n']), body)) === null) throw problem(404, 'There is no such person.')
      },
    }),
    route({
      method: 'delete',
      path: '/api/plan/staff/:n',
      summary: 'Somebody has left: name, skills and coming assignments are deleted',
      answer: null,
      staff: true,
      problems: { 404: 'There is no such person.' },
      handle: async ({ request, params }) => {
        await planner(request)
        if (!(await removePerson(db, Number(params['n']), localOf(now()).day)))
          throw problem(404, 'There is no such person.')
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/roster',
      summary: 'The usual week',
      answer: Type.Array(RosterRow),
      staff: true,
      handle: async ({ request }) => {
        await planner(request)
        return db.selectFrom('roster').selectAll().orderBy('person').orderBy('weekday').orderBy('opens').execute()
      },
    }),
    route({
      method: 'post',
      path: '/api/plan/roster',
      summary: 'Adds a row to the usual week',
      body: RosterEdit,
      answer: Id,
      staff: true,
      problems: { 404: 'There is no such person or place.' },
      handle: async ({ request, body }) => {
        await planner(request)
        inOrder(body)
        return kept(db.insertInto('roster').values(body).returning('id').executeTakeFirstOrThrow())
      },
    }),
    route({
      method: 'delete',
      path: '/api/plan/roster/:n',
      summary: 'Takes a row out of the usual week',
      answer: null,
      staff: true,
      handle: async ({ request, params }) => {
        await planner(request)
        await db.deleteFrom('roster').where('id', '=', Number(params['n'])).execute()
      },
    }),
    route({
      method: 'post',
      path: '/api/plan/roll-out',
      summary: 'Makes the assignments of some days from the usual week; days that have some stay as they are',
      body: RollOut,
      answer: RolledOut,
      staff: true,
      handle: async ({ request, body }) => {
        await planner(request)
        if (!isDay(body.from) || !isDay(body.to) || body.to < body.from) throw problem(400, 'Give two days in order.')
        return kept(rollOut(db, await schedule(db), body.from, body.to))
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/day',
      summary: 'Who is where through a day',
      query: Type.Object({ day: Type.String() }),
      answer: PlannedDay,
      staff: true,
      handle: async ({ request, query }) => {
        await planner(request)
        if (!isDay(query.day)) throw problem(400, 'Give the day such as 2026-12-31.')
        const plan = await schedule(db)
        const away = await db
          .selectFrom('absences')
          .select('person')
          .distinct()
          .where('first_day', '<=', query.day)
          .where('last_day', '>=', query.day)
          .execute()
        return {
          day: query.day,
          closed: closedBecause(plan, null, query.day),
          shifts: await db
            .selectFrom('shifts')
            .selectAll()
            .where('day', '=', query.day)
            .orderBy('person')
            .orderBy('opens')
            .execute(),
          away: away.map(({ person }) => person),
        }
      },
    }),
    route({
      method: 'post',
      path: '/api/plan/shifts',
      summary: 'Puts somebody somewhere for part of a day',
      body: ShiftEdit,
      answer: Shift,
      staff: true,
      problems: { 409: 'That person is somewhere else at that time.' },
      handle: async ({ request, body }) => {
        await planner(request)
        inOrder(body)
        return kept(db.insertInto('shifts').values(body).returningAll().executeTakeFirstOrThrow())
      },
    }),
    route({
      method: 'put',
      path: '/api/plan/shifts/:n',
      summary: 'Moves an assignment',
      body: ShiftEdit,
      answer: Shift,
      staff: true,
      problems: { 404: 'There is no such assignment.', 409: 'That person is somewhere else at that time.' },
      handle: async ({ request, body, params }) => {
        await planner(request)
        inOrder(body)
        const row = await kept(
          db.updateTable('shifts').set(body).where('n', '=', Number(params['n'])).returningAll().executeTakeFirst(),
        )
        if (!row) throw problem(404, 'There is no such assignment.')
        return row
      },
    }),
    route({
      method: 'delete',
      path: '/api/plan/shifts/:n',
      summary: 'Takes an assignment out of a day',
      answer: null,
      staff: true,
      handle: async ({ request, params }) => {
        await planner(request)
        await db.deleteFrom('shifts').where('n', '=', Number(params['n'])).execute()
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/absences',
      summary: 'Who is away, from a day on. Why is nobody’s business here and not kept',
      query: Type.Object({ from: Type.String() }),
      answer: Type.Array(Absence),
      staff: true,
      handle: async ({ request, query }) => {
        await planner(request)
        if (!isDay(query.from)) throw problem(400, 'Give the day such as 2026-12-31.')
        const rows = await db
          .selectFrom('absences')
          .selectAll()
          .where('last_day', '>=', query.from)
          .orderBy('first_day')
          .execute()
        return rows.map(({ id, person, first_day, last_day }) => ({
          id,
          person,
          firstDay: first_day,
          lastDay: last_day,
        }))
      },
    }),
    route({
      method: 'post',
      path: '/api/plan/absences',
      summary: 'Somebody is away for some days',
      body: AbsenceEdit,
      answer: Id,
      staff: true,
      problems: { 404: 'There is no such person or place.' },
      handle: async ({ request, body }) => {
        await planner(request)
        if (body.lastDay < body.firstDay) throw problem(400, 'Give two days in order.')
        return kept(
          db
            .insertInto('absences')
            .values({ person: body.person, first_day: body.firstDay, last_day: body.lastDay })
            .returning('id')
            .executeTakeFirstOrThrow(),
        )
      },
    }),
    route({
      method: 'delete',
      path: '/api/plan/absences/:n',
      summary: 'They come after all',
      answer: null,
      staff: true,
      handle: async ({ request, params }) => {
        await planner(request)
        await db.deleteFrom('absences').where('id', '=', Number(params['n'])).execute()
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/need',
      summary: 'Plan against need by quarter hour, the forecast behind it, and what the gaps cost in waiting',
      query: Type.Object({
        day: Type.String(),
        channel: StaffChannel,
        place: Type.Optional(Type.String()),
        wait: Type.Optional(Type.String()),
        share: Type.Optional(Type.String()),
      }),
      answer: NeedDay,
      staff: true,
      problems: { 404: 'There is no such place.' },
      handle: async ({ request, query }) => {
        await planner(request)
        const { day, channel } = query
        if (!isDay(day)) throw problem(400, 'Give the day such as 2026-12-31.')
        const plan = await schedule(db)
        const place = channel === 'counter' ? (query.place ?? '') : null
        if (place !== null && !plan.places.has(place)) throw problem(404, 'There is no such place.')
        const number = (text: string | undefined, usual: number, low: number, high: number) => {
          const value = text === undefined ? usual : Number(text)
          if (!(value >= low && value <= high)) throw problem(400, `Give a number from ${low} to ${high}.`)
          return value
        }
        const goal = {
          ...usualGoal,
          wait: number(query.wait, usualGoal.wait, 0, 120),
          share: number(query.share, usualGoal.share, 0.1, 0.99),
        }
        return needDay(db, plan, { place, channel, day }, goal, localOf(now()).day)
      },
    }),
  ]
}
