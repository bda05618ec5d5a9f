import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Input, openInput } from '../drivers/gpio/input.ts'
import type { TamperSwitch } from './contract/settings.ts'

/** A door is open for seconds at least: a line is read, not watched (ms). */
const LOOK_MS = 500

/** Whether the housing was opened since a technician last looked. */
export type Housing = { opened: boolean }

/**
 * Kept in the box's data folder: neither a configuration from afar nor a restart closes what was opened, only an acceptance
 * test that is passed, for which somebody with a code of the hub's stands there. The hub asks for one (hub/queue/cases.ts).
 */
export function keptHousing(data: string): Housing {
  const file = join(data, 'housing-opened')
  return {
    get opened() {
      return existsSync(file)
    },
    set opened(is) {
      if (is) writeFileSync(file, '', { flush: true })
      else rmSync(file, { force: true })
    },
  }
}

/**
 * The housing's switch, its door, a motion sensor: `opened` from the first moment that one of them spoke, kept in `since`. A
 * switch that cannot be read counts as opened, for this round of service: its name may be a mistake of the configuration. Null
 * where none is fitted (`fitted` left out) and nothing was opened.
 */
export function watchTamper(
  fitted: TamperSwitch | readonly TamperSwitch[] | undefined,
  changed: () => void,
  stop: AbortSignal,
  since: Housing = { opened: false },
) {
  const switches = (fitted === undefined ? [] : [fitted].flat()).map((one) => switchOf(one as TamperSwitch, stop))
  let unreadable = false
  const opened = () => since.opened || unreadable
  const look = () => {
    if (opened()) return
    const said = switches.map((says) => says())
    if (said.includes('open')) since.opened = true
    unreadable = said.includes('unreadable')
  }
  if (switches.length > 0) {
    look()
    const timer = setInterval(() => {
      const before = opened()
      look()
      if (!before && opened()) changed()
    }, LOOK_MS)
    timer.unref()
    stop.addEventListener('abort', () => clearInterval(timer), { once: true })
  }
  return { state: () => (opened() ? ('opened' as const) : switches.length > 0 ? ('closed' as const) : null) }
}

/** What a switch says whenever it is asked; a line is the kernel's again once `stop` aborts. */
function switchOf(fitted: TamperSwitch, stop: AbortSignal): () => 'open' | 'closed' | 'unreadable' {
  let input: Input | undefined
  if (typeof fitted !== 'string') stop.addEventListener('abort', () => input?.close(), { once: true })
  const active = () => {
    if (typeof fitted === 'string') return readFileSync(fitted, 'utf8').trim() !== '0'
    input ??= openInput(fitted)
    return input.active()
  }
  return () => {
    try {
      return active() ? 'open' : 'closed'
    } catch {
      return 'unreadable'
    }
  }
}
