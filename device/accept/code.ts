/** Before the acceptance test at the box's own screen: the code that a technician reads on the fleet page. */
import { isFault } from '../contract/faults.ts'
import { type Owner, sayToHub } from '../link/credentials.ts'
import type { SetupScreen } from '../setup/server.ts'

/** A test that failed may be begun again for so long without a new code (ms). */
const OPEN_MS = 30 * 60_000
let openUntil = 0

/** The test is over, or called off: the next one needs a code. */
export const closeAgain = () => {
  openUntil = 0
}

/** Until the hub has taken a code that was touched in here; `without` aborts when the hub gives none (an older one). */
export async function untilOpened(
  screen: SetupScreen,
  owner: Owner,
  without: AbortSignal,
  stop: AbortSignal,
): Promise<void> {
  let problem: 'wrong' | 'no-hub' | null = null
  while (performance.now() >= openUntil) {
    screen.show({ is: 'accept-code', problem })
    const up = await screen.touch(({ is }) => is === 'code', AbortSignal.any([stop, without])).catch(() => null)
    stop.throwIfAborted()
    if (!up) return
    try {
      await sayToHub(owner, 'technician', { code: up.is === 'code' ? up.code : '' }, stop)
      openUntil = performance.now() + OPEN_MS
    } catch (error) {
      if (!isFault(error)) throw error
      problem = error.code === 'hub.refused' ? 'wrong' : 'no-hub'
    }
  }
}
