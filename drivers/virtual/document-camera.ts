/** A camera on an arm over a table, at the far end of ffmpeg's input: shows the page that lies there, or the bare table. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { dataPage } from './country/data-page.ts'
import { damaged, type VirtualMrz } from './mrz.ts'

const WIDTH = 1_600
const HEIGHT = 1_200
const FPS = 8
const BOUNDARY = 'frame'
/** A reader that is this far behind misses frames (bytes). */
const MAX_BEHIND = 2_000_000
/** No hand lays a page straight (degrees). */
const TILT = 2

export type VirtualDocumentCamera = {
  start(): Promise<void>
  stop(): Promise<void>
  plug(): void
  unplug(): void
  /** Lays a picture of a page (PNG, JPEG) under it, upside down if wanted; `null` takes it away. */
  show(page: Uint8Array | null, upsideDown?: boolean): Promise<void>
  /** The box's input for it: ffmpeg's arguments. */
  input(): string[]
  state(): { plugged: boolean; page: boolean }
}

export function createVirtualDocumentCamera(): VirtualDocumentCamera {
  const readers = new Set<ServerResponse>()
  let frames: Buffer[] = []
  let page = false
  let plugged = true
  let place = 0
  let timer: NodeJS.Timeout | undefined

  const server = createServer((request, response) => {
    if (!plugged) return request.socket.destroy()
    response.writeHead(200, { 'content-type': `multipart/x-mixed-replace;boundary=${BOUNDARY}`, connection: 'close' })
    readers.add(response)
    response.on('close', () => readers.delete(response))
  })

  function tick(): void {
    const jpeg = frames[place++ % frames.length]
    if (!jpeg) return
    const head = Buffer.from(`--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`)
    for (const reader of readers) {
      if (reader.writableLength > MAX_BEHIND) continue
      reader.write(Buffer.concat([head, jpeg, Buffer.from('\r\n')]))
    }
  }

  const camera: VirtualDocumentCamera = {
    async start() {
      await camera.show(null)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      timer = setInterval(tick, 1_000 / FPS)
    },
    async stop() {
      clearInterval(timer)
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
    plug: () => void (plugged = true),
    unplug() {
      plugged = false
      server.closeAllConnections()
    },
    async show(picture, upsideDown = false) {
      const lying = picture && (await laid(picture, upsideDown))
      // Two that differ by their noise alone: a sensor never sends the same picture twice.
      frames = await Promise.all([scene(lying), scene(lying)])
      page = lying !== null
    },
    input: () => [
      ...['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0', '-use_wallclock_as_timestamps', '1'],
      ...['-f', 'mpjpeg', '-i', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`],
    ],
    state: () => ({ plugged, page }),
  }
  return camera
}

/** A table with such a camera in the place of an MRZ reader: pages are laid under it instead of drawn through it. */
export function pagesUnder(camera: VirtualDocumentCamera): VirtualMrz {
  const lay = async (lines: readonly string[]) => {
    // What is no zone has no page: a health card is a card with nothing on it that this camera reads.
    if (lines.length > 1) await camera.show(await dataPage({ mrz: lines }))
  }
  return {
    start: camera.start,
    stop: camera.stop,
    plug: async () => camera.plug(),
    unplug: async () => camera.unplug(),
    swipe: lay,
    swipeDamaged: (lines) => lay(damaged(lines)),
    takeAway: () => camera.show(null),
  }
}

function laid(page: Uint8Array, upsideDown: boolean): Promise<Buffer> {
  return sharp(page)
    .resize({ width: Math.round(WIDTH * 0.84), height: Math.round(HEIGHT * 0.84), fit: 'inside' })
    .rotate(TILT + (upsideDown ? 180 : 0), { background: '#00000000' })
    .png()
    .toBuffer()
}

async function scene(page: Buffer | null): Promise<Buffer> {
  const noise = await sharp({
    create: {
      width: WIDTH,
      height: HEIGHT,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 4 },
    },
  })
    .png()
    .toBuffer()
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#6b5d50' } })
    .composite([...(page ? [{ input: page }] : []), { input: noise, blend: 'soft-light' as const }])
    .blur(0.8)
    .jpeg({ quality: 82 })
    .toBuffer()
}
