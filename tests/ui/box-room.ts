import fastifyStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import fastify from 'fastify'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { ScreenDown, ScreenState, ScreenUp } from '../../device/contract/screen.ts'
import { drawnPictures, type Pictures } from './box-pictures.ts'
import { builtPage } from './pages.ts'

/** The virtual camera's rate, slower: enough to see a live picture (ms). */
const FRAME_MS = 100

type Wire = { send(text: string | Buffer): void; close(): void; readyState: number }

/** A scripted box: it shows what the test tells it to, and keeps all that the page says. */
export type Room = {
  url: string
  pictures: Pictures
  browser: Browser
  heard: ScreenUp[]
  previews(): number
  show(state: ScreenState): void
  signal(message: Extract<ScreenDown, { is: 'signal' }>): void
  /** Cuts the page's socket; until `answer`, new ones are refused as by a box that restarts. */
  hangUp(): void
  answer(): void
  page(width?: number, height?: number): Promise<Page>
  close(): Promise<void>
}

export async function openRoom(): Promise<Room> {
  const dist = builtPage('box')
  const pictures = await drawnPictures()
  const heard: ScreenUp[] = []
  const screens = new Set<Wire>()
  const cameras = new Set<Wire>()
  let current: ScreenState | undefined
  let down = false

  const server = fastify({ forceCloseConnections: true })
  await server.register(websocket)
  await server.register(fastifyStatic, { root: dist })
  server.get('/desk-stand-in', (_, reply) => reply.type('text/html').send('<!doctype html><title>desk</title>'))
  server.get('/screen', { websocket: true }, (socket) => {
    if (down) return socket.terminate()
    screens.add(socket)
    socket.on('close', () => screens.delete(socket))
    socket.on('message', (data) => heard.push(JSON.parse(String(data)) as ScreenUp))
    if (current) socket.send(JSON.stringify({ is: 'state', state: current }))
  })
  server.get('/preview', { websocket: true }, (socket) => {
    cameras.add(socket)
    socket.on('close', () => cameras.delete(socket))
  })
  const camera = setInterval(() => {
    for (const socket of cameras) socket.send(pictures.frame)
  }, FRAME_MS)
  const url = await server.listen({ port: 0, host: '127.0.0.1' })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      // Both ends of a call are on this machine, which may have no network at all.
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  })
  const tell = (message: ScreenDown) => {
    for (const socket of screens) socket.send(JSON.stringify(message))
  }
  return {
    url,
    pictures,
    browser,
    heard,
    previews: () => cameras.size,
    show(state) {
      current = state
      tell({ is: 'state', state })
    },
    signal: tell,
    hangUp() {
      down = true
      for (const socket of screens) socket.close()
    },
    answer() {
      down = false
    },
    async page(width = 1080, height = 1920) {
      const context = await browser.newContext({ viewport: { width, height }, hasTouch: true, reducedMotion: 'reduce' })
      const page = await context.newPage()
      await page.goto(url)
      return page
    },
    async close() {
      clearInterval(camera)
      await browser.close()
      await server.close()
    },
  }
}
