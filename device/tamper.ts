import { readFileSync } from 'node:fs'

/** A door is open for seconds at least; a GPIO line's file is read, not watched (ms). */
const LOOK_MS = 500

/**
 * The housing's switch, its door, a motion sensor: `opened` from the first moment that one of them spoke until the process starts anew, which a technician does after
 * having looked. A switch that cannot be read counts as opened. Null where none is fitted (`fitted` left out).
 */
export function watchTamper(fitted: string | readonly string[] | undefined, changed: () => void, stop: AbortSignal) {
  const paths = fitted === undefined ? [] : typeof fitted === 'string' ? [fitted] : fitted
  let opened = false
  const look = () => {
    if (opened) return
    opened = paths.some(isOpen)
    if (opened) changed()
  }
  if (paths.length > 0) {
    opened = paths.some(isOpen)
    const timer = setInterval(look, LOOK_MS)
    timer.unref()
    stop.addEventListener('abort', () => clearInterval(timer), { once: true })
  }
  return { state: () => (paths.length > 0 ? (opened ? ('opened' as const) : ('closed' as const)) : null) }
}

function isOpen(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').trim() !== '0'
  } catch {
    return true
  }
}
