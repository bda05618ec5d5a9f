import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../contract/answer.ts'
import type { Ask } from '../contract/asks.ts'
import { type Fault, type FaultCode, faults, isFault } from '../contract/faults.ts'
import type { StepName } from '../contract/nouns.ts'
import { Journal } from './journal.ts'

/** Before a step is tried again after a fault that only a device or network coming back can end (ms). */
const LATER_MS = 1_000
/** From the beginning of one try to the next, however quickly it fails: a step that fails in no time must not keep a core busy (ms). */
const TRY_MS = 300

/** What a step may do: show the whole question, wait for what the citizen answers. */
export type StepIo = {
  readonly signal: AbortSignal
  /** The fault that ended the last try of this step, to be shown until there is progress. */
  readonly problem: FaultCode | null
  /** 1 for the first try. */
  readonly attempt: number
  /** Puts the question on the screen; called again, it updates the same question. */
  show(ask: Ask): void
  /** A fresh question: an answer that was meant for the one before is no longer taken. */
  ask(ask: Ask): void
  /** The next answer to the question now on the screen. */
  answer(): Promise<Answer>
}

export type Step<T> = (io: StepIo) => Promise<T>

/** The fault that ended the last try of a step, and what the screen asked meanwhile. */
type Problem = { code: FaultCode | null; shown: Ask['is'] | null }

/** Thrown through the task when a step is forgotten: it runs again from the top, past everything still remembered. */
class Redo extends Error {}

export type RunnerEvents = {
  step(step: StepName): void
  show(askId: string, ask: Ask): void
  /** `reasons`: faults that ended a try, how often each. */
  done(step: StepName, ms: number, tries: number, reasons: Record<string, number>): void
  fault(step: StepName, fault: Fault): void
}

/**
 * Runs one errand: an async function over `step(name, uses, fn)`. One of the two places where faults are caught: a fault
 * ends a try of its step, not the visit.
 */
export class Runner {
  readonly journal = new Journal()
  readonly #events: RunnerEvents
  readonly #end = new AbortController()
  #run = new AbortController()
  #now: StepName | null = null
  /** The steps that this run from the top has behind it, as the leaflet orders them. */
  #passed: StepName[] = []
  #askId = ''
  #asks = 0
  #waiting: { take(answer: Answer): void; drop(): void } | null = null
  /** Past this point nothing is taken back: the decision is on disk. */
  #sealed = false

  constructor(events: RunnerEvents) {
    this.#events = events
  }

  get step(): StepName | null {
    return this.#now
  }

  get sealed(): boolean {
    return this.#sealed
  }

  get ended(): boolean {
    return this.#end.signal.aborted
  }

  seal(): void {
    this.#sealed = true
  }

  /** Only for a decision that could not be kept: everything is as it was before. */
  unseal(): void {
    this.#sealed = false
  }

