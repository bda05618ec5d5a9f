/**
 * `node device/kiosk/browser.ts URL`: Chromium as the citizens' screen, and what keeps it there. One page, at one address:
 * another window is closed, a page that went elsewhere, crashed or stopped painting is brought back, a browser that does
 * not answer is started anew. Ends only when it is told to.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cdp, cdpOver } from './cdp.ts'
import { kioskFlags } from './flags.ts'

/** Between two looks at the page (ms). */
const LOOK_MS = 2_000
/** A frame that takes longer was not painted (ms): generous, since a slow machine draws in software. */
const FRAME_MS = 10_000
/** A page that is not well for so many looks is brought back; twice that, and the browser is started anew. */
const PATIENCE = 3
/** Software rendering on a slow machine starts in tens of seconds (ms). */
const START_MS = 180_000
/** Between two browsers (ms). */
const PAUSE_MS = 500

const [url = 'http://127.0.0.1:8100/', ...extra] = process.argv.slice(2)
const home = new URL(url).origin
const debian = '/usr/lib/chromium/chromium'
const program = process.env.BOKS_CHROMIUM ?? (existsSync(debian) ? debian : '/usr/bin/chromium')
const profile = join(process.env.XDG_RUNTIME_DIR ?? tmpdir(), `kiosk-${process.pid}`)
const stop = new AbortController()
const say = (what: string, more: object = {}) =>
  process.stderr.write(`${JSON.stringify({ name: 'kiosk', time: Date.now(), msg: what, ...more })}\n`)

type Page = { target: string; session: string }

/** One browser, until it is gone or must go. */
async function oneBrowser(): Promise<void> {
  rmSync(profile, { recursive: true, force: true })
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  const child = spawn(program, [...kioskFlags(url, profile), ...extra], {
    stdio: ['ignore', 'ignore', process.env.BOKS_KIOSK_LOUD ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const end = () => child.pid !== undefined && kill(child)
  stop.signal.addEventListener('abort', end, { once: true })
  try {
    await Promise.race([gone, watch(child)])
    say('the browser ended', { code: child.exitCode, signal: child.signalCode })
  } catch (error) {
    if (!stop.signal.aborted) say('the browser is started anew', { why: (error as Error).message })
  } finally {
    stop.signal.removeEventListener('abort', end)
    end()
    await gone
    rmSync(profile, { recursive: true, force: true })
  }
}

/** With all its children: a renderer that hangs must not outlive it. */
function kill(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // Gone by itself.
  }
}

async function watch(child: ChildProcess): Promise<void> {
  let page: Page | null = null
  let crashed = false
  const [, , , down, up] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const cdp: Cdp = cdpOver(down, up, ({ method, params }) => {
    if (method === 'Target.targetCreated') void other(params.targetInfo as { targetId: string; type: string })
    if (method === 'Target.targetCrashed' || method === 'Inspector.targetCrashed') crashed = true
    if (method === 'Page.javascriptDialogOpening' && page)
      void cdp.send('Page.handleJavaScriptDialog', { accept: false }, page.session).catch(() => {})
  })
  /** Whatever opened a second window: it is not for citizens. */
  const other = async ({ targetId, type }: { targetId: string; type: string }) => {
    if (type !== 'page' || !page || targetId === page.target) return
    say('a second window was closed')
    await cdp.send('Target.closeTarget', { targetId }).catch(() => {})
  }
  page = await firstPage(cdp)
  await cdp.send('Target.setDiscoverTargets', { discover: true })
  say('the page is open')
  let unwell = 0
  for (;;) {
    await sleep(LOOK_MS, undefined, { signal: stop.signal })
    const is = crashed ? 'crashed' : await look(cdp, page)
    if (is === 'well') {
      unwell = 0
      continue
    }
    unwell += 1
    say('the page is not well', { is, looks: unwell })
    if (unwell > 2 * PATIENCE) throw new Error(`the page stays ${is}`)
    if (is === 'silent' && unwell < PATIENCE) continue
    crashed = false
    await cdp.send('Page.navigate', { url }, page.session).catch(() => {})
  }
}

async function firstPage(cdp: Cdp): Promise<Page> {
  const until = performance.now() + START_MS
  type Targets = { targetInfos: { targetId: string; type: string }[] }
  for (;;) {
    const { targetInfos } = await cdp.send<Targets>('Target.getTargets', {}, undefined, START_MS)
    const found = targetInfos.find(({ type }) => type === 'page')
    if (found) {
      const attach = { targetId: found.targetId, flatten: true }
      const { sessionId } = await cdp.send<{ sessionId: string }>('Target.attachToTarget', attach)
      await cdp.send('Page.enable', {}, sessionId)
      return { target: found.targetId, session: sessionId }
    }
    if (performance.now() > until) throw new Error('the browser shows no page')
    await sleep(200, undefined, { signal: stop.signal })
  }
}

/** At the right address, alive, and painting? A frame that is drawn answers; a frozen page does not. */
async function look(cdp: Cdp, { session }: Page): Promise<'well' | 'elsewhere' | 'silent'> {
  const expression =
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(location.origin))))'
  try {
    const { result } = await cdp.send<{ result: { value?: string } }>(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
      session,
      FRAME_MS,
    )
    if (result.value !== home) return 'elsewhere'
    await fetch(new URL('/painted', home), { method: 'POST' }).catch(() => {})
    return 'well'
  } catch {
    return 'silent'
  }
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop.abort())
while (!stop.signal.aborted) {
  await oneBrowser()
  await sleep(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => {})
}
