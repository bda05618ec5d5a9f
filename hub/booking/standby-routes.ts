/** The chance queue over HTTP: for walk-ins, and its policy for planners. */
import Type from 'typebox'
import { Board, Reliability, StandbyPolicy, StandbyRequest, StandbyTicket } from '../../device/contract/standby.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { oncePer } from '../once.ts'
import { addressOf } from '../web/address.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { arrivalsOf } from './arrivals.ts'
import { brake } from './brake.ts'
import { spellPhone, tokenHash } from './codes.ts'
import { publicRoot } from './public-routes.ts'
import { reliability } from './reliability.ts'
import { schedule } from './schedule.ts'
import { ask, callNext, floorAt, measuredAt, policyAt, standbyStep } from './standby.ts'
import { chanceSoon } from './standby-chance.ts'

/** Tickets that the reliability table counts (days). */
const RELIABILITY_DAYS = 180

/** A solved puzzle is remembered longer than it is good (ms). */
const PROOF_MS = 10 * 60_000

const refusals = {
  closed: 'There is no chance queue here at the moment: book a time.',
  full: 'The chance queue is full at the moment: come back a little later, or book a time.',
  errand: 'Nobody here can do that errand: book a time at another place.',
}

export function standbyRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const unused = oncePer(PROOF_MS)
  const byToken = async (token: string | undefined) => {
    const row = await db
      .selectFrom('standby_tickets')
      .selectAll()
      .where('token', '=', tokenHash(token ?? ''))
      .executeTakeFirst()
    if (!row) throw problem(404, 'There is no such number.')
    return row
  }
  const ticket = async (token: string | undefined, root: string) => {
    const row = await byToken(token)
    const at = now()
    const link = `${root}/booking/s/${token}`
    const base = { number: row.number, link, state: row.state, by: row.told_by.toISOString() }
    const told = {
      chance: row.told_chance,
      wait: row.told_low === null ? null : { from: row.told_low, to: row.told_high! },
    }
    if (row.state !== 'waiting') {
      const resource = row.resource
        ? await db.selectFrom('booking_resources').select('name').where('id', '=', row.resource).executeTakeFirst()
        : null
      return { ...base, ...told, position: null, where: resource?.name ?? null }
    }
    const line = await db
      .selectFrom('standby_tickets')
      .select('id')
      .where('place', '=', row.place)
      .where('state', '=', 'waiting')
      .orderBy('need', 'desc')
      .orderBy('made_at')
      .execute()
    const ahead = Math.max(
      0,
      line.findIndex((one) => one.id === row.id),
    )
    const plan = await schedule(db)
    const policy = await policyAt(db, row.place, at)
    if (!policy) return { ...base, ...told, position: ahead + 1, where: null }
    const measured = await measuredAt(db, row.place, at)
    const { state } = await floorAt(db, plan, row.place, measured, at)
    const closesAt = Math.min(policy.closes, state.closesAt ?? policy.closes)
    return {
      ...base,
      ...chanceSoon(row.place, { ...state, closesAt }, measured, policy, ahead, row.need, at),
      position: ahead + 1,
      where: null,
    }
  }
  return [
    route({
      method: 'post',
      path: '/api/standby',
      summary: 'A walk-in takes a number of the chance queue',
      body: StandbyRequest,
      answer: StandbyTicket,
      problems: {
        404: 'There is no such place or errand.',
        409: 'There is no chance queue now, or it is full.',
        429: 'Do some work first: the answer says which, with the place as its slot; send it as `x-work`.',
      },
      handle: async ({ body, request, reply }) => {
        const plan = await schedule(db)
        if (!plan.places.has(body.place) || !body.errands.every((id) => plan.errands.has(id)))
          throw problem(404, 'There is no such place or errand.')
        const proof = request.headers['x-work']
        const done = typeof proof === 'string' ? proof : undefined
        const work = await brake(db, plan, addressOf(request), body.place, done, now())
        if (work) {
          reply.code(429).send({ error: 'So many numbers were taken from here: solve the puzzle and ask again.', work })
          return
        }
        // A time can be held once; a place gives many numbers, so its puzzle counts once.
        if (done && !unused(`${body.place} ${done}`)) throw problem(429, 'That work was used already: ask again.')
        const { place, errands, phone, need = false, language = 'da' } = body
        const asked = await ask(
          db,
          plan,
          { place, errands, phone: phone ? spellPhone(phone) : null, need, language },
          now(),
        )
        if (asked.is === 'no') throw problem(409, refusals[asked.why])
        await callNext(db, plan, place, now())
        return ticket(asked.token, publicRoot(hub, request))
      },
    }),
    route({
      method: 'get',
      path: '/booking/s/:token',
      summary: 'Where a number stands (browsers get its page)',
      answer: StandbyTicket,
      problems: { 404: 'There is no such number.' },
      handle: async ({ params, request, reply }) => {
        if (request.headers.accept?.includes('text/html')) {
          reply.redirect(`/booking/#/s/${encodeURIComponent(params.token!)}`)
          return
        }
        reply.header('cache-control', 'no-store')
        return ticket(params.token, publicRoot(hub, request))
      },
    }),
    route({
      method: 'delete',
      path: '/booking/s/:token',
      summary: 'Leaves the chance queue',
      answer: null,
      problems: { 404: 'There is no such number.' },
      handle: async ({ params }) => {
        await standbyStep(db, (await byToken(params.token)).id, 'left', now())
      },
    }),
    route({
      method: 'get',
      path: '/api/standby/board',
      summary: 'The waiting room’s screen: who is called where, and the numbers in line; nothing about persons',
      query: Type.Object({ place: Type.String({ maxLength: 40 }) }),
      answer: Board,
      problems: { 404: 'There is no such place.' },
      examples: {
        query: { place: 'raadhuset' },
        answer: { place: 'Borgerservice', called: [{ number: 'C 4', where: 'Skranke 2' }], waiting: ['C 5', 'C 6'] },
      },
      handle: async ({ query }) => {
        const place = (await schedule(db)).places.get(query.place)
        if (!place) throw problem(404, 'There is no such place.')
        const list = await arrivalsOf(db, query.place, now())
        return {
          place: place.name,
          called: list
            .filter(({ state }) => state === 'called')
            .map(({ number, where }) => ({ number, where: where ?? '' })),
          waiting: list.filter(({ state }) => state === 'arrived' || state === 'waiting').map(({ number }) => number),
        }
      },
    }),
    route({
      method: 'get',
      path: '/api/standby/policies',
      summary: 'Where and when there is a chance queue',
      answer: Type.Array(StandbyPolicy),
      staff: true,
      handle: async ({ request }) => {
        await signedIn(db, request, 'planner', 'caseworker')
        const rows = await db.selectFrom('standby_policies').selectAll().orderBy('place').orderBy('opens').execute()
        return rows.map(({ id: _, limit_minutes, max_waiting, ...row }) => ({
          ...row,
          limitMinutes: limit_minutes,
          maxWaiting: max_waiting,
        }))
      },
    }),
    route({
      method: 'get',
      path: '/api/standby/reliability',
      summary: 'Whether stated chances came true, and whether booked citizens had to wait for it',
      answer: Reliability,
      staff: true,
      examples: {
        answer: {
          days: 180,
          table: [{ from: 0.8, to: 0.9, told: 0.86, n: 210, served: 178, share: 0.848, low: 0.793, high: 0.89 }],
          waits: { n: 190, within: 99 },
          promise: { called: 190, delayed: 4 },
        },
      },
      handle: async ({ request }) => {
        await signedIn(db, request, 'planner', 'caseworker')
        return reliability(db, RELIABILITY_DAYS, now())
      },
    }),
    route({
      method: 'put',
      path: '/api/standby/policies',
      summary: 'Sets all policies anew',
      body: Type.Array(StandbyPolicy, { maxItems: 200 }),
      answer: null,
      staff: true,
      problems: { 404: 'There is no such place.' },
      handle: async ({ body, request }) => {
        await signedIn(db, request, 'planner')
        const plan = await schedule(db)
        if (!body.every(({ place, opens, closes }) => plan.places.has(place) && opens < closes))
          throw problem(404, 'There is no such place, or it closes before it opens.')
        await db.transaction().execute(async (tx) => {
          await tx.deleteFrom('standby_policies').execute()
          const rows = body.map(({ limitMinutes, maxWaiting, ...row }) => ({
            ...row,
            limit_minutes: limitMinutes,
            max_waiting: maxWaiting,
          }))
          if (rows.length > 0) await tx.insertInto('standby_policies').values(rows).execute()
        })
      },
    }),
  ]
}
