/** What anybody may ask: times, holds, appointments and their secret links. */
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import {
  Appointment,
  AppointmentRequest,
  BookableErrand,
  BookablePlace,
  Booked,
  type BookingState,
  Hold,
  HoldRequest,
  MoveRequest,
  Slot,
  SlotsQuery,
} from '../../device/contract/booking.ts'
import { Triage, TriageCount } from '../../device/contract/triage.ts'
import { addDays } from '../../device/rules/calendar.ts'
import type { Hub } from '../context.ts'
import { addressOf } from '../web/address.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { type Booking, book, byToken, cancel, move } from './appointments.ts'
import { brake } from './brake.ts'
import { channelOf } from './channel.ts'
import { hold } from './holds.ts'
import { ics } from './ics.ts'
import { instant, isDay, localOf } from './local-time.ts'
import { type Schedule, schedule } from './schedule.ts'
import { freeSlots, kindsOf, readSlot, resourcesOf, rolesOf, type Wish } from './slots.ts'
import { takenBetween } from './taken.ts'
import { countExit, triageInForce } from './triage.ts'
import { standingOf } from './waitlist.ts'

/** Days looked at when no end is given, and at most (days). */
const DAYS_DEFAULT = 31
const DAYS_MAX = 92

const HOLD_GONE = 'The time was not held any more: choose one again.'
const NO_APPOINTMENT = 'There is no such appointment.'