  async run<T>(task: (runner: Runner) => Promise<T>): Promise<T> {
    for (;;) {
      this.#run = new AbortController()
      this.#passed = []
      try {
        return await task(this)
      } catch (error) {
        if (this.#end.signal.aborted) throw this.#end.signal.reason
        if (!(error instanceof Redo) && !(this.#run.signal.reason instanceof Redo)) throw error
      }
    }
  }

  /** Does one step, or remembers that it was done. `uses` names the steps whose results `fn` depends on. */
  async once<T>(name: StepName, uses: readonly StepName[], fn: Step<T>): Promise<T> {
    const entry = this.journal.get(name)
    if (entry) {
      this.#passed.push(name)
      return entry.value as T
    }
    this.#now = name
    this.#events.step(name)
    const started = performance.now()
    const askBefore = this.#askId
    const problem: Problem = { code: null, shown: null }
    const reasons: Record<string, number> = {}
    for (let attempt = 1; ; attempt += 1) {
      const run = this.#run
      run.signal.throwIfAborted()
      const began = performance.now()
      try {
        const value = await fn(this.#io(name, problem, attempt))
        run.signal.throwIfAborted()
        const ms = performance.now() - started
        this.journal.put(name, { value, uses, tries: attempt, ms, asked: this.#askId !== askBefore })
        this.#passed.push(name)
        this.#events.done(name, ms, attempt, reasons)
        return value
      } catch (error) {
        if (run.signal.aborted) throw run.signal.reason
        if (!isFault(error)) throw error
        const same = problem.code === error.code
        problem.code = error.code
        reasons[error.code] = (reasons[error.code] ?? 0) + 1
        // A device that stays away is said once, to the citizen and in the log, however often it is looked for.
        const lasting = same && faults[error.code].retry === 'later'
        if (!lasting) problem.shown = null
        if (!same) this.#events.fault(name, error)
        await this.#beforeRetry(error, began, run.signal)
      }
    }
  }

  /** Forgets `step` and its dependents, and runs the task again from the top. Nothing happens once it is sealed. */
  redo(step: StepName): boolean {
    if (this.#sealed || (this.#now !== step && !this.journal.get(step))) return false
    this.journal.forget(step)
    this.#run.abort(new Redo(step))
    return true
  }

  /** Runs the task again from the top and forgets nothing: for what the task looks at between its steps. */
  restart(): void {
    this.#run.abort(new Redo())
  }

  /** The question before the one now asked, or null where there is none to go back to. */
  previous(): StepName | null {
    if (this.#sealed) return null
    return this.#passed.findLast((step) => this.journal.get(step)?.asked) ?? null
  }

  /** Ends the errand: whatever waits rejects with `reason`. */
  end(reason: Error): void {
    this.#end.abort(reason)
    this.#run.abort(reason)
  }

  /** Takes an answer for the question it names; false for one that is no longer asked. */
  take(askId: string, answer: Answer): boolean {
    if (askId !== this.#askId || !this.#waiting) return false
    this.#waiting.take(answer)
    return true
  }

  async #beforeRetry(fault: Fault, began: number, signal: AbortSignal): Promise<void> {
    // Also what no try can end is told by the next try's question: only there can the citizen do something else.
    if (faults[fault.code].retry !== 'later') {
      return sleep(Math.max(0, TRY_MS - (performance.now() - began)), undefined, { signal })
    }
    const asked = this.#answer(signal)
    asked.catch(() => {})
    await Promise.race([asked, sleep(LATER_MS, undefined, { signal })])
    this.#waiting?.drop()
  }

  /** The next answer. Whoever waited for it before waits in vain, and is forgotten. */
  #answer(signal: AbortSignal): Promise<Answer> {
    this.#waiting?.drop()
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const drop = () => {
        signal.removeEventListener('abort', aborted)
        if (this.#waiting === waiting) this.#waiting = null
      }
      const waiting = {
        take(answer: Answer) {
          drop()
          resolve(answer)
        },
        drop,
      }
      const aborted = () => {
        drop()
        reject(signal.reason)
      }
      signal.addEventListener('abort', aborted, { once: true })
      this.#waiting = waiting
    })
  }

  #io(name: StepName, before: Problem, attempt: number): StepIo {
    const { signal } = this.#run
    const problem = before.code
    // While the same fault lasts it is the same question: a new one would be announced and answered anew.
    let shown: Ask['is'] | null = before.shown
    const put = (ask: Ask, fresh: boolean) => {
      if (signal.aborted) return
      if (fresh || shown !== ask.is) {
        this.#asks += 1
        this.#askId = `${name}:${this.#asks}`
      }
      shown = ask.is
      before.shown = ask.is
      this.#events.show(this.#askId, ask)
    }
    return {
      signal,
      problem,
      attempt,
      show: (ask) => put(ask, false),
      ask: (ask) => put(ask, true),
      answer: () => this.#answer(signal),
    }
  }
}
