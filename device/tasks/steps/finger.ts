import { setTimeout as sleep } from 'node:timers/promises'
import { passportShortcoming } from '../../../drivers/finger/reader.ts'
import { Fault } from '../../contract/faults.ts'
import type { FingerPosition } from '../../contract/nouns.ts'
import type { FingerAdvice } from '../../contract/screen.ts'
import { isResidue } from '../../finger/compare/residue.ts'
import { gate } from '../../finger/gate.ts'
import { grayPng } from '../../finger/png.ts'
import { preview } from '../../finger/preview.ts'
import { samePress } from '../../finger/same-press.ts'
import type { Step } from '../runner.ts'
import type { FingerCapture, TaskContext } from '../task.ts'
import { takenBefore } from './finger-before.ts'
import { problemNow } from './problem.ts'
import { watched } from './supervision.ts'

/** After so many poor prints the best is kept and the caseworker decides (BEK 2011 §6: no one is refused by a machine). */
const TRIES = 3
/** Between two looks whether the last finger has left the glass (ms). */
const LIFT_MS = 250
/** The glass is looked at again after this at the earliest (ms): somebody must wipe it first. */
const WIPE_MS = 1_500

export const exemptFinger =
  (position: FingerPosition): Step<FingerCapture> =>
  async () => ({ position, outcome: 'exempt', tries: 0, clarity: null, image: null })

/** One finger on the sensor: up to three tries, the best is kept. */
export function takeFinger(task: TaskContext, position: FingerPosition): Step<FingerCapture> {
  const { devices, memory, onGlass, dwellMs } = task
  /** Outlives a fault: a sensor that was unplugged does not cost the citizen a good print. */
  let best: FingerCapture | null = null
  let tries = 0
  let advice: FingerAdvice | null = null

  return async (io) => {
    await watched(task, io)
    const show = (state: 'waiting' | 'good' | 'poor', image: Buffer | null) =>
      io.show({
        is: 'finger',
        position,
        attempt: Math.min(state === 'waiting' ? tries + 1 : tries, TRIES),
        attempts: TRIES,
        state,
        image: image && `data:image/png;base64,${image.toString('base64')}`,
        advice,
        problem: state === 'waiting' ? problemNow(io, [devices.finger]) : null,
      })
    for (;;) {
      show('waiting', null)
      const capture = await devices.finger.capture(io.signal)
      if (capture.is === 'no-finger') {
        onGlass.image = null
        advice = 'no-finger'
        continue
      }
      const { width, height, ppi, pixels } = capture.image
      memory.keep(pixels)
      // A module with a smaller glass than its driver declares is found by its first picture.
      const shortcoming = passportShortcoming({ ...devices.finger.traits, width, height, ppi })
      if (shortcoming) throw new Fault('config.invalid', `finger sensor: ${shortcoming}`)
      if (isResidue(capture.image)) {
        onGlass.image = null
        advice = 'clean-glass'
        show('waiting', null)
        await sleep(WIPE_MS, undefined, { signal: io.signal })
        continue
      }
      const lifted = onGlass.image === null || !samePress(onGlass.image, capture.image)
      onGlass.image = capture.image
      if (!lifted) {
        advice = 'lift'
        await sleep(LIFT_MS, undefined, { signal: io.signal })
        continue
      }
      tries += 1
      const gated = gate(capture.image)
      const repeated = await takenBefore(task, position, capture.image)
      const ok = gated.ok && !repeated
      // A finger of the other hand is worth less than any try of this one, and still more than nothing.
      const quality = repeated ? 0 : gated.quality
      const png = memory.keep(await grayPng(capture.image))
      const small = memory.keep(await preview(capture.image))
      advice = repeated ? 'other-finger' : gated.advice
      show(ok ? 'good' : 'poor', small)
      if (best === null || ok || quality > (best.clarity ?? 0)) {
        best = {
          position,
          outcome: ok ? 'good' : 'poor',
          tries,
          clarity: quality,
          image: { width, height, ppi, png, preview: small },
        }
      }
      await sleep(dwellMs, undefined, { signal: io.signal })
      if (ok || tries >= TRIES) return { ...best, tries }
    }
  }
}