export function publicRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const found = async (token: string) => {
    const booking = await byToken(db, token)
    if (!booking) throw problem(404, NO_APPOINTMENT)
    return booking
  }
  return [
    route({
      method: 'get',
      path: '/api/errands',
      summary: 'What can be booked',
      answer: Type.Array(BookableErrand),
      handle: async () => [...(await schedule(db)).errands.values()].map(({ video: _, ...errand }) => errand),
    }),
    route({
      method: 'get',
      path: '/api/places',
      summary: 'Where it can be booked',
      answer: Type.Array(BookablePlace),
      handle: async () => {
        const plan = await schedule(db)
        return [...plan.places.keys()].map((id) => placeOf(plan, id))
      },
    }),
    route({
      method: 'get',
      path: '/api/interpreters',
      summary: 'Languages of the interpreters who can be booked with a time',
      answer: Type.Array(Type.String()),
      examples: { answer: ['ar', 'so', 'uk'] },
      handle: async () => {
        const { resources } = await schedule(db)
        return [...new Set(resources.flatMap((one) => (one.kind === 'interpreter' ? one.languages : [])))].sort()
      },
    }),
    route({
      method: 'get',
      path: '/api/slots',
      summary: 'Free times for one or more errands done in one visit',
      query: SlotsQuery,
      answer: Type.Array(Slot),
      problems: { 404: 'There is no such errand or place.' },
      examples: {
        query: { errand: 'passport-renewal', place: 'hovedbiblioteket', from: '2026-12-01', to: '2026-12-31' },
        answer: [
          {
            slot: 'hovedbiblioteket.box.2026-12-01T1000.15',
            place: 'hovedbiblioteket',
            kind: 'box',
            start: '2026-12-01T09:00:00.000Z',
            end: '2026-12-01T09:15:00.000Z',
            free: 2,
          },
        ],
      },
      handle: async ({ query, request }) => {
        const plan = await schedule(db)
        const at = now()
        const errands = [query.errand].flat().flatMap((list) => list.split(','))
        const wish = wishOf(plan, errands, Number(query.persons ?? 1), query.interpreter, await channelOf(hub, request))
        if (query.place && !plan.places.has(query.place)) throw problem(404, 'There is no such place.')
        const from = query.from ?? localOf(at).day
        const to = query.to ?? addDays(from, DAYS_DEFAULT - 1)
        if (!isDay(from) || !isDay(to) || to < from)
          throw problem(400, 'Use days in order for from and to, such as 2026-12-31.')
        if (addDays(from, DAYS_MAX) < to) throw problem(400, `At most ${DAYS_MAX} days can be asked for at once.`)
        const places = query.place ? [query.place] : [...plan.places.keys()]
        const kinds = kindsOf(wish).filter((kind) => !query.kind || kind === query.kind)
        const taken = await takenBetween(
          db,
          resourcesOf(plan, wish, places, kinds),
          instant(from, 0),
          instant(addDays(to, 1), 0),
          at,
        )
        return freeSlots(plan, wish, { places, kinds, from, to, now: at.getTime() }, taken)
      },
    }),
    route({
      method: 'post',
      path: '/api/holds',
      summary: 'Takes a time for as long as a form is filled',
      body: HoldRequest,
      answer: Hold,
      problems: {
        404: 'There is no such time, errand or place.',
        409: 'Somebody was faster.',
        429: 'Do some work first: the answer says which; send it as `x-work`.',
      },
      examples: {
        body: { slot: 'hovedbiblioteket.box.2026-12-01T1000.15', errands: ['passport-renewal'] },
        answer: { hold: '3f1c0c86-9a8e-4d5b-a5f4-6a1e0a8f2b11', expires: '2026-11-22T10:10:00.000Z' },
      },
      handle: async ({ body, request, reply }) => {
        const plan = await schedule(db)
        const at = readSlot(body.slot)
        const wish = wishOf(plan, body.errands, body.persons ?? 1, body.interpreter, await channelOf(hub, request))
        if (!at || !plan.places.has(at.place) || !isDay(at.day)) throw problem(404, 'There is no such time.')
        const proof = request.headers['x-work']
        const work = await brake(
          db,
          plan,
          addressOf(request),
          body.slot,
          typeof proof === 'string' ? proof : undefined,
          now(),
        )
        if (work) {
          reply.code(429).send({ error: 'So many times were held from here: solve the puzzle and ask again.', work })
          return
        }
        const result = await hold(db, plan, wish, at, 'da', now())
        if (result.is === 'no-slot') throw problem(404, 'There is no such time.')
        if (result.is === 'taken') throw problem(409, 'Somebody else has just taken that time: choose another.')
        return { hold: result.hold, expires: result.expires }
      },
    }),
    route({
      method: 'post',
      path: '/api/appointments',
      summary: 'Books what is held',
      body: AppointmentRequest,
      answer: Booked,
      problems: { 409: 'The hold has ended.', 429: 'This person has booked enough for one day.' },
      examples: {
        body: {
          hold: '3f1c0c86-9a8e-4d5b-a5f4-6a1e0a8f2b11',
          name: 'Anna Andersen',
          contact: { email: 'anna@example.dk', phone: '12 34 56 78' },
        },
        answer: { code: 'KM 4827', link: 'https://tid.kystby.dk/booking/a/k3J…' },
      },
      handle: async ({ body, request }) => {
        const plan = await schedule(db)
        const result = await book(db, plan, { ...body, language: body.language }, now())
        if (result.is === 'gone') throw problem(409, HOLD_GONE)
        if (result.is === 'capped')
          throw problem(429, 'You have booked as many times today as one person can: ring us for more.')
        return { code: result.code, link: linkOf(hub, request, result.token) }
      },
    }),
    route({
      method: 'get',
      path: '/booking/a/:token',
      summary: 'The appointment behind a secret link (browsers get its page)',
      answer: Appointment,
      problems: { 404: 'There is no such appointment.' },
      handle: async ({ params, request, reply }) => {
        if (request.headers.accept?.includes('text/html')) {
          // The page's own part of the address never reaches a server, nor its log.
          reply.redirect(`/booking/#/a/${encodeURIComponent(params.token!)}`)
          return
        }
        const booking = await found(params.token!)
        reply.header('cache-control', 'no-store')
        return view(await schedule(db), booking, await standingOf(db, booking.id))
      },
    }),
    route({
      method: 'delete',
      path: '/booking/a/:token',
      summary: 'Cancels the appointment',
      answer: null,
      problems: { 404: 'There is no such appointment.', 409: 'It cannot be cancelled any more.' },
      handle: async ({ params }) => {
        const booking = await found(params.token!)
        if ((await cancel(db, await schedule(db), booking.id, now())) === 'over')
          throw problem(409, 'This appointment cannot be cancelled any more.')
      },
    }),
    route({
      method: 'post',
      path: '/booking/a/:token/move',
      summary: 'Moves the appointment to a time that is held',
      body: MoveRequest,
      answer: null,
      problems: { 404: 'There is no such appointment.', 409: 'The hold has ended, or it is too late.' },
      handle: async ({ params, body }) => {
        const booking = await found(params.token!)
        const result = await move(db, await schedule(db), booking.id, body.hold, now())
        if (result === 'gone') throw problem(409, HOLD_GONE)
        if (result === 'over') throw problem(409, 'This appointment cannot be moved any more.')
      },
    }),
    route({
      method: 'get',
      path: '/booking/a/:token/appointment.ics',
      summary: 'The appointment for a calendar',
      answer: Type.String(),
      problems: { 404: 'There is no such appointment.' },
      handle: async ({ params, request, reply }) => {
        const booking = await found(params.token!)
        const plan = await schedule(db)
        const place = plan.places.get(booking.place)
        const language = booking.language
        const link = linkOf(hub, request, params.token!)
        reply.header('content-disposition', 'attachment; filename="appointment.ics"')
        reply.type('text/calendar; charset=utf-8')
        return ics({
          uid: booking.id,
          starts: booking.starts,
          ends: booking.ends,
          summary: `Borgerservice: ${booking.errands.map((id) => plan.errands.get(id)?.name[language] ?? id).join(', ')}`,
          location: booking.kind === 'phone' || !place ? '' : `${place.name}, ${place.address}`,
          description: `${language === 'da' ? 'Kode' : 'Code'}: ${booking.code}\n${link}`,
          url: link,
          made: now(),
          cancelled: booking.state === 'cancelled',
        })
      },
    }),
    route({
      method: 'get',
      path: '/api/triage',
      summary: 'The questions that come before the calendar',
      answer: Triage,
      problems: { 404: 'There is no tree in force.' },
      handle: async () => {
        const triage = await triageInForce(db, now())
        if (!triage) throw problem(404, 'There are no questions.')
        return triage
      },
    }),
    route({
      method: 'post',
      path: '/api/triage/exits',
      summary: 'Counts a way out of the questions; nothing about the person',
      body: TriageCount,
      answer: null,
      problems: { 404: 'That version has no such way out.' },
      handle: async ({ body }) => {
        const { errands } = await schedule(db)
        if (!errands.has(body.errand) || !(await countExit(db, body, now())))
          throw problem(404, 'There is no such way out.')
      },
    }),
  ]
}

