/** Places, hours and capacity for planners; what a change cancels is shown before it is saved. */
import Type from 'typebox'
import { PlaceChange, PlaceEffect, PlacePlan } from '../../device/contract/places.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { closePlace, placeEffect, placeFault, placePlans, savePlace } from './places.ts'
import { schedule } from './schedule.ts'
import type { Effect } from './stray.ts'

/** Cancelled visits that are named (the rest is a number). */
const NAMED = 10

const example: PlacePlan = {
  id: 'nordbyen',
  name: 'Nordbyens bibliotek',
  address: 'Nordre Allé 40',
  slotMinutes: 15,
  resources: [{ id: 7, kind: 'box', name: 'Boks 1', skills: [], languages: [] }],
  hours: [
    {
      kind: null,
      weekday: 1,
      weeks: 'all',
      opens: 600,
      closes: 1020,
      firstDay: null,
      lastDay: null,
      keepPhone: 0,
      keepStandby: 0,
    },
  ],
}

export function placeRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const told = ({ moves, cancels }: Effect, saved: boolean) => ({
    cancels: cancels.length,
    moves: moves.length,
    first: cancels.slice(0, NAMED).map(({ starts, place }) => ({ start: starts.toISOString(), place })),
    saved,
  })
  return [
    route({
      method: 'get',
      path: '/api/plan/places',
      summary: 'Places with their boxes, counters and hours; last, without an id, what serves every place',
      answer: Type.Array(PlacePlan),
      staff: true,
      examples: { answer: [example] },
      handle: async ({ request }) => {
        await signedIn(db, request, 'planner')
        return placePlans(await schedule(db))
      },
    }),
    route({
      method: 'post',
      path: '/api/plan/places',
      summary: 'Changes or adds a place; first shows what that does to booked visits',
      body: PlaceChange,
      answer: PlaceEffect,
      staff: true,
      problems: { 400: 'The sentence says what is wrong.' },
      examples: {
        body: { place: example, save: false },
        answer: {
          cancels: 1,
          moves: 3,
          first: [{ start: '2026-12-01T16:00:00.000Z', place: 'nordbyen' }],
          saved: false,
        },
      },
      handle: async ({ body, request }) => {
        await signedIn(db, request, 'planner')
        const plan = await schedule(db)
        const fault = placeFault(plan, body.place)
        if (fault) throw problem(400, fault)
        if (body.save) return told(await savePlace(db, body.place, now()), true)
        return told(await placeEffect(db, plan, body.place, now()), false)
      },
    }),
    route({
      method: 'delete',
      path: '/api/plan/places/:place',
      summary: 'Takes a place out of use and cancels what is booked there',
      answer: null,
      staff: true,
      problems: { 404: 'There is no such place.' },
      handle: async ({ params, request }) => {
        await signedIn(db, request, 'planner')
        if (!(await schedule(db)).places.has(params.place!)) throw problem(404, 'There is no such place.')
        await closePlace(db, params.place!, now())
      },
    }),
  ]
}
