import type { Minutia } from '../minutiae/find.ts'
import { likeness } from './match.ts'

/**
 * From this likeness on two pictures are of one finger. Of 40 virtual fingers laid down three times (turned, moved,
 * stretched) the lowest genuine likeness was 0.28, the highest of 780 pairs of strangers 0.21. The limit was
 * set on these same fingers, which nobody has: it says little of real ones; see tests/bench/finger.ts.
 */
const SAME_FINGER = 0.25
/** Fewer minutiae than this are too few to say anything. */
const LEAST_MINUTIAE = 10

/** What was taken in this visit: a finger by its name, and its minutiae. */
export type Captured<Name extends string> = { finger: Name; minutiae: readonly Minutia[] }

export type Seen<Name extends string> = { is: 'new' } | { is: 'shown-before'; finger: Name } | { is: 'unsure' }

/**
 * Whether a finger that is shown as `finger` was taken under another name before: the same finger twice, or left and right
 * mixed up between one try and the next. Hands swapped from the first try to the last cannot be told from two pictures.
 */
export function seenBefore<Name extends string>(fresh: Captured<Name>, before: readonly Captured<Name>[]): Seen<Name> {
  const others = before.filter(({ finger }) => finger !== fresh.finger)
  if (fresh.minutiae.length < LEAST_MINUTIAE) return { is: 'unsure' }
  for (const other of others) {
    if (likeness(fresh.minutiae, other.minutiae).score >= SAME_FINGER)
      return { is: 'shown-before', finger: other.finger }
  }
  return { is: 'new' }
}
