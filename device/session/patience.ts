import type { Target } from '../contract/link.ts'
import type { AskOf } from '../contract/screen.ts'

/** After this nobody should have to stand there without another way being offered (ms). */
export const LATE_MS = 4 * 60_000
/** A longer expected wait is said, and other ways offered, at once (s). */
const LATE_EXPECTED_S = 600

export type CallBackState = NonNullable<AskOf<'waiting'>['callBack']>

/** What the citizen is told while they wait: how it stands, and what else they can do when it takes long. */
export function place(
  queue: Target['queue'],
  hubGone: boolean,
  waitedMs: number,
  callBack: CallBackState,
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
