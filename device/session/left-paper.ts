import { setTimeout as sleep } from 'node:timers/promises'
import type { Tray } from '../../drivers/gpio/tray.ts'

/** Between two reminders: long enough to put a passport away, short enough that nobody has reached the door (ms). */
const REMIND_MS = 10_000
/** At least so many before it counts as left. */
const REMINDERS = 3.5
/** A sensor is looked at this often (ms). */
const LOOK_MS = 300

export type LeftPaperParts = {
  /** Null where no sensor is fitted: then only the citizen can say that the paper is taken. */
  tray: Tray | null
  /** So long the paper may lie there (ms). */
  holdMs: number
  /** The `n`-th reminder is due. */
  remind(n: number): void
  /** The citizen said so, or has begun to do something else. */
  taken: Promise<unknown>
}

/**
 * Reminds until the paper is taken, and ends by what became of it: `taken`, `retracted` by the presenter, or `left` in the
 * tray for anybody. Aborting counts as nobody having taken it; it never rejects.
 */
export async function remindOfPaper(parts: LeftPaperParts, stop: AbortSignal): Promise<'taken' | 'retracted' | 'left'> {
  const { tray, holdMs, remind } = parts
  const remindMs = Math.min(REMIND_MS, holdMs / REMINDERS)
  const over = new AbortController()
  const signal = AbortSignal.any([stop, over.signal])
  const wait = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {})
  let said = false
  void parts.taken.then(() => {
    said = true
    over.abort()
  })
  const until = performance.now() + holdMs
  let next = performance.now() + remindMs
  for (let n = 0; performance.now() < until && !signal.aborted; ) {
    if (tray && !tray.lies()) return 'taken'
    if (performance.now() >= next) {
      n += 1
      next += remindMs
      remind(n)
    }
    await wait(Math.max(1, Math.min(tray ? LOOK_MS : next - performance.now(), until - performance.now())))
  }
  // A sensor knows better than a finger on the glass.
  if (said && !tray?.lies()) return 'taken'
  if (tray && !tray.lies()) return 'taken'
  return tray?.canRetract && (await tray.retract()) ? 'retracted' : 'left'
}
