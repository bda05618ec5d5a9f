/** A real Chromium with pretended devices, and what is asserted about any of our pages in it. */
import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

/** A page that does not come to what is waited for in this time is stuck (ms). */
const STUCK_MS = 20_000

export function launchChromium(...more: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream=fps=5',
      '--use-fake-ui-for-media-stream',
      // Both ends of a call are on this machine, which may have no network at all.
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      ...more,
    ],
  })
}

/** A page whose every complaint (error, refused by the content security policy, exception) is kept. */
export type Watched = { page: Page; complaints: string[] }

export async function openPage(browser: Browser, url: string, options: BrowserContextOptions): Promise<Watched> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(STUCK_MS)
  const complaints: string[] = []
  page.on('console', (message) => {
    // Nobody is signed in yet: that is the answer, not a complaint.
    if (message.location().url.endsWith('/api/session')) return
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error.stack)))
  // Connections are kept where a test can ask them for their figures.
  await page.addInitScript(() => {
    const kept: RTCPeerConnection[] = []
    Object.assign(window, { kept })
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        kept.push(this)
      }
    }
  })
  await page.goto(url)
  return { page, complaints }
}

export async function assertNoBarrier(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: page as never }).setLegacyMode().analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  assert.deepEqual(found, [], where)
}

/** What a page has received over the connection it holds now. */
export type Received = { frames: number; width: number; audioEnergy: number; audio: string; video: string }

export function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const { kept } = window as never as { kept: RTCPeerConnection[] }
    const connection = kept.findLast((one) => one.connectionState === 'connected')
    const result = { frames: 0, width: 0, audioEnergy: 0, audio: 'none', video: 'none' }
    if (!connection) return result
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue
      if (report.kind === 'video') {
        result.frames = report.framesDecoded ?? 0
        result.width = report.frameWidth ?? 0
      } else result.audioEnergy = report.totalAudioEnergy ?? 0
    }
    for (const { track } of connection.getReceivers())
      result[track.kind as 'audio' | 'video'] = track.muted ? 'muted' : track.readyState
    return result
  })
}

/** Every connection the page has made, in words: for the message when a call does not come. */
export function connections(page: Page): Promise<unknown[]> {
  return page.evaluate(() =>
    Promise.all(
      (window as never as { kept: RTCPeerConnection[] }).kept.map(async (one) => ({
        state: `${one.connectionState} ${one.iceConnectionState} ${one.iceGatheringState} ${one.signalingState}`,
        receivers: one.getReceivers().map(({ track }) => `${track.kind} ${track.readyState} ${track.muted}`),
        reports: [...(await one.getStats()).values()].flatMap((report) => {
          if (report.type === 'candidate-pair')
            return `pair ${report.state} ${report.nominated} ${report.requestsSent}/${report.responsesReceived}`
          if (report.type.endsWith('-candidate')) return `${report.type} ${report.address} ${report.protocol}`
          if (report.type.endsWith('bound-rtp'))
            return `${report.type} ${report.kind} ${report.packetsReceived ?? report.packetsSent} ${report.totalAudioEnergy ?? ''}`
          return []
        }),
      })),
    ),
  )
}

/** A video element's picture, small: `width × height` RGB bytes; null while it has none. */
export function glimpse(page: Page, selector: string, width: number, height: number): Promise<number[] | null> {
  return page.evaluate(
    ([selector, width, height]) => {
      const video = document.querySelector<HTMLVideoElement>(selector)
      if (!video?.videoWidth || video.paused) return null
      const canvas = new OffscreenCanvas(width, height)
      const brush = canvas.getContext('2d')!
      brush.drawImage(video, 0, 0, width, height)
      return [...brush.getImageData(0, 0, width, height).data].filter((_, i) => i % 4 !== 3)
    },
    [selector, width, height] as const,
  )
}

/** How alike two pictures are, −1..1 (Pearson). */
export function likeness(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - ma, b[i]! - mb]
    ab += da * db
    aa += da * da
    bb += db * db
  }
  return ab / Math.sqrt(aa * bb)
}
