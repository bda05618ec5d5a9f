import { readFileSync } from 'node:fs'

/** A door is open for seconds at least; a GPIO line's file is read, not watched (ms). */
const LOOK_MS = 500

/**
 * The housing's switch: `opened` from the first moment it was open until the process starts anew, which a technician does after
 * having looked. A switch that cannot be read counts as opened. Null where none is fitted (`path` left out).
 */
export function watchTamper(path: string | undefined, changed: () => void, stop: AbortSignal) {
  let opened = false
  const look = () => {
    if (opened || !path) return
    opened = isOpen(path)
    if (opened) changed()
  }
  if (path) {
    opened = isOpen(path)
    const timer = setInterval(look, LOOK_MS)
    timer.unref()
    stop.addEventListener('abort', () => clearInterval(timer), { once: true })
  }
  return { state: () => (path ? (opened ? ('opened' as const) : ('closed' as const)) : null) }
}

function isOpen(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').trim() !== '0'
  } catch {
    return true
  }
}
