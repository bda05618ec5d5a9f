import type { FastifyInstance } from 'fastify'
import type { Route } from '../booking/api.ts'
import type { Hub } from '../context.ts'
import { staffingRoutes } from '../staffing/routes.ts'
import { figureRoutes } from './figure-routes.ts'
import { surveyRoutes } from './survey-routes.ts'
import { whatIfRoutes } from './what-if-routes.ts'

/** Everything of the planner’s pages about people and numbers. What is being worked out ends with `app`. */
export function planningRoutes(hub: Hub, now: () => Date, app: FastifyInstance): Route[] {
  const ending = new AbortController()
  app.addHook('preClose', async () => ending.abort(new Error('the hub is stopping')))
  return [
    ...staffingRoutes(hub, now),
    ...figureRoutes(hub, now),
    ...whatIfRoutes(hub, now, ending.signal),
    ...surveyRoutes(hub, now),
  ]
}
