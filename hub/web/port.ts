/** The web port: people sign in here. HTTP; TLS ends in front of it where it is reached from outside. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import statics from '@fastify/static'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { isFault } from '../../device/contract/faults.ts'
import { serveBills } from '../bills/routes.ts'
import { serveBooking } from '../booking/booking.ts'
import { serveCertificates } from '../certificates/routes.ts'
import type { Config } from '../config.ts'
import type { Hub } from '../context.ts'
import { servePaper } from '../desk/paper-routes.ts'
import { deskRoutes } from '../desk/routes.ts'
import type { Authority } from '../fleet/ca.ts'
import { fleetRoutes } from '../fleet/routes.ts'
import { MAX_MESSAGE } from '../sockets.ts'
import { inTongue } from './danish.ts'
import { checkParameters } from './parameters.ts'
import { type Problem, problem } from './problem.ts'

const BODY_BYTES = 64 * 1024

const headers = {
  // The desk's page holds the evidence's key: nothing but our own scripts may run in it.
  'content-security-policy':
    "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** `boxUrl` tells where boxes connect, once that is known. */
export async function webPort(hub: Hub, ca: Authority, boxUrl: () => string): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    // An address that no route can take, too long or wrongly written.
    frameworkErrors: (_error, _request, reply) => void (reply as FastifyReply).code(404).send({ error: NOTHING }),
  })
  const refuse = (request: FastifyRequest, reply: FastifyReply, status: number, sentence: string) =>
    reply.code(status).send({ error: inTongue(sentence, request.headers['accept-language']) })
  app.setErrorHandler((error: Problem & { code?: string }, request, reply) => {
    if (isFault(error, 'message.malformed'))
      return refuse(request, reply, 400, `The request is wrong: ${error.detail}.`)
    // So the file server calls a name that no file can have.
    if (error.message === 'Forbidden') return refuse(request, reply, 404, NOTHING)
    const status = error.statusCode ?? (NOT_TEXT.has(error.code) ? 400 : 500)
    if (status >= 500) hub.log.error({ error: error.message }, 'a request failed')
    return refuse(request, reply, status, status >= 500 ? 'Something went wrong here.' : sentenceOf(error, status))
  })
  app.setNotFoundHandler((request, reply) => refuse(request, reply, 404, NOTHING))
  // First: its hook marks the requests that want a socket.
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE, perMessageDeflate: false } })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    // A form or socket on somebody else's page must not act in a caseworker's name.
    if ((request.method !== 'GET' || request.ws) && !ownOrigin(request, hub.config))
      throw problem(403, 'Foreign origin.')
  })
  checkParameters(app)
  app.get('/api/health', async (_request, reply) => {
    const ok = hub.bus.connected()
    return reply.code(ok ? 200 : 503).send({ ok, hub: hub.bus.id, boxes: hub.boxes.size, desks: hub.desks.size })
  })
  deskRoutes(app, hub)
  fleetRoutes(app, hub, ca, boxUrl)
  await servePages(app, hub.config)
  await serveBooking(app, hub)
  await serveCertificates(app, hub)
  await servePaper(app, hub)
  serveBills(app, hub)
  return app
}

/** Programs other than browsers send no origin. */
function ownOrigin(request: FastifyRequest, config: Config): boolean {
  const { origin, host } = request.headers
  if (origin === undefined || config.web.origins?.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/** The pages of people who sign in, each of which asks who is there, and of guests in a call. */
const pages = ['fleet', 'desk', 'planning', 'bills', 'guest'] as const

async function servePages(app: FastifyInstance, config: Config): Promise<void> {
  app.get('/', (_request, reply) => reply.redirect('/desk/'))
  // `/desk` itself is the caseworker's socket.
  app.get('/planning', (_request, reply) => reply.redirect('/planning/'))
  for (const page of pages) {
    const root = join(config.pages ?? resolve(import.meta.dirname, '../../dist/ui'), page)
    if (existsSync(root)) await app.register(statics, { root, prefix: `/${page}/`, decorateReply: false })
    else app.get(`/${page}/`, () => Promise.reject(problem(404, `The ${page} page is not built: run make.`)))
  }
}

/** PostgreSQL’s own word for a NUL in what somebody wrote. */
const NOT_TEXT: ReadonlySet<string | undefined> = new Set(['22021', '22P05'])
const NOTHING = 'There is nothing here.'
/** What the web server itself refuses, in words for whoever sent it. */
const refused: Record<number, string> = {
  400: 'The request cannot be read: send JSON.',
  413: 'The request is too large.',
  414: 'The address is too long.',
  415: 'Send it as JSON, with content-type application/json.',
}
const sentenceOf = (error: Problem & { code?: string }, status: number) =>
  ((error.code?.startsWith('FST_') || NOT_TEXT.has(error.code)) && refused[status]) || error.message
