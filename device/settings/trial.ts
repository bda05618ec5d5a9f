/** Is a box with a new configuration well? Decided as a table; the clock and the devices are asked elsewhere. */
import type { DeviceKind } from '../contract/nouns.ts'

export type Signs = {
  /** Whether the hub was reached since. */
  linked: boolean
  ready: readonly DeviceKind[]
  /** Ready under the configuration before; none is expected of a box's first one. */
  before: readonly DeviceKind[]
  /** The time for it is over. */
  late: boolean
}

/** `well`: keep it. `bad`: back to the one before, and why. A device that was not there before is not asked for. */
export function judge({ linked, ready, before, late }: Signs): { is: 'well' | 'wait' } | { is: 'bad'; why: string } {
  const missing = before.filter((kind) => !ready.includes(kind))
  if (linked && missing.length === 0) return { is: 'well' }
  if (!late) return { is: 'wait' }
  const why = [...(linked ? [] : ['the hub was not reached']), ...missing.map((kind) => `${kind} was ready before`)]
  return { is: 'bad', why: why.join(', ') }
}
