import { setTimeout as sleep } from 'node:timers/promises'
import { passportShortcoming } from '../../../drivers/finger/reader.ts'
import type { Capture } from '../../../drivers/finger/scan.ts'
import type { FingerAdvice } from '../../contract/asks.ts'
import { Fault } from '../../contract/faults.ts'
import type { Digit, FingerPosition, Hand } from '../../contract/nouns.ts'
import { today } from '../../identity/dates.ts'
import { digitOf, ladderOrder, nextOfHand, positionOf, printsFromAge } from '../../rules/fingers.ts'
import type { Step, StepIo } from '../runner.ts'
import type { FingerCapture, TaskContext } from '../task.ts'
import { onePress } from './finger-press.ts'
import { problemNow } from './problem.ts'
import { answerOf } from './questions.ts'
import { watched } from './supervision.ts'

/** Time to take off a glove or a plaster; the sensor would say no again at once (ms). */
const BARE_MS = 1_500

const none = (position: FingerPosition, outcome: 'exempt' | 'unavailable'): FingerCapture => ({
  position,
  outcome,
  tries: 0,
  clarity: null,
  image: null,
  records: null,
  attack: 'none',
})

/** Under the age of prints: the first of the two steps says so, the second has nothing to add. */
export const exemptHand =
  (task: TaskContext, hand: Hand): Step<FingerCapture> =>
  async (io) => {
    if (hand === 'right') {
      io.show({ is: 'finger-exempt', fromAge: printsFromAge(today(task.now)) })
      await answerOf(io, 'yes')
    }
    return none(positionOf(hand, 'index'), 'exempt')
  }

/**
 * One hand on the sensor, as the ladder has it (rules/fingers): its index finger, and where that will not do another. The
 * citizen can say that a finger cannot be taken, a caseworker can judge it; both move the ladder on at once.
 */
export function takeHand(task: TaskContext, hand: Hand): Step<FingerCapture> {
  const { devices, memory, fingers, dwellMs } = task
  const day = today(task.now)
  /** Outlives a fault: a sensor that was unplugged does not cost the citizen a good print. */
  const best = new Map<Digit, FingerCapture>()
  let begun = false
  let advice: FingerAdvice | null = null
  let at: Digit | null = null
  /** Once doubted, a hand stays doubted for the caseworker, whichever finger is kept. */
  let suspected = false

  /** Waits for a finger until the citizen or the caseworker says that it will not come. */
  async function captureOf(io: StepIo): Promise<Capture | 'said'> {
    const said = new AbortController()
    const off = fingers.onSaid(() => said.abort())
    try {
      return await devices.finger.capture(AbortSignal.any([io.signal, said.signal]))
    } catch (error) {
      if (said.signal.aborted && !io.signal.aborted) return 'said'
      throw error
    } finally {
      off()
    }
  }

  return async (io) => {
    await watched(task, io)
    if (!begun) fingers.again(hand)
    begun = true
    const listening = new AbortController()
    void hearCitizen(task, io, listening.signal, () => at && positionOf(hand, at))
    try {
      for (;;) {
        const step = nextOfHand(hand, day, fingers.facts)
        if (step.is === 'none')
          return { ...none(positionOf(hand, 'index'), 'unavailable'), attack: suspected ? 'suspected' : 'none' }
        if (step.is !== 'take') return await finished(step.digit, step.tries)
        // What was said of one finger is not said of the next.
        if (at !== step.digit) advice = null
        at = step.digit
        const position = positionOf(hand, step.digit)
        const show = (state: 'waiting' | 'good' | 'poor', image: Buffer | null) =>
          io.show({
            is: 'finger',
            position,
            attempt: step.attempt,
            attempts: step.attempts,
            state,
            image: image && `data:image/png;base64,${image.toString('base64')}`,
            advice,
            problem: state === 'waiting' ? problemNow(io, [devices.finger]) : null,
            standIn: step.digit !== 'index',
          })
        show('waiting', null)
        const capture = await captureOf(io)
        if (capture === 'said') continue
        if (capture.is === 'captured') {
          memory.keep(capture.image.pixels)
          const { width, height, ppi } = capture.image
          // A module with a smaller glass than its driver declares is found by its first picture.
          const shortcoming = passportShortcoming({ ...devices.finger.traits, width, height, ppi })
          if (shortcoming) throw new Fault('config.invalid', `finger sensor: ${shortcoming}`)
        }
        const press = await onePress(task, position, capture, io.signal, step.attempt)
        advice = press.advice
        if (press.is === 'nothing') {
          show('waiting', null)
          if (press.waitMs > 0) await sleep(press.waitMs, undefined, { signal: io.signal })
          continue
        }
        const { print, minutiae } = press
        const doubted = print.attack === 'suspected'
        suspected ||= doubted
        fingers.print(print, minutiae)
        const before = best.get(step.digit)
        if (!before?.image || print.outcome === 'good' || (print.clarity ?? 0) > (before.clarity ?? 0))
          best.set(step.digit, print)
        show(print.outcome === 'good' ? 'good' : 'poor', print.image?.preview ?? null)
        await sleep(doubted ? Math.max(dwellMs, BARE_MS) : dwellMs, undefined, { signal: io.signal })
      }
    } finally {
      listening.abort()
    }
  }

  async function finished(digit: Digit, tries: number): Promise<FingerCapture> {
    const print = best.get(digit)
    if (!print?.image) throw new Error('the ladder keeps a print that has a picture')
    const { width, height, ppi, pixels, wsq } = print.image
    const image = { width, height, ppi, pixels }
    const records = await task.analyst.records(print.position, image, task.fingerBpp, wsq)
    memory.keep(records.iso19794)
    memory.keep(records.iso39794)
    return { ...print, tries, records, attack: suspected ? 'suspected' : print.attack }
  }
}

/** Takes "this finger cannot be taken" while the sensor waits. Ends with the step. */
async function hearCitizen(
  { fingers, now }: TaskContext,
  io: StepIo,
  over: AbortSignal,
  asked: () => FingerPosition | null,
): Promise<void> {
  try {
    while (!over.aborted) {
      const answer = await io.answer()
      const position = asked()
      if (over.aborted || answer.is !== 'finger-cannot' || !position) continue
      const hand = position.startsWith('right') ? 'right' : 'left'
      const digits = answer.hand ? ladderOrder(today(now)) : [digitOf(position)]
      fingers.state(
        digits.map((digit) => positionOf(hand, digit)),
        answer.reason,
      )
    }
  } catch {
    // The step was ended from outside; whoever ended it knows why.
  }
}
