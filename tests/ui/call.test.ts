import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { suite } from 'uvu'
import { build } from 'vite'
import { decoder } from '../../device/contract/decode.ts'
import { Signal } from '../../device/contract/nouns.ts'
import { launchBrowser, until } from './desk-room.ts'

const call = suite('the call between a box and a desk')
const decode = decoder(Signal)
const shared = join(import.meta.dirname, '../../ui/shared/call.ts')

let server: Server
let url: string
let script: string
// Two browsers: two pages of one would throttle the hidden one.
let browsers: { box: Browser; desk: Browser }

call.before(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry: shared, formats: ['iife'], name: 'Call' } },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  assert.ok(bundle && 'output' in bundle)
  script = bundle.output[0].code
  server = createServer((_, response) => void response.setHeader('content-type', 'text/html').end('<!doctype html>'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const [box, desk] = await Promise.all([launchBrowser(), launchBrowser()])
  browsers = { box, desk }
})
call.after(async () => {
  await Promise.all([browsers.box.close(), browsers.desk.close()])
  server.closeAllConnections()
  server.close()
})

type Role = 'box' | 'desk'
type End = { page: Page; states: string[]; sent: Signal[] }

/** Both ends and the wire between them, which checks every signal against the contract and can be cut. */
async function openWire() {
  const ends = {} as Record<Role, End>
  let cut = false
  for (const role of ['box', 'desk'] as const) {
    const page = await browsers[role].newPage()
    const end: End = { page, states: [], sent: [] }
    ends[role] = end
    const other = role === 'box' ? 'desk' : 'box'
    await page.exposeFunction('toOther', (signal: unknown) => {
      end.sent.push(decode(signal))
      if (!cut) void ends[other].page.evaluate((it) => globalThis.receive?.(it as never), signal).catch(() => undefined)
    })
    await page.exposeFunction('said', (state: string) => void end.states.push(state))
  }
  return {
    ends,
    cut: (next: boolean) => {
      cut = next
    },
    /** Loads the page of one end anew and starts the call in it. */
    async start(role: Role, camera = true) {
      const { page } = ends[role]
      await page.goto(url)
      await page.addScriptTag({ content: script })
      await page.evaluate(startInPage, { role, camera })
    },
    async frames(role: Role) {
      return await ends[role].page.evaluate(
        () => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      )
    },
    close: () => Promise.all([ends.box.page.close(), ends.desk.page.close()]),
  }
}

declare global {
  var receive: ((signal: Signal) => void) | undefined
  var hangUp: (() => void) | undefined
  var local: MediaStream | undefined
}

/** Runs in the page. */
function startInPage({ role, camera }: { role: Role; camera: boolean }) {
  const here = globalThis as unknown as {
    Call: typeof import('../../ui/shared/call.ts')
    toOther: (signal: Signal) => void
    said: (state: string) => void
  }
  const started = here.Call.startCall({
    role,
    iceServers: [],
    iceTransportPolicy: 'all',
    async media() {
      if (!camera) throw new Error('no camera')
      globalThis.local = await navigator.mediaDevices.getUserMedia({
        audio: true,
        video: { width: 320, height: 240, frameRate: 15 },
      })
      return globalThis.local
    },
    send: here.toOther,
    onRemote(stream) {
      document.querySelector('video')?.remove()
      const video = document.body.appendChild(document.createElement('video'))
      video.muted = true
      video.srcObject = stream
      void video.play()
    },
    onState: here.said,
  })
  globalThis.receive = started.receive
  globalThis.hangUp = started.close
}

