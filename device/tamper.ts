import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A door is open for seconds at least; a GPIO line's file is read, not watched (ms). */
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
  fitted: string | readonly string[] | undefined,
  changed: () => void,
  stop: AbortSignal,
  since: Housing = { opened: false },
) {
  const paths = fitted === undefined ? [] : typeof fitted === 'string' ? [fitted] : fitted
  let unreadable = false
  const opened = () => since.opened || unreadable
  const look = () => {
    if (opened()) return
    const said = paths.map(switchAt)
    if (said.includes('open')) since.opened = true
    unreadable = said.includes('unreadable')
  }
  if (paths.length > 0) {
    look()
    const timer = setInterval(() => {
      const before = opened()
      look()
      if (!before && opened()) changed()
    }, LOOK_MS)
    timer.unref()
    stop.addEventListener('abort', () => clearInterval(timer), { once: true })
  }
  return { state: () => (opened() ? ('opened' as const) : paths.length > 0 ? ('closed' as const) : null) }
}

function switchAt(path: string): 'open' | 'closed' | 'unreadable' {
  try {
    return readFileSync(path, 'utf8').trim() === '0' ? 'closed' : 'open'
  } catch {
    return 'unreadable'
  }
}