/** Where a secret link leads; the public name if the hub has one. */
export function linkOf(hub: Hub, request: FastifyRequest, token: string): string {
  return `${publicRoot(hub, request)}/booking/a/${token}`
}

export function publicRoot(hub: Hub, request?: FastifyRequest): string {
  return hub.config.web.origins?.[0] ?? (request ? `${request.protocol}://${request.headers.host}` : '')
}

export function wishOf(
  plan: Schedule,
  ids: string[],
  persons: number,
  interpreter: string | undefined,
  channel: Wish['channel'],
): Wish {
  const errands = ids.map((id) => {
    const errand = plan.errands.get(id)
    if (!errand) throw problem(404, 'There is no such errand.')
    return errand
  })
  if (errands.length > 6) throw problem(400, 'At most six errands can be done in one visit.')
  return { errands, persons, interpreter: interpreter ?? null, channel }
}

export function placeOf(plan: Schedule, id: string): BookablePlace {
  const place = plan.places.get(id)
  const kinds = (['box', 'counter', 'phone'] as const).filter((kind) => {
    const wish: Wish = { errands: [], persons: 1, channel: 'web', interpreter: null }
    return rolesOf(plan, wish, id, kind) !== null
  })
  return { id, name: place?.name ?? id, address: place?.address ?? '', kinds }
}

export function view(plan: Schedule, booking: Booking, waitlist: Appointment['waitlist']): Appointment {
  const documents = booking.errands.flatMap((id) => plan.errands.get(id)?.documents ?? [])
  return {
    code: booking.code ?? '',
    state: booking.state as BookingState,
    place: placeOf(plan, booking.place),
    kind: booking.kind,
    errands: booking.errands,
    persons: booking.persons,
    interpreter: booking.interpreter,
    start: booking.starts.toISOString(),
    end: booking.ends.toISOString(),
    name: booking.name ?? '',
    documents: documents.filter((one, n) => documents.findIndex((other) => other.da === one.da) === n),
    waitlist,
  }
}
