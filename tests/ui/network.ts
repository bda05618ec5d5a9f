/**
 * Two Chromiums in network namespaces of their own, which reach each other only through a TURN server (coturn) in a third, and
 * a cable that can be pulled. Needs root; `possible()` says whether it is there.
 */
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { decoder } from '../../device/contract/decode.ts'
import { Signal } from '../../device/contract/nouns.ts'
import { PORT, SECRET, serverCertificate, startCoturn, TLS_PORT, turnMissing } from './coturn.ts'

export type Role = 'box' | 'desk'
export type Transport = 'udp' | 'tcp' | 'ipv6' | 'tls'
const roles = ['box', 'desk'] as const
const decode = decoder(Signal)
/** Nothing listens there: what a network that lets only TLS out looks like from inside. */
const CLOSED_PORT = 9
/** Longer than a relay takes on a busy machine (ms). */
const STUCK_MS = 60_000

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] })

/** Whether namespaces can be made here and coturn is installed; otherwise why not. */
export function possible(): string | null {
  const name = `boks-probe-${process.pid}`
  try {
    ip('netns', 'add', name)
    ip('netns', 'del', name)
  } catch {
    return 'network namespaces need root'
  }
  return turnMissing()
}

export type Network = Awaited<ReturnType<typeof openNetwork>>

export async function openNetwork() {
  const folder = mkdtempSync(join(tmpdir(), 'boks-net-'))
  const ns = (name: string) => `boks-${name}-${process.pid}`
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  for (const name of ['mid', 'wire', ...roles]) {
    ip('netns', 'add', ns(name))
    undo.push(() => ip('netns', 'del', ns(name)))
    ip('-n', ns(name), 'link', 'set', 'lo', 'up')
  }
  // No route leads from one to the other: what arrives came through the relay.
  roles.forEach((role, i) => {
    const [here, there] = [`b${i}${process.pid}`, 'eth0']
    ip('-n', ns('wire'), 'link', 'add', `sw${i}`, 'type', 'bridge')
    ip('-n', ns('wire'), 'link', 'set', `sw${i}`, 'up')
    for (const [side, space, name] of [
      ['m', ns('mid'), role],
      ['e', ns(role), there],
    ] as const) {
      // A switch stands between: a cable pulled behind it is silence at both ends, as in a house.
      ip('link', 'add', here, 'type', 'veth', 'peer', 'name', `${here}p`)
      ip('link', 'set', here, 'netns', space, 'name', name)
      ip('link', 'set', `${here}p`, 'netns', ns('wire'), 'name', `${side}${role}`)
      ip('-n', ns('wire'), 'link', 'set', `${side}${role}`, 'master', `sw${i}`, 'up')
    }
    for (const [space, link, last] of [
      [ns('mid'), role, 1],
      [ns(role), there, 2],
    ] as const) {
      ip('-n', space, 'addr', 'add', `10.77.${i}.${last}/24`, 'dev', link)
      ip('-n', space, 'addr', 'add', `fd77:${i}::${last}/64`, 'dev', link, 'nodad')
      ip('-n', space, 'link', 'set', link, 'up')
    }
    ip('-n', ns(role), 'route', 'add', 'default', 'via', `10.77.${i}.1`)
  })

  const tls = await serverCertificate(['10.77.0.1', '10.77.1.1'])
  writeFileSync(join(folder, 'cert.pem'), tls.certificate)
  writeFileSync(join(folder, 'key.pem'), tls.key)
  const turn = startCoturn({
    address: '10.77.0.1',
    tls,
    through: ['ip', 'netns', 'exec', ns('mid')],
    more: ['--listening-ip=10.77.1.1', '--listening-ip=fd77:0::1', '--listening-ip=fd77:1::1'],
  })
  undo.push(() => turn.stop())

  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, '../../ui/shared/call.ts'), formats: ['iife'], name: 'Call' },
    },
  })
  const [bundle] = Array.isArray(built) ? built : [built]
  if (!bundle || !('output' in bundle)) throw new Error('the call was not built')
  const script = bundle.output[0].code

  const browsers = {} as Record<Role, Awaited<ReturnType<typeof chromium.launch>>>
  for (const role of roles) {
    const inside = join(folder, `${role}.sh`)
    writeFileSync(inside, `#!/bin/sh\nexec ip netns exec ${ns(role)} /usr/bin/chromium "$@"\n`)
    chmodSync(inside, 0o755)
    browsers[role] = await chromium.launch({
      executablePath: inside,
      args: [
        ...['--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream=fps=10'],
        ...['--use-fake-ui-for-media-stream', '--disable-features=WebRtcHideLocalIpsWithMdns'],
        // TURN over TLS asks the browser's own certificate check: this key is trusted, any other is not.
        `--ignore-certificate-errors-spki-list=${tls.spki}`,
      ],
    })
    undo.push(() => browsers[role].close())
  }
  const cable = (up: boolean) =>
    up
      ? ip('-n', ns('wire'), 'link', 'set', 'mbox', 'master', 'sw0')
      : ip('-n', ns('wire'), 'link', 'set', 'mbox', 'nomaster')
  return {
    said: turn.said,
    close,
    /**
     * How many ways a browser at the box's place finds over TLS; where not `trusted`, it has nobody's word for the relay's
     * certificate.
     */
    async tlsWays(trusted: boolean): Promise<number> {
      const browser = trusted
        ? browsers.box
        : await chromium.launch({ executablePath: join(folder, 'box.sh'), args: ['--no-sandbox', '--disable-gpu'] })
      try {
        const page = await browser.newPage()
        const urls = [`turns:10.77.0.1:${TLS_PORT}?transport=tcp`]
        const ways = await page.evaluate(waysInPage, { urls, ...credentials() })
        await page.close()
        return ways
      } finally {
        if (!trusted) await browser.close()
      }
    },
    /** A call between the two, over `transport`, relayed; signals wait while the cable is out, as the hub would have them. */
    async call(transport: Transport) {
      const held: (() => void)[] = []
      let out = false
      const pages = {} as Record<Role, Page>
      const levels: string[] = []
      for (const role of roles) {
        const page = await browsers[role].newPage()
        pages[role] = page
        const other = role === 'box' ? 'desk' : 'box'
        await page.route('http://localhost/', (route) =>
          route.fulfill({ contentType: 'text/html', body: '<!doctype html><video muted autoplay></video>' }),
        )
        await page.exposeFunction('toOther', (signal: unknown) => {
          decode(signal)
          const deliver = () =>
            void pages[other]
              .evaluate((it) => (window as never as InPage).engine?.receive(it as never), signal)
              .catch(() => {})
          if (out) held.push(deliver)
          else deliver()
        })
        if (role === 'desk') await page.exposeFunction('level', (level: string) => levels.push(level))
        await page.goto('http://localhost/')
        await page.addScriptTag({ content: script })
      }
      const began = performance.now()
      // The desk has made the claim and is there when the box hears of it.
      for (const role of ['desk', 'box'] as const) {
        const i = roles.indexOf(role)
        const host = transport === 'ipv6' ? `[fd77:${i}::1]` : `10.77.${i}.1`
        const plain = (port: number, by: 'udp' | 'tcp') => `turn:${host}:${port}?transport=${by}`
        const urls =
          transport === 'tls'
            ? [plain(CLOSED_PORT, 'udp'), plain(CLOSED_PORT, 'tcp'), `turns:${host}:${TLS_PORT}?transport=tcp`]
            : [plain(PORT, transport === 'tcp' ? 'tcp' : 'udp')]
        await pages[role].evaluate(startInPage, { role, server: { urls, ...credentials() } })
      }
      const frames = () => pages.desk.evaluate(() => (window as never as InPage).shown)
      const moves = async (from?: number) => {
        const before = from ?? (await frames())
        const limit = performance.now() + STUCK_MS
        while ((await frames()) <= before) {
          if (performance.now() > limit) throw new Error(`no picture came; coturn said: ${turn.said().slice(-2_000)}`)
          await sleep(25)
        }
      }
      await moves()
      return {
        firstMs: performance.now() - began,
        levels,
        moves,
        frames,
        /** The kind of the pair in use at the desk. */
        pair: () => pages.desk.evaluate(pairInPage),
        /** Pulls the cable for so long; returns how long after it was back the picture moved again (ms). */
        async cut(ms: number): Promise<number> {
          out = true
          cable(false)
          await sleep(ms)
          cable(true)
          out = false
          const back = performance.now()
          const before = await frames()
          // What was said meanwhile arrives in order, then the hub says that the box is back.
          for (const deliver of held.splice(0)) deliver()
          await pages.desk.evaluate(() => (window as never as InPage).engine?.nudge())
          await moves(before)
          return performance.now() - back
        },
        end: () => Promise.all(roles.map((role) => pages[role].close())),
      }
    },
  }
}