async function bothSee(wire: Awaited<ReturnType<typeof openWire>>) {
  for (const role of ['box', 'desk'] as const) {
    for (let tries = 0; (await wire.frames(role)) < 2; tries++) {
      assert.ok(tries < 300, `${role} never saw a picture`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

call('both ends see each other, whoever comes first', async () => {
  for (const order of [
    ['box', 'desk'],
    ['desk', 'box'],
  ] as const) {
    const wire = await openWire()
    for (const role of order) await wire.start(role)
    await bothSee(wire)
    assert.equal(wire.ends.desk.states.at(-1), 'connected')
    assert.equal(wire.ends.box.states.at(-1), 'connected')
    await wire.close()
  }
})

call('the citizen’s browser is reloaded in the middle', async () => {
  const wire = await openWire()
  await wire.start('desk')
  await wire.start('box')
  await bothSee(wire)
  await wire.start('box')
  await bothSee(wire)
  await until('the desk connected again', () => wire.ends.desk.states.at(-1) === 'connected')
  assert.ok(wire.ends.desk.states.includes('reconnecting'))
  await wire.close()
})

call('the caseworker’s browser is reloaded in the middle', async () => {
  const wire = await openWire()
  await wire.start('box')
  await wire.start('desk')
  await bothSee(wire)
  await wire.start('desk')
  await bothSee(wire)
  await until('the box connected again', () => wire.ends.box.states.at(-1) === 'connected')
  await wire.close()
})

call('signals of an older connection and a candidate before its offer change nothing', async () => {
  const wire = await openWire()
  await wire.start('box')
  await wire.start('desk')
  await bothSee(wire)
  const stale = { is: 'bye', peer: '00000000-0000-4000-8000-000000000000' } as const
  const early = {
    is: 'candidate',
    peer: stale.peer,
    candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host',
    mid: '0',
    line: 0,
  }
  for (const { page } of Object.values(wire.ends))
    await page.evaluate((signals) => signals.forEach((it) => void globalThis.receive?.(it as never)), [stale, early])
  assert.equal(wire.ends.desk.states.at(-1), 'connected')
  assert.equal(wire.ends.box.states.at(-1), 'connected')
  await wire.close()
})

call('the desk’s hello arrives twice because its receipt was late: the call goes on', async () => {
  const wire = await openWire()
  await wire.start('box')
  await wire.start('desk')
  await bothSee(wire)
  const { box, desk } = wire.ends
  const again = desk.sent.findLast(({ is }) => is === 'hello')
  assert.ok(again)
  const hellos = () => box.sent.filter(({ is }) => is === 'hello').length
  const before = hellos()
  await box.page.evaluate((signal) => globalThis.receive?.(signal), again)
  assert.equal(hellos(), before)
  assert.equal(box.states.at(-1), 'connected')
  await wire.close()
})

call('a hello that comes while the desk is making its offer to an older one: the call still begins', async () => {
  const wire = await openWire()
  const { box, desk } = wire.ends
  // The promise of a step that is under way when its connection is closed never settles.
  await desk.page.addInitScript(() => {
    const { setLocalDescription } = RTCPeerConnection.prototype
    RTCPeerConnection.prototype.setLocalDescription = function (this: RTCPeerConnection) {
      RTCPeerConnection.prototype.setLocalDescription = setLocalDescription
      const under = Reflect.apply(setLocalDescription, this, []) as Promise<void>
      globalThis.receive?.({ is: 'hello', peer: crypto.randomUUID() })
      return under
    } as typeof setLocalDescription
  })
  await wire.start('desk')
  await wire.start('box')
  await until('the box’s hello', () => box.sent.some(({ is }) => is === 'hello'))
  await box.page.evaluate(() => globalThis.receive?.({ is: 'hello', peer: crypto.randomUUID() }))
  await bothSee(wire)
  await wire.close()
})

call('a desk without camera still sees the citizen', async () => {
  const wire = await openWire()
  await wire.start('box')
  await wire.start('desk', false)
  await until(
    'both connected',
    () => wire.ends.desk.states.at(-1) === 'connected' && wire.ends.box.states.at(-1) === 'connected',
  )
  for (let tries = 0; (await wire.frames('desk')) < 2; tries++) {
    assert.ok(tries < 300, 'the desk never saw a picture')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await wire.close()
})

call('hanging up ends it at both ends and frees the camera', async () => {
  const wire = await openWire()
  await wire.start('box')
  await wire.start('desk')
  await bothSee(wire)
  const live = await wire.ends.desk.page.evaluate(async () => {
    globalThis.hangUp?.()
    await new Promise((resolve) => setTimeout(resolve, 0))
    return globalThis.local?.getTracks().map((track) => track.readyState)
  })
  assert.deepEqual(live, ['ended', 'ended'])
  await until('the box’s end', () => wire.ends.box.states.at(-1) === 'ended')
  await wire.close()
})

call.run()
