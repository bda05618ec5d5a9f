/** How this box is: told to the hub every few seconds. */
import { globSync, readFileSync, statfsSync } from 'node:fs'
import { uptime } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from '../drivers/driver.ts'
import type { Health } from './contract/health.ts'
import type { UpdateState } from './contract/release.ts'
import type { Credentials } from './link/credentials.ts'
import type { Link } from './link/link.ts'
import type { Outbox } from './link/outbox.ts'
import type { SettingsBook } from './settings/book.ts'

/** Often enough that a fleet page is fresh (ms). */
const EVERY_MS = 10_000
const NANOSECONDS = 1e6

export type HealthParts = {
  link: Link
  drivers: readonly Driver[]
  outbox: Outbox
  book: SettingsBook
  /** What its devices use up. */
  consumables: () => Readonly<Health['consumables']>
  /** Of the configuration in use. */
  version: number
  /** Whose disk counts. */
  folder: string
  certificate?: () => Credentials | null
  /** When a page last said that it painted (`performance.now()`); null: none did. */
  painted?: () => number | null
  /** What became of the last release offered. */
  update?: () => UpdateState | null
}

export function watchHealth(parts: HealthParts): { now(): Health; run(stop: AbortSignal): Promise<void> } {
  const loop = monitorEventLoopDelay({ resolution: 20 })
  const now = (): Health => {
    const { bsize, bavail, blocks } = statfsSync(parts.folder)
    const refused = parts.book.refused()
    const slot = read('/run/boks-boot/slot')
    const update = parts.update?.() ?? null
    const painted = parts.painted?.() ?? null
    return {
      at: new Date().toISOString(),
      uptime: { process: Math.round(process.uptime()), machine: Math.round(uptime()) },
      temperature: hottest(),
      memory: process.memoryUsage().rss,
      disk: { free: bavail * bsize, size: blocks * bsize },
      loopMs: Math.round(loop.max / NANOSECONDS),
      screenMs: painted === null ? null : Math.round(performance.now() - painted),
      outbox: parts.outbox.pending().length,
      certificateUntil: parts.certificate?.()?.until.toISOString() ?? null,
      config: parts.version,
      ...(refused ? { rolledBack: refused } : {}),
      ...(slot ? { slot: slot.slice(0, 10) } : {}),
      ...(update ? { update } : {}),
      tellsLog: true,
      faults: parts.drivers.flatMap(({ id, presence }) =>
        presence.is === 'faulty' ? [{ device: id, fault: presence.fault }] : [],
      ),
      consumables: [...parts.consumables()],
    }
  }
  return {
    now,
    async run(stop) {
      loop.enable()
      while (!stop.aborted) {
        parts.link.health(now())
        loop.reset()
        await sleep(EVERY_MS, undefined, { signal: stop, ref: false }).catch(() => {})
      }
      loop.disable()
    },
  }
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

/** Of all thermal sensors (°C); null where there is none. */
function hottest(): number | null {
  const values = globSync('/sys/class/thermal/thermal_zone*/temp').map(
    (path) => Number(read(path) ?? Number.NaN) / 1000,
  )
  const known = values.filter(Number.isFinite)
  return known.length > 0 ? Math.max(...known) : null
}
