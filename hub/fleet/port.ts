/** The box port: TLS, and nothing behind it for who shows no certificate of an enrolled box. */
import type { TLSSocket } from 'node:tls'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance } from 'fastify'
import { isFault } from '../../device/contract/faults.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import { oncePer } from '../once.ts'
import { keepAlive, MAX_MESSAGE } from '../sockets.ts'
import { networkOf } from '../web/address.ts'
import { checkParameters } from '../web/parameters.ts'
import type { Problem } from '../web/problem.ts'
import { type Box, boxAt } from './boxes.ts'
import type { Authority } from './ca.ts'
import { serveBox } from './link.ts'
import { bundleRoute } from './release-routes.ts'
import { renewalRoutes } from './renewals.ts'

/** One refusal a minute from one network is enough for the log: an IPv6 subscriber has an address for each try (ms). */
const REFUSAL_MS = 60_000

export async function boxPort(hub: Hub, ca: Authority): Promise<FastifyInstance> {
  const { host, name } = hub.config.box
  const server = await ca.forServer([host, ...(name ? [name] : [])])
  const app = Fastify({
    logger: false,
    https: {
      ...server,
      ca: ca.certificate,
      requestCert: true,
      // Refused below, with an answer and an entry in the audit log, instead of here without a word.
      rejectUnauthorized: false,
      minVersion: 'TLSv1.3',
    },
  })
  const first = oncePer(REFUSAL_MS)
  const boxes = new WeakMap<object, Box>()

  app.addHook('onRequest', async (request, reply) => {
    if (!hub.bus.connected()) return reply.code(503).send({ error: 'The hub has lost its database.' })
    // Here a box has no certificate yet, or no longer: its identity key speaks for it.
    if (request.url.startsWith('/renew')) return
    const found = await boxAt(hub.db, request.raw.socket as TLSSocket)
    if (found.is === 'box') return void boxes.set(request.raw, found.box)
    if (first(`${networkOf(request.ip)} ${found.is} ${found.box}`)) {
      hub.log.warn({ reason: found.is, box: found.box }, 'a box was refused')
      await audit(hub.db, { act: 'box-refused', box: found.box ?? null, detail: found.is })
    }
    return reply.code(401).send({ error: `Refused: ${found.is}.` })
  })
  checkParameters(app)
  await app.register(websocket, { options: { maxPayload: MAX_MESSAGE, perMessageDeflate: false } })
  app.get('/box', { websocket: true }, (socket, request) => {
    keepAlive(socket, request.raw.socket, hub.timing)
    serveBox(hub, boxes.get(request.raw)!, socket)
  })
  renewalRoutes(app, hub, ca)
  bundleRoute(app, hub)
  app.setErrorHandler((error: Problem, _request, reply) => {
    const status = isFault(error, 'message.malformed') ? 400 : (error.statusCode ?? 500)
    if (status >= 500) hub.log.error({ error: error.message }, 'a box’s request failed')
    return reply.code(status).send({ error: status >= 500 ? 'Something went wrong here.' : error.message })
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  return app
}
