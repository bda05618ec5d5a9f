import { useEffect, useState } from 'preact/hooks'

/** An instruction stays at least this long, so that it can be read and does not flicker (ms). */
const READ_MS = 900

/** The value, but calm: a new one comes when the last has stood long enough; `now` comes at once. */
export function useSteady<T>(value: T, now: T): T {
  const [shown, setShown] = useState({ value, since: 0 })
  useEffect(() => {
    if (value === shown.value) return
    const left = value === now ? 0 : shown.since + READ_MS - performance.now()
    const show = () => setShown({ value, since: performance.now() })
    if (left <= 0) return show()
    const timer = setTimeout(show, left)
    return () => clearTimeout(timer)
  }, [value, shown, now])
  return shown.value
}
