import type { AskOf } from '../contract/asks.ts'
import type { CallBack } from '../contract/call.ts'
import type { BoxRequest, Reply, Target } from '../contract/link.ts'

/** After this nobody should have to stand there without another way being offered (ms). */
export const LATE_MS = 4 * 60_000
/** A longer expected wait is said, and other ways offered, at once (s). */
const LATE_EXPECTED_S = 600

/** How long the citizen has waited for a caseworker, and the call-back they asked for instead. */
export class Patience {
  readonly #request: (asked: BoxRequest) => Promise<Reply>
  readonly #changed: () => void
  #since: number | null = null
  #late: NodeJS.Timeout | undefined
  #callBack: CallBack = 'none'

  constructor(request: (asked: BoxRequest) => Promise<Reply>, changed: () => void) {
    this.#request = request
    this.#changed = changed
  }

  /** From now on the citizen waits; after a while other ways are offered. */
  begin(): void {
    this.#since = performance.now()
    clearTimeout(this.#late)
    this.#late = setTimeout(this.#changed, LATE_MS + 50)
  }

  async callBack(visit: string, phone: string): Promise<void> {
    if (this.#callBack === 'sending' || this.#callBack === 'noted') return
    const say = (state: CallBack) => {
      this.#callBack = state
      this.#changed()
    }
    say('sending')
    // A hub that is gone has not noted it: the citizen may try again.
    const reply = await this.#request({ is: 'call-back', case: visit, phone }).catch(() => null)
    say(reply?.is === 'ok' ? 'noted' : 'failed')
  }

  /** How it stands now. */
  place(queue: Target['queue'], hubGone: boolean): Omit<AskOf<'waiting'>, 'is'> {
    return place(queue, hubGone, this.#since === null ? 0 : performance.now() - this.#since, this.#callBack)
  }

  forget(): void {
    clearTimeout(this.#late)
  }
}

/** What the citizen is told while they wait: how it stands, and what else they can do when it takes long. */
export function place(
  queue: Target['queue'],
  hubGone: boolean,
  waitedMs: number,
  callBack: CallBack,
): Omit<AskOf<'waiting'>, 'is'> {
  const waitSeconds = queue?.waitSeconds ?? null
  return {
    ahead: queue?.ahead ?? null,
    waitSeconds,
    again: queue?.again ?? false,
    hubGone,
    heldBy: queue?.heldBy ?? null,
    late: waitedMs >= LATE_MS || (waitSeconds !== null && waitSeconds > LATE_EXPECTED_S),
    callBack,
  }
}
