/**
 * `node device/kiosk/browser.ts URL`: Chromium as the citizens' screen, and what keeps it there. One page, at one address:
 * another window is closed; when the page went elsewhere, crashed, hangs or stopped painting, the browser is started anew.
 * Policy forbids to attach to the page, to us too: it says itself that it paints (ui/shared/painted.ts), and its address
 * stands in the browser's list. Ends when it is told to, and when a browser never came to painting: then what lies below it
 * may be stuck, and systemd starts the compositor anew with it (and the machine, when that happens again and again).
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
const LOOK_MS = Number(process.env.BOKS_KIOSK_LOOK_MS ?? 2_000)
/** A page says every two seconds that it has painted; a slow machine draws in software (ms). */
const PAINTED_MS = 30_000
/** Unwell for so many looks in a row, and the browser is started anew: a page may be loading. */
const PATIENCE = 3
/** Until the browser has a page: a slow machine reads it from a cold disk (ms). */
const START_MS = 180_000
/** From there until it has painted; one that lost a process at a cold start never does, started anew it does (ms). */
const FIRST_PAINT_MS = 75_000
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

type Target = { targetId: string; type: string; url: string }

/** One browser, until it is gone or must go. Whether its page was ever well. */
async function oneBrowser(): Promise<boolean> {
  const life = { painted: false }
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
    await Promise.race([gone, watch(child, life)])
    say('the browser ended', { code: child.exitCode, signal: child.signalCode })
  } catch (error) {
    if (!stop.signal.aborted) say('the browser is started anew', { why: (error as Error).message })
  } finally {
    stop.signal.removeEventListener('abort', end)
    end()
    await gone
    rmSync(profile, { recursive: true, force: true })
  }
  return life.painted
}

/** With all its children: a renderer that hangs must not outlive it. */
function kill(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL')
  } catch {
    // Gone by itself.
  }
}

/** Rejects when the browser is to be started anew. */
async function watch(child: ChildProcess, life: { painted: boolean }): Promise<void> {
  let first: string | null = null
  const [, , , down, up] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const cdp: Cdp = cdpOver(down, up, ({ method, params }) => {
    if (method === 'Target.targetCreated') void other(params.targetInfo as Target)
  })
  /** Whatever opened a second window: it is not for citizens. */
  const other = async ({ targetId, type }: Target) => {
    if (type !== 'page' || first === null || targetId === first) return
    say('a second window was closed')
    await cdp.send('Target.closeTarget', { targetId }).catch(() => {})
  }
  const pages = async (ms?: number) =>
    (await cdp.send<{ targetInfos: Target[] }>('Target.getTargets', {}, undefined, ms)).targetInfos.filter(
      ({ type }) => type === 'page',
    )
  const opensBy = performance.now() + START_MS
  while (first === null) {
    first = (await pages(START_MS))[0]?.targetId ?? null
    if (performance.now() > opensBy) throw new Error('the browser shows no page')
    if (first === null) await sleep(200, undefined, { signal: stop.signal })
  }
  await cdp.send('Target.setDiscoverTargets', { discover: true })
  say('the browser is open')
  const paintsBy = performance.now() + FIRST_PAINT_MS
  for (let unwell = 0; ; ) {
    await sleep(LOOK_MS, undefined, { signal: stop.signal })
    const is = await look(await pages(), first)
    if (is === 'well' && !life.painted) say('the page paints')
    life.painted ||= is === 'well'
    if (is === 'unknown') continue
    unwell = is === 'well' ? 0 : unwell + 1
    if (unwell > 0 && life.painted) say('the page is not well', { is, looks: unwell })
    if (unwell >= PATIENCE && (life.painted || performance.now() > paintsBy)) throw new Error(`the page is ${is}`)
  }
}

/** There, at the right address, and painting? */
async function look(
  pages: readonly Target[],
  first: string,
): Promise<'well' | 'gone' | 'elsewhere' | 'silent' | 'unknown'> {
  const page = pages.find(({ targetId }) => targetId === first)
  if (!page) return 'gone'
  if (!page.url.startsWith(`${home}/`)) return 'elsewhere'
  const reply = await fetch(new URL('/health', home), { signal: AbortSignal.timeout(LOOK_MS) }).catch(() => null)
  // A box that restarts is not the browser's fault.
  if (!reply?.ok) return 'unknown'
  const { painted } = (await reply.json()) as { painted: number | null }
  return painted !== null && painted < PAINTED_MS ? 'well' : 'silent'
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop.abort())
while (!stop.signal.aborted) {
  if (!(await oneBrowser()) && !stop.signal.aborted) process.exit(1)
  await sleep(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => {})
}
// Not when the last question to a browser that is gone has timed out: the machine may wait for us to go down.
process.exit(0)
