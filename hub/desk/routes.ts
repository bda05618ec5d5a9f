import type { FastifyInstance } from 'fastify'
import { type Session, SignIn } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import type { Hub } from '../context.ts'
import { keepAlive } from '../sockets.ts'
import { addressOf } from '../web/address.ts'
import { problem } from '../web/problem.ts'
import { readAudit, verifyAudit } from './audit.ts'
import { serveGuest } from './guest-socket.ts'
import { oidcRoutes } from './oidc.ts'
import { type SignedIn, sessionCookie, signedIn, signIn, signOut } from './sessions.ts'
import { serveDesk } from './socket.ts'

const decodeSignIn = decoder(SignIn)

/** Sign-in, the caseworkers' socket and the audit log. */
export function deskRoutes(app: FastifyInstance, hub: Hub): void {
  const secure = hub.config.web.secureCookie ?? false
  const sessions = new WeakMap<object, SignedIn>()

  oidcRoutes(app, hub)
  app.post('/api/session', async (request, reply) => {
    const cookie = await signIn(hub, decodeSignIn(request.body), addressOf(request) ?? 'here')
    return reply.header('set-cookie', sessionCookie(cookie, secure)).code(204).send()
  })
  app.get('/api/session', async (request): Promise<Session> => {
    const { user, caseworker, roles } = await signedIn(hub.db, request)
    return { user, caseworker, roles }
  })
  app.delete('/api/session', async (request, reply) => {
    await signOut(hub.db, await signedIn(hub.db, request))
    return reply.header('set-cookie', sessionCookie(null, secure)).code(204).send()
  })

  app.get(
    '/desk',
    {
      websocket: true,
      onRequest: async (request) => {
        if (!hub.bus.connected()) throw problem(503, 'The hub has lost its database.')
        sessions.set(request.raw, await signedIn(hub.db, request, 'caseworker'))
      },
    },
    (socket, request) => {
      keepAlive(socket, request.raw.socket, hub.timing)
      serveDesk(hub, sessions.get(request.raw)!, socket)
    },
  )

  // A guest has no session: the link's token is asked for on the socket, and works once.
  app.get('/guest', { websocket: true }, (socket, request) => {
    keepAlive(socket, request.raw.socket, hub.timing)
    serveGuest(hub, socket)
  })

  /** Entries after `?after=` (at most 1000), and whether the whole chain is as it was written. */
  app.get('/api/audit', async (request) => {
    await signedIn(hub.db, request, 'auditor', 'supervisor')
    const after = Number((request.query as { after?: string }).after ?? 0)
    if (!Number.isSafeInteger(after) || after < 0) throw problem(400, 'after must be the number of an entry.')
    return { entries: await readAudit(hub.db, after), chain: await verifyAudit(hub.db) }
  })
}
