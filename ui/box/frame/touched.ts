import { useEffect, useRef } from 'preact/hooks'

/** The box counts its time-out in tens of seconds: a touch a few seconds is enough (ms). */
const TOUCH_EVERY_MS = 5_000

/** Tells that somebody is using the page, by finger or by keys, at most once every few seconds. */
export function useTouched(touched: () => void): void {
  const tell = useRef(touched)
  tell.current = touched
  useEffect(() => {
    let last = 0
    const noticed = () => {
      if (Date.now() - last < TOUCH_EVERY_MS) return
      last = Date.now()
      tell.current()
    }
    const kinds = ['pointerdown', 'keydown', 'wheel'] as const
    for (const kind of kinds) addEventListener(kind, noticed, { capture: true, passive: true })
    return () => {
      for (const kind of kinds) removeEventListener(kind, noticed, { capture: true })
    }
  }, [])
}
