import { useEffect } from 'preact/hooks'
import type { Desk } from './store.ts'

/** The hub ends a session where nobody is; a key or the mouse says otherwise, this often at most (ms). */
const SAY_MS = 60_000

export function useHere(desk: Desk | undefined): void {
  useEffect(() => {
    if (!desk) return
    let said = 0
    const say = () => {
      const now = performance.now()
      if (said && now - said < SAY_MS) return
      said = now
      desk.here()
    }
    const kinds = ['pointermove', 'keydown', 'pointerdown'] as const
    for (const kind of kinds) addEventListener(kind, say, { passive: true })
    // Whoever talks with a citizen may sit still.
    const talking = setInterval(() => desk.state().held && say(), SAY_MS)
    return () => {
      clearInterval(talking)
      for (const kind of kinds) removeEventListener(kind, say)
    }
  }, [desk])
}
