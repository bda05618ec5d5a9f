import { readFileSync } from 'node:fs'

/** A door is open for seconds at least; a GPIO line's file is read, not watched (ms). */
const LOOK_MS = 500

/**
 * The housing's switch, its door, a motion sensor: `opened` from the first moment that one of them spoke until the process
 * starts anew, which a technician does after having looked. A switch that cannot be read counts as opened, for this round of
 * service: its name may be a mistake of the configuration. Null where none is fitted (`fitted` left out). `since` outlives the
 * round: a configuration that comes from afar, with another switch or none, closes nothing that was open.
 */
export function watchTamper(
  fitted: string | readonly string[] | undefined,
  changed: () => void,
  stop: AbortSignal,
  since = { opened: false },
) {
  const paths = fitted === undefined ? [] : typeof fitted === 'string' ? [fitted] : fitted
  let unreadable = false
  const opened = () => since.opened || unreadable
  const look = () => {
    if (opened()) return
    const said = paths.map(switchAt)
    since.opened = said.includes('open')
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
