import { Listeners, next } from '../../drivers/listeners.ts'
import type { DeliveryProgress } from '../link/delivery.ts'
import type { DeliveryState } from '../tasks/task.ts'

/** A citizen is not kept standing for a network: after this the application goes on its own (ms). */
const WAIT_MS = 12_000
/** So many ids are remembered as delivered, in case the acknowledgement comes before anybody waits for it. */
const REMEMBERED = 50

/** Lets a visit follow its own application. */
export function deliveries() {
  const progress = new Listeners<DeliveryProgress>()
  const delivered: string[] = []
  return {
    tell(step: DeliveryProgress): void {
      if (step.is === 'delivered') delivered.push(step.applicationId)
      if (delivered.length > REMEMBERED) delivered.shift()
      progress.tell(step)
    },
    /** `delivered` when the authority has acknowledged it, `later` when that takes too long. */
    async wait(applicationId: string, signal: AbortSignal): Promise<DeliveryState> {
      if (delivered.includes(applicationId)) return 'delivered'
      const patience = AbortSignal.timeout(WAIT_MS)
      try {
        await next<DeliveryProgress>(
          (tell) => progress.add(tell),
          AbortSignal.any([signal, patience]),
          (step) => step.applicationId === applicationId && step.is === 'delivered',
        )
        return 'delivered'
      } catch (error) {
        if (patience.aborted && !signal.aborted) return 'later'
        throw error
      }
    },
  }
}
