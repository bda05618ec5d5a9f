/**
 * The room around the desk: a scripted hub (HTTP and WebSocket) with one box behind it that seals with real keys, and a
 * headless Chromium with a fake camera.
 */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { build } from 'vite'
import { type WebSocket, WebSocketServer } from 'ws'
import { type DeskSocketDown, DeskSocketUp, type QueueEntry } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import { type DeskDown, DeskUp, type DeskView } from '../../device/contract/desk.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'
import { makeClaimKeys, open, seal } from '../../ui/shared/seal.ts'

const repo = join(import.meta.dirname, '../..')
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

/** Builds one page into a folder of its own, so that tests neither need nor disturb a running demo's. */
export async function buildPage(page: string, into?: string): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = into ?? (await mkdtemp(join(tmpdir(), `ui-${page}-`)))
  process.env.PAGE = page
  await build({
    configFile: join(repo, 'ui/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** The file of a built page for a request, or undefined. `prefix` is where the page is served, such as `/desk/`. */
export async function pageFile(folder: string, prefix: string, request: IncomingMessage) {
  const path = new URL(request.url ?? '/', 'http://room').pathname
  if (!path.startsWith(prefix)) return undefined
  const file = join(folder, normalize(`/${path.slice(prefix.length) || 'index.html'}`))
  const found = await stat(file).catch(() => undefined)
  return found?.isFile()
    ? { type: types[extname(file)] ?? 'application/octet-stream', stream: createReadStream(file) }
    : undefined
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream=fps=10',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
      '--disable-gpu',
    ],
  })
}

/** Polls until `look` gives something; fails after ten seconds, which is far more than any of these takes. */
export async function until<T>(what: string, look: () => T | undefined | false | null): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`never came: ${what}`)
}

const decodeUp = decoder(DeskSocketUp)
const decodeDeskUp = decoder(DeskUp)
type Up = DeskSocketUp
export type Room = Awaited<ReturnType<typeof openRoom>>

/** A hub with one case in its queue and the box that the case stands at. */
export async function openRoom(options: { folder: string; queue: QueueEntry[]; view: DeskView }) {
  const box = await makeClaimKeys()
  const ups: Up[] = []
  const heard: DeskUp[] = []
  let queue = options.queue
  let socket: WebSocket | undefined
  let claim: { id: string; sealKey: PublicKey; signKey: PublicKey } | undefined
  let deaf = false
  let after: 'kept' | 'taken' | 'requeued' = 'kept'
  let signedIn = false

  const server = createServer(async (request, response) => {
    if (request.url === '/api/session') {
      if (request.method === 'POST') {
        let body = ''
        for await (const piece of request) body += piece
        signedIn = JSON.parse(body).password === 'boks'
        response.writeHead(signedIn ? 204 : 401, signedIn ? { 'set-cookie': 'session=1; HttpOnly' } : {}).end()
      } else if (request.method === 'DELETE') {
        signedIn = false
        response.writeHead(204).end()
      } else if (signedIn) {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ user: 'mette', caseworker, roles: ['caseworker'] }))
      } else response.writeHead(401).end('{"error":"Sign in first."}')
      return
    }
    const file = await pageFile(options.folder, '/desk/', request)
    if (!file) return void response.writeHead(404).end()
    response.setHeader('content-type', file.type)
    file.stream.pipe(response)
  })
  const sockets = new WebSocketServer({ server, path: '/desk' })
  const down = (message: DeskSocketDown) => socket?.send(JSON.stringify(message))
  sockets.on('connection', (connected) => {
    socket = connected
    down({ is: 'queue', queue })
    connected.on('message', (data) => void receive(decodeUp(String(data))))
  })
  const receive = async (up: Up) => {
    ups.push(up)
    if (up.is === 'claim') {
      const same = claim?.sealKey.x === up.sealKey.x
      if (same && after === 'taken') return down({ is: 'not-claimed', case: up.case, why: 'taken' })
      if (same && after === 'kept')
        return down({ is: 'claimed', case: up.case, claim: claim!.id, iceServers: [], iceTransportPolicy: 'all' })
      claim = { id: crypto.randomUUID(), sealKey: up.sealKey, signKey: up.signKey }
      down({ is: 'claimed', case: up.case, claim: claim.id, iceServers: [], iceTransportPolicy: 'all' })
      await room.show(options.view)
    } else if (up.is === 'to-box') {
      down({ is: 'sent', id: up.id, ok: !deaf })
      if (!deaf) heard.push(decodeDeskUp(await open(up.sealed, box.privateSeal)))
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const room = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/desk/`,
    /** Everything the desk said to the hub, and what of it the box could open. */
    ups,
    heard,
    boxKey: box.sealKey,
    claim: () => claim!,
    down,
    async show(view: DeskView) {
      const sealed = await seal({ ...view, boxKey: box.sealKey }, claim!.sealKey)
      down({ is: 'from-box', claim: claim!.id, kind: 'view', sealed })
    },
    async tell(message: DeskDown) {
      down({ is: 'from-box', claim: claim!.id, kind: 'message', sealed: await seal(message, claim!.sealKey) })
    },
    setQueue(next: QueueEntry[]) {
      queue = next
      down({ is: 'queue', queue })
    },
    /** The hub says that the box does not answer. */
    setDeaf(next: boolean) {
      deaf = next
    },
    /** Cuts the desk's line. `then`: what has become of its claim when it is back. */
    cutLine(then: typeof after) {
      after = then
      socket?.terminate()
    },
    of: <K extends DeskUp['is']>(is: K) =>
      heard.findLast((message): message is Extract<DeskUp, { is: K }> => message.is === is),
    async close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return room
}

export const caseworker = { name: 'Mette Holm', role: 'Sagsbehandler', municipality: 'Kalundborg Kommune' }
