import type { DeskUp } from '../contract/desk.ts'
import type { FingerPosition, Hand } from '../contract/nouns.ts'
import { today } from '../identity/dates.ts'
import { handOf, ladderOrder, nextOfHand, positionOf } from '../rules/fingers.ts'
import { type FingerLog, stepOf } from '../tasks/finger-log.ts'
import type { Runner } from '../tasks/runner.ts'
import type { FingerCapture } from '../tasks/task.ts'

export type FingerWord = Extract<DeskUp, { is: 'finger-impossible' | 'finger-possible' | 'finger-enough' }>

/** Asks for one finger of a hand before all others of it; a hand that was taken is taken again, one that was not yet will begin so. */
export function chooseFinger(
  position: FingerPosition,
  { fingers, runner, caseworker }: { fingers: FingerLog; runner: Runner; caseworker: string },
): boolean {
  const step = stepOf(handOf(position))
  const taken = runner.journal.get(step)?.value as FingerCapture | undefined
  if (runner.sealed || taken?.outcome === 'exempt') return false
  // Whether it is there or not the caseworker can see.
  fingers.withdraw([position])
  fingers.choose(position, caseworker)
  if (taken && taken.position !== position) runner.redo(step)
  return true
}

/**
 * What the caseworker says of the citizen's fingers, in the claim's own name. A hand that is being taken goes on with the
 * next finger; one that was taken is taken again where the word changes what comes of it, and only there.
 */
export function takeFingerWord(
  word: FingerWord,
  { fingers, runner, now, caseworker }: { fingers: FingerLog; runner: Runner; now: Date; caseworker: string },
): void {
  // What is decided is decided.
  if (runner.sealed) return
  const day = today(now)
  const hand: Hand = word.is === 'finger-enough' ? word.hand : handOf(word.position)
  switch (word.is) {
    case 'finger-impossible': {
      const positions: FingerPosition[] = word.hand
        ? ladderOrder(day).map((digit) => positionOf(hand, digit))
        : [word.position]
      fingers.judge(positions, word.reason, word.lasting, caseworker)
      break
    }
    case 'finger-possible':
      fingers.withdraw([word.position])
      break
    case 'finger-enough':
      fingers.enough(hand, caseworker)
      break
  }
  const taken = runner.journal.get(stepOf(hand))?.value as FingerCapture | undefined
  if (!taken || taken.outcome === 'exempt') return
  const next = nextOfHand(hand, day, fingers.facts)
  const same =
    next.is === 'none'
      ? taken.outcome === 'unavailable'
      : next.is !== 'take' && positionOf(hand, next.digit) === taken.position
  if (!same) runner.redo(stepOf(hand))
}
