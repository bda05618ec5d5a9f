import type { PortraitGuidance } from './guide.ts'

/** A new instruction is shown when it has been right for this long: one blink or one bad frame changes nothing (ms). */
const SETTLE_MS = 250
/** So long may a good pose be lost, as by a blink, before the waiting second begins again (ms). */
const LAPSE_MS = 300

export type Steady = {
  shown: PortraitGuidance
  /** What was said last, and since when. */
  said: PortraitGuidance
  since: number
  /** When the good pose began, and when it was last seen. */
  goodSince: number | null
  goodAt: number
}

export const unsettled: Steady = { shown: 'no-face', said: 'no-face', since: 0, goodSince: null, goodAt: 0 }

/** What to show after one more look: the same words until others have been right for a while. Pure; `now` in ms. */
export function steady(last: Steady, said: PortraitGuidance, now: number): Steady {
  const since = said === last.said ? last.since : now
  const good = said === 'hold'
  const lost = !good && now - last.goodAt > LAPSE_MS
  const goodSince = good ? (last.goodSince ?? now) : lost ? null : last.goodSince
  const settled = now - since >= SETTLE_MS || last.shown === said || good
  return { shown: settled ? said : last.shown, said, since, goodSince, goodAt: good ? now : last.goodAt }
}

/** How much of the time that all must be good (`holdMs`) has passed, 0 to 1. */
export function heldOf({ goodSince, goodAt }: Steady, holdMs: number): number {
  if (goodSince === null) return 0
  return holdMs <= 0 ? 1 : Math.min(1, (goodAt - goodSince) / holdMs)
}
