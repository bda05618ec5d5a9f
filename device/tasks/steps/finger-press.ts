import type { Capture } from '../../../drivers/finger/scan.ts'
import type { FingerAdvice } from '../../contract/asks.ts'
import type { FingerPosition } from '../../contract/nouns.ts'
import type { Shortcoming } from '../../finger/advice.ts'
import { isResidue } from '../../finger/compare/residue.ts'
import type { Minutia } from '../../finger/minutiae/find.ts'
import { grayPng } from '../../finger/png.ts'
import { preview } from '../../finger/preview.ts'
import { samePress } from '../../finger/same-press.ts'
import type { FingerCapture, TaskContext } from '../task.ts'

/** Between two looks whether the last finger has left the glass (ms). */
const LIFT_MS = 250
/** The glass is looked at again after this at the earliest (ms): somebody must wipe it first. */
const WIPE_MS = 1_500

/** What came of one look at the glass: nothing that counts as a try, or a print. */
export type Press =
  | { is: 'nothing'; advice: FingerAdvice | null; waitMs: number }
  | { is: 'print'; advice: FingerAdvice | null; print: FingerCapture; minutiae: readonly Minutia[] | null }

/** What the citizen is told for each shortcoming. What only a technician could mend is told as the nearest thing to try. */
const told: Record<Shortcoming, FingerAdvice> = {
  'press-harder': 'press-harder',
  'press-softer': 'press-softer',
  moisten: 'moisten',
  dry: 'dry',
  centre: 'centre',
  flat: 'flat',
  left: 'left',
  right: 'right',
  up: 'up',
  down: 'down',
  blank: 'centre',
  'few-minutiae': 'flat',
  'little-finger': 'flat',
  unclear: 'flat',
  inverted: 'flat',
  resolution: 'flat',
  'low-contrast': 'clean-glass',
}

/** Judges what the sensor gave: an empty or greasy glass, a finger never lifted, one taken before, or a print. */
export async function onePress(
  task: TaskContext,
  position: FingerPosition,
  capture: Capture,
  signal: AbortSignal,
  tries: number,
): Promise<Press> {
  const { onGlass, memory, fingers } = task
  if (capture.is === 'no-finger') {
    onGlass.image = null
    return { is: 'nothing', advice: 'no-finger', waitMs: 0 }
  }
  if (capture.is === 'not-live') {
    onGlass.image = null
    const print: FingerCapture = {
      position,
      outcome: 'poor',
      tries,
      clarity: 0,
      image: null,
      records: null,
      attack: 'suspected',
    }
    return { is: 'print', advice: 'bare-finger', print, minutiae: null }
  }
  const { image } = capture
  if (isResidue(image)) {
    onGlass.image = null
    return { is: 'nothing', advice: 'clean-glass', waitMs: WIPE_MS }
  }
  const lifted = onGlass.image === null || !samePress(onGlass.image, image)
  onGlass.image = image
  if (!lifted) return { is: 'nothing', advice: 'lift', waitMs: LIFT_MS }

  const { width, height, ppi, pixels } = image
  const judged = await task.analyst.judge({ width, height, ppi, pixels })
  signal.throwIfAborted()
  const sameAs = fingers.takenAs(position, judged.minutiae)
  const [png, small] = [memory.keep(await grayPng(image)), memory.keep(await preview(image))]
  const print: FingerCapture = {
    position,
    outcome: judged.ok && !sameAs ? 'good' : 'poor',
    tries,
    // A finger that is there already is worth less than any try of the right one, and still more than nothing.
    clarity: sameAs ? 0 : judged.quality,
    image: { width, height, ppi, pixels, png, preview: small, ...(image.wsq ? { wsq: memory.keep(image.wsq) } : {}) },
    records: null,
    attack: capture.attack ?? 'unable',
    ...(sameAs ? { sameAs } : {}),
  }
  return {
    is: 'print',
    advice: sameAs ? 'other-finger' : judged.short && told[judged.short],
    print,
    minutiae: judged.minutiae,
  }
}
