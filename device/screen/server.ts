import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import { fastify } from 'fastify'
import type { WebSocket } from 'ws'
import { decoder } from '../contract/decode.ts'
import { Fault, isFault } from '../contract/faults.ts'
import { type ScreenDown, type ScreenState, ScreenUp } from '../contract/screen.ts'
import type { SoundNames } from '../contract/sound.ts'
import { paintedRoutes } from '../kiosk/painted.ts'
import type { Log } from '../log.ts'
import { createSpeech, MAX_SPOKEN } from './speech.ts'

/** Frames that a slow browser has not taken are dropped beyond this many bytes, so that preview never lags (bytes). */
const PREVIEW_BACKLOG = 300_000
/** The largest message of a screen: a signature of many strokes (bytes). */
const MAX_UP = 4 * 1024 * 1024

export type ScreenPort = {
  /** The whole state now. */
  state(): ScreenState
  onDown(listener: (message: ScreenDown) => void): () => void
  take(message: ScreenUp): void
  /** Frames of the camera, only while the question or a call needs them; returns its unsubscribe. */
  onPreview(listener: (jpeg: Buffer) => void): () => void
}

const decodeUp = decoder(ScreenUp, MAX_UP)

/**
 * A page of another site that the kiosk browser was lured to must not talk to the box: only our own origin may, under a
 * loopback name, so that no foreign name that resolves to us (DNS rebinding) passes for it.
 */
function ownOrigin(origin: string | undefined, host = ''): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`)
}

/**
 * Which screen is the citizen's end of the call. Two pages that both answered would take the line from each other for ever:
 * the first to speak in a claim has it until it goes, another that is open then has it at its next hello.
 */
function callLine() {
  const held = new Map<string, WebSocket>()
  return {
    /** Whether the other end's signals are for that screen; while nobody has the line, their hello is for all. */
    hears: (socket: WebSocket, claim: string) => (held.get(claim) ?? socket) === socket,
    take(socket: WebSocket, claim: string): boolean {
      if (!held.has(claim)) held.set(claim, socket)
      return held.get(claim) === socket
    },
    leave(socket: WebSocket): void {
      for (const [claim, holder] of held) if (holder === socket) held.delete(claim)
    },
    /** Only these calls go on: a claim, and the guests in it. */
    keep(calls: ReadonlySet<string>): void {
      for (const claim of held.keys()) if (!calls.has(claim)) held.delete(claim)
    },
  }
}

/**
 * The loopback server for the kiosk browser: the page, one socket per screen, the camera's picture. Resolves with the URL.
 * A busy port is `Fault('port.busy')`.
 */
export async function serveScreen(
  at: { host: string; port: number; page: string; sound?: SoundNames },
  screen: ScreenPort,
  log: Log,
  stop: AbortSignal,
): Promise<string> {
  const app = fastify()
  const line = callLine()
  const held = ({ call, guests }: ScreenState) => [call?.claim, ...(guests ?? []).map(({ guest }) => guest)].join(' ')
  let last = ''
  await app.register(fastifyWebsocket, { options: { maxPayload: MAX_UP } })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    reply.header(
      'content-security-policy',
      "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws:; frame-ancestors 'none'",
    )
    if (!ownOrigin(request.headers.origin, request.headers.host))
      await reply.code(403).send({ error: 'Not from this page.' })
  })
  screen.onDown((message) => {
    if (message.is !== 'state' || held(message.state) === last) return
    last = held(message.state)
    line.keep(new Set(last.split(' ')))
  })
  app.get('/screen', { websocket: true }, (socket: WebSocket) => {
    const send = (message: ScreenDown) => socket.send(JSON.stringify(message))
    const off = screen.onDown((message) => {
      if (message.is !== 'signal' || line.hears(socket, message.claim)) send(message)
    })
    socket.on('close', () => {
      off()
      line.leave(socket)
    })
    socket.on('error', (error) => log.warn({ error: error.message }, 'screen socket'))
    socket.on('message', (data) => {
      try {
        const message = decodeUp(String(data))
        if (message.is !== 'signal' || line.take(socket, message.claim)) screen.take(message)
      } catch (error) {
        if (!isFault(error)) throw error
        log.warn({ fault: error.code, detail: error.detail }, 'screen message refused')
      }
    })
    send({ is: 'state', state: screen.state() })
  })
  app.get('/preview', { websocket: true }, (socket: WebSocket) => {
    const off = screen.onPreview((jpeg) => {
      if (socket.bufferedAmount < PREVIEW_BACKLOG) socket.send(jpeg)
    })
    socket.on('close', off)
    socket.on('error', off)
  })
  paintedRoutes(app, 'box')
  const speak = createSpeech()
  app.get('/speech', async (request, reply) => {
    const { language, text } = request.query as Record<string, unknown>
    if ((language !== 'da' && language !== 'en') || typeof text !== 'string' || text.length > MAX_SPOKEN) {
      return reply.code(400).send({ error: 'Which language, and what text?' })
    }
    const sound = await speak(text, language)
    return sound ? reply.type('audio/wav').send(sound) : reply.code(404).send({ error: 'This box has no voice.' })
  })
  app.get('/sound', (): SoundNames => at.sound ?? {})
  if (existsSync(at.page)) await app.register(fastifyStatic, { root: at.page, cacheControl: false })
  try {
    await app.listen({ host: at.host, port: at.port })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new Fault('port.busy', `port ${at.port} of the citizen’s screen is in use`)
    }
    throw error
  }
  stop.addEventListener('abort', () => void app.close(), { once: true })
  return `http://${at.host}:${(app.server.address() as AddressInfo).port}/`
}
