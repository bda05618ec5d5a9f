/** The booking room of a hub process: its routes, its page and its sweep. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import statics from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Hub } from '../context.ts'
import { planningRoutes } from '../figures/planning-routes.ts'
import { problem } from '../web/problem.ts'
import { serveRoutes } from './api.ts'
import { closureRoutes } from './closure-routes.ts'
import { fillDemo } from './demo.ts'
import { openapi } from './openapi.ts'
import { placeRoutes } from './place-routes.ts'
import { publicRoot, publicRoutes } from './public-routes.ts'
import { seedBooking } from './seed.ts'
import { httpSender } from './sender.ts'
import { staffRoutes } from './staff-routes.ts'
import { standbyRoutes } from './standby-routes.ts'
import { BOOKING_SWEEP_MS, sweepBooking } from './sweep.ts'
import { triageRoutes } from './triage-routes.ts'
import { visitRoutes } from './visit-routes.ts'

/** Routes and pages. `now` is the clock that everything about appointments goes by. */
export async function serveBooking(app: FastifyInstance, hub: Hub, now: () => Date = () => new Date()): Promise<void> {
  const routes = [
    ...publicRoutes(hub, now),
    ...visitRoutes(hub, now),
    ...standbyRoutes(hub, now),
    ...staffRoutes(hub, now),
    ...planningRoutes(hub, now, app),
    ...closureRoutes(hub, now),
    ...placeRoutes(hub, now),
    ...triageRoutes(hub, now),
  ]
  serveRoutes(app, routes)
  const document = openapi(routes, `Borgerboks, ${hub.config.municipality}`)
  app.get('/api/openapi.json', () => document)
  app.get('/booking', (_request, reply) => reply.redirect('/booking/'))
  const pages = join(hub.config.pages ?? resolve(import.meta.dirname, '../../dist/ui'), 'booking')
  if (existsSync(pages)) await app.register(statics, { root: pages, prefix: '/booking/', decorateReply: false })
  else app.get('/booking/', () => Promise.reject(problem(404, 'The booking page is not built: run make.')))
}

/** Seeds a new hub and sweeps until the returned function is called. `root` tells the web port's own address. */
export async function startBooking(hub: Hub, root: () => string): Promise<() => void> {
  await seedBooking(hub.db)
  const { messages, demo } = hub.config
  let ending = false
  if (demo)
    hub.aside(
      'the demo’s year could not be made',
      fillDemo(hub.db, demo.seed, new Date(), () => ending),
    )
  const sender = messages ? httpSender(messages) : null
  let sweeping = false
  const timer = setInterval(() => {
    if (sweeping || !hub.bus.connected()) return
    sweeping = true
    const options = { sender, root: publicRoot(hub) || root(), now: new Date() }
    hub.aside(
      'no sweep of the appointments',
      sweepBooking(hub.db, options).finally(() => (sweeping = false)),
    )
  }, BOOKING_SWEEP_MS)
  return () => {
    ending = true
    clearInterval(timer)
  }
}
