/** Loopback server of the technician's touch page, on the citizens' screen until the box is in service. */
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import { fastify } from 'fastify'
import type { WebSocket } from 'ws'
import { Listeners } from '../../drivers/listeners.ts'
import { decoder } from '../contract/decode.ts'
import { Fault, isFault } from '../contract/faults.ts'
import { type SetupState, SetupUp } from '../contract/setup.ts'
import { paintedRoutes } from '../kiosk/painted.ts'

const decodeUp = decoder(SetupUp, 10_000)

export type SetupScreen = {
  url: string
  show(state: SetupState): void
  state(): SetupState
  /** The next touch that `fits`. Rejects when `stop` aborts. */
  touch(fits: (up: SetupUp) => boolean, stop: AbortSignal): Promise<SetupUp>
  close(): Promise<void>
}

/** Opens the page. `Fault('port.busy')`. */
export async function openSetup(at: { host: string; port: number }): Promise<SetupScreen> {
  const app = fastify({ forceCloseConnections: true })
  const changed = new Listeners<SetupState>()
  const touched = new Listeners<SetupUp>()
  let state: SetupState = { is: 'starting' }
  await app.register(fastifyWebsocket, { options: { maxPayload: 10_000 } })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    reply.header(
      'content-security-policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws:",
    )
    const { origin, host = '' } = request.headers
    const own =
      /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`)
    if (!own) await reply.code(403).send({ error: 'Not from this page.' })
  })
  paintedRoutes(app, 'setup')
  app.get('/setup', { websocket: true }, (socket: WebSocket) => {
    const send = (now: SetupState) => socket.send(JSON.stringify(now))
    const off = changed.add(send)
    socket.on('close', off)
    socket.on('error', off)
    socket.on('message', (data) => {
      try {
        touched.tell(decodeUp(String(data)))
      } catch (error) {
        if (!isFault(error)) throw error
      }
    })
    send(state)
  })
  const page = resolve(import.meta.dirname, '../../dist/ui/setup')
  if (existsSync(page)) await app.register(fastifyStatic, { root: page, cacheControl: false })
  try {
    await app.listen({ host: at.host, port: at.port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Fault('port.busy', `port ${at.port} of the citizen’s screen is in use`)
  }
  return {
    url: `http://${at.host}:${(app.server.address() as AddressInfo).port}/`,
    state: () => state,
    show(now) {
      state = now
      changed.tell(now)
    },
    touch: (fits, stop) =>
      new Promise((resolve, reject) => {
        const off = touched.add((up) => {
          if (!fits(up)) return
          off()
          stop.removeEventListener('abort', aborted)
          resolve(up)
        })
        const aborted = () => {
          off()
          reject(stop.reason)
        }
        if (stop.aborted) aborted()
        else stop.addEventListener('abort', aborted, { once: true })
      }),
    close: () => app.close(),
  }
}
