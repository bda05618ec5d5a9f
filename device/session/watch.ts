import type { Ask } from '../contract/asks.ts'
import type { StepName } from '../contract/nouns.ts'

/** Pictures stop for a moment when a camera refocuses or a packet is lost: not longer than this (ms). */
export const GAP_MS = 2_000

/** What is captured of the person. The document is read before anybody can know that a caseworker must watch. */
const captures: Partial<Record<Ask['is'], true>> = { portrait: true, finger: true, signature: true }

/**
 * Whether a caseworker saw the whole of each supervised capture (SP 800-63A: continuous video of the whole session). What was
 * missed stays with the step until it is taken again. Pure; times in ms.
 */
export class Watch {
  readonly #missed = new Map<StepName, number>()
  #step: StepName | null = null
  #capturing = false
  #seeing = false
  /** Since when nothing was seen of the capture under way. */
  #since: number | null = null

  get seeing(): boolean {
    return this.#seeing
  }

  /** A step begins, or begins anew: without gaps. */
  begin(step: StepName, now: number): void {
    this.#settle(now)
    this.#missed.delete(step)
    this.#step = step
    this.#capturing = false
  }

  /** What is on the screen now. */
  ask(is: Ask['is'], now: number): void {
    this.#settle(now)
    this.#capturing = captures[is] ?? false
    this.#resume(now)
  }

  seen(on: boolean, now: number): void {
    if (on === this.#seeing) return
    this.#settle(now)
    this.#seeing = on
    this.#resume(now)
  }

  /** Whole seconds missed of each capture, if it was more than a moment. */
  gaps(now: number): { step: StepName; seconds: number }[] {
    const all = new Map(this.#missed)
    const open = this.#open(now)
    if (this.#step && open > 0) all.set(this.#step, (all.get(this.#step) ?? 0) + open)
    return [...all].map(([step, ms]) => ({ step, seconds: Math.ceil(ms / 1000) }))
  }

  #open(now: number): number {
    const ms = this.#since === null ? 0 : now - this.#since
    return ms > GAP_MS ? ms : 0
  }

  #settle(now: number): void {
    const open = this.#open(now)
    if (this.#step && open > 0) {
      this.#missed.set(this.#step, (this.#missed.get(this.#step) ?? 0) + open)
      this.#since = null
    }
  }

  #resume(now: number): void {
    if (this.#seeing || !this.#capturing) this.#since = null
    else this.#since ??= now
  }
}
