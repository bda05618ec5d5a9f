/** Runs the acceptance test: the same on a technician's command line, at the touch page, and over virtual devices. */
import { randomUUID } from 'node:crypto'
import {
  type AcceptReport,
  type AcceptStep,
  type AcceptView,
  acceptSteps,
  type StepResult,
} from '../contract/accept.ts'
import { isFault } from '../contract/faults.ts'
import { type AcceptParts, type Outcome, steps } from './steps.ts'

export type AcceptIo = {
  show(view: AcceptView): void
  /** What the technician saw. */
  answer(step: AcceptStep): Promise<boolean>
  /** After a failure: again, or leave it failed. Waits for the technician. */
  again(step: AcceptStep, problem: string): Promise<boolean>
}

/** Every step in turn; a report in any case. Rejects only when `signal` aborts. */
export async function runAcceptance(
  parts: Omit<AcceptParts, 'ask'>,
  about: { box: string; software: string; config: number },
  io: AcceptIo,
  signal: AbortSignal,
): Promise<AcceptReport> {
  const done: StepResult[] = []
  const show = (step: AcceptStep | null, state: AcceptView['state'], problem: string | null = null) =>
    io.show({ step, state, problem, done: [...done], steps: [...acceptSteps] })
  for (const step of acceptSteps) {
    const start = performance.now()
    for (let tries = 1; ; tries += 1) {
      show(step, 'doing')
      const ask = async (which: AcceptStep) => {
        show(which, 'asks')
        return io.answer(which)
      }
      const outcome = await one(step, { ...parts, ask }, signal)
      const ok = outcome.ok !== false && outcome.measures.every((measure) => measure.ok)
      if (!ok) {
        show(step, 'failed', problemOf(outcome))
        if (await io.again(step, problemOf(outcome))) continue
      }
      const { measures, detail } = outcome
      done.push({
        step,
        result: ok ? 'passed' : 'failed',
        detail: detail.slice(0, 200),
        ms: Math.round(performance.now() - start),
        tries,
        measures,
      })
      break
    }
  }
  const passed = done.every(({ result }) => result === 'passed')
  show(null, passed ? 'sending' : 'failed')
  return { is: 'acceptance', id: randomUUID(), ...about, at: new Date().toISOString(), passed, steps: done }
}

async function one(step: AcceptStep, parts: AcceptParts, signal: AbortSignal): Promise<Outcome> {
  try {
    return await steps[step](parts, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!isFault(error)) throw error
    return { measures: [], detail: error.detail ? `${error.code}: ${error.detail}` : error.code, ok: false }
  }
}

function problemOf({ detail, measures }: Outcome): string {
  const bad = measures.find(({ ok }) => !ok)
  if (!bad) return detail
  const limit = bad.limit && `${bad.limit.is === 'at-least' ? '≥' : '≤'} ${bad.limit.value}`
  return `${bad.name} ${bad.value} ${bad.unit} (${limit})`
}
