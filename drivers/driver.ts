import type { FaultCode } from '../device/contract/faults.ts'

/** Whether a device is there. The handle exists only in `ready`, so nobody can talk to a device that is not. */
export type Presence<Handle = unknown> =
  /** `detail`: in the device's or its program's own words, for technicians. */
  | { is: 'absent'; detail?: string }
  | { is: 'opening' }
  | { is: 'ready'; handle: Handle }
  | { is: 'faulty'; fault: FaultCode; detail: string }

/**
 * What every device has in common. A driver adds three to six operations in its caller's words, each taking an
 * `AbortSignal` where it waits. Operations throw a `Fault` (`<device>.gone`) when the device is not ready.
 */
export type Driver<Handle = unknown> = {
  readonly id: string
  readonly presence: Presence<Handle>
  /** Calls `listener` at every change of presence; returns its unsubscribe. */
  on(event: 'presence', listener: (presence: Presence<Handle>) => void): () => void
  /** Opens, watches and reopens the device until `stop` aborts. Never rejects because something is unplugged. */
  run(stop: AbortSignal): Promise<void>
}
