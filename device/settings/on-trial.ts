import type { Driver } from '../../drivers/driver.ts'
import type { DeviceKind } from '../contract/nouns.ts'
import type { Link } from '../link/link.ts'
import type { Log } from '../log.ts'
import type { InUse, SettingsBook } from './book.ts'
import { judge } from './trial.ts'

/** A slow camera and a hub that restarts fit in here (ms). */
const TRIAL_MS = 60_000

export type TrialParts = {
  book: SettingsBook
  inUse: Pick<InUse, 'version' | 'before'>
  link: Link
  drivers: readonly Driver[]
  limitMs?: number | undefined
  log: Log
  kept(): void
  failed(): void
}

/** Watches a box that runs with a new configuration: keeps it when box and hub are well, goes back when they are not. */
export function onTrial(
  { book, inUse, link, drivers, limitMs, log, kept, failed }: TrialParts,
  stop: AbortSignal,
): void {
  let linked = false
  let done = false
  const look = (late: boolean) => {
    if (done || stop.aborted) return
    const ready = drivers.filter(({ presence }) => presence.is === 'ready').map(({ id }) => id as DeviceKind)
    const verdict = judge({ linked, ready, before: inUse.before, late })
    if (verdict.is === 'wait') return
    done = true
    clearTimeout(timer)
    if (verdict.is !== 'bad') {
      log.info({ version: inUse.version }, 'configuration kept')
      book.keep()
      return kept()
    }
    log.error({ version: inUse.version, why: verdict.why }, 'configuration rolled back')
    void book.rollBack(verdict.why).then(failed)
  }
  const timer = setTimeout(() => look(true), limitMs ?? TRIAL_MS)
  stop.addEventListener('abort', () => clearTimeout(timer), { once: true })
  link.onState(({ is }) => {
    linked = is === 'up'
    look(false)
  })
  for (const driver of drivers) driver.on('presence', () => look(false))
}