function credentials() {
  const username = `${Math.floor(Date.now() / 1000) + 3600}:call`
  return { username, credential: createHmac('sha1', SECRET).update(username).digest('base64') }
}

type InPage = {
  engine?: import('../../ui/shared/call.ts').Call
  Call: typeof import('../../ui/shared/call.ts')
  toOther(signal: Signal): void
  level?(level: string): void
  kept: RTCPeerConnection[]
  /** Pictures shown, over all connections. */
  shown: number
}

/** Runs in the page. */
function startInPage({ role, server }: { role: Role; server: RTCIceServer }) {
  const here = window as never as InPage
  here.kept = []
  here.shown = 0
  const video = document.querySelector('video')!
  const count = () => {
    here.shown += 1
    video.requestVideoFrameCallback(count)
  }
  video.requestVideoFrameCallback(count)
  const Real = RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      here.kept.push(this)
    }
  }
  here.engine = here.Call.startCall({
    role,
    iceServers: [server],
    iceTransportPolicy: 'relay',
    media: () =>
      navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 320, height: 240, frameRate: 10 } }),
    send: here.toOther,
    onRemote(stream) {
      video.srcObject = stream
    },
    onState() {},
    onQuality: ({ level }) => here.level?.(level),
  })
}

/** Runs in the page. */
async function waysInPage(server: RTCIceServer): Promise<number> {
  const connection = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' })
  connection.addTransceiver('audio')
  let ways = 0
  const over = new Promise<void>((resolve) => {
    connection.onicecandidate = ({ candidate }) => {
      if (candidate) ways += 1
      else resolve()
    }
  })
  await connection.setLocalDescription()
  await over
  connection.close()
  return ways
}

/** Runs in the page. */
async function pairInPage() {
  const connection = (window as never as InPage).kept.findLast((one) => one.connectionState === 'connected')
  const stats = [...((await connection?.getStats())?.values() ?? [])] as Record<string, string>[]
  const transport = stats.find((one) => one.type === 'transport')
  const pair = stats.find((one) => one.id === transport?.selectedCandidatePairId)
  const end = (id: string | undefined) => stats.find((one) => one.id === id)
  const local = end(pair?.localCandidateId)
  return {
    local: local?.candidateType,
    remote: end(pair?.remoteCandidateId)?.candidateType,
    relay: local?.relayProtocol,
  }
}
