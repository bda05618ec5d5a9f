/** What stands in a path is looked at in one place, before any handler: the database never sees an id that is none. */
import type { FastifyInstance } from 'fastify'
import { problem } from './problem.ts'

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** PostgreSQL’s `text` holds everything but NUL; nothing here is named with a control character. */
const text = /^\P{Cc}+$/u

/** By the name of the parameter. */
export const shapes: Readonly<Record<string, RegExp>> = {
  ...{ id: uuid, box: uuid, case: uuid, booking: uuid, ticket: uuid },
  // Fits PostgreSQL’s `integer`.
  n: /^\d{1,9}$/,
  version: /^\d{1,4}\.\d{1,4}\.\d{1,4}$/,
  ...{ code: text, place: text, step: text, token: text },
}
const NUL = /%00/

/** 404 for what no route can mean. A route whose parameter has no shape is a bug: the hub does not start with it. */
export function checkParameters(app: FastifyInstance): void {
  app.addHook('onRoute', ({ url }) => {
    for (const [, name] of url.matchAll(/:(\w+)/g))
      if (!shapes[name!]) throw new Error(`${url}: say in hub/web/parameters.ts what “${name}” looks like`)
  })
  app.addHook('onRequest', async (request) => {
    if (NUL.test(request.url)) throw problem(404, 'There is nothing here.')
    for (const [name, value] of Object.entries(request.params ?? {}))
      if (shapes[name] && !shapes[name].test(value)) throw problem(404, 'There is nothing with that number.')
  })
}
