import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, type FaultCode, isFault } from '../device/contract/faults.ts'
import type { Presence } from './driver.ts'
import { Listeners } from './listeners.ts'

/** Between two attempts to open: short enough that a replugged device is back before the citizen asks (ms). */
const RETRY_MS = 500
/** The longest pause after repeated failures: a technician who replugs should not wait longer than this (ms). */
const RETRY_MAX_MS = 2_000

/** How one device is opened, watched and closed; all that `supervise` must know of it. */
export type Connection<Handle> = {
  /** Opens the device. Rejects with a `Fault` when it is not there or does not answer. */
  open(signal: AbortSignal): Promise<Handle>
  /** Ends (either way) when the device is gone; a `Fault` it rejects with says why. */
  watch(handle: Handle, signal: AbortSignal): Promise<void>
  /** Lets go of the device; called once for each handle that `open` gave, also after it is gone. */
  close(handle: Handle): Promise<void> | void
  /** The fault that stands for "not there": it makes the presence `absent`, any other makes it `faulty`. */
  gone: FaultCode
}

/** Presence with its listeners, kept by `supervise`; drivers hold one and show it. */
export class PresenceCell<Handle> {
  #now: Presence<Handle> = { is: 'absent' }
  readonly #changed = new Listeners<Presence<Handle>>()

  get now(): Presence<Handle> {
    return this.#now
  }

  set(presence: Presence<Handle>): void {
    this.#now = presence
    this.#changed.tell(presence)
  }

  on(listener: (presence: Presence<Handle>) => void): () => void {
    return this.#changed.add(listener)
  }

  /** The open handle, or the fault that says why there is none. */
  handle(gone: FaultCode): Handle {
    const now = this.#now
    if (now.is === 'ready') return now.handle
    if (now.is === 'faulty') throw new Fault(now.fault, now.detail)
    throw new Fault(gone, now.is)
  }
}

/**
 * Keeps one device open until `stop` aborts: opens, watches, closes, and opens again with growing pauses. The one place
 * where drivers' faults are caught; anything that is not a fault is a bug and rejects.
 */
export async function supervise<Handle>(
  cell: PresenceCell<Handle>,
  connection: Connection<Handle>,
  stop: AbortSignal,
): Promise<void> {
  let pause = RETRY_MS
  while (!stop.aborted) {
    if (cell.now.is === 'absent') cell.set({ is: 'opening' })
    let handle: { value: Handle } | undefined
    let cause: unknown
    try {
      handle = { value: await connection.open(stop) }
      if (!stop.aborted) {
        pause = RETRY_MS
        cell.set({ is: 'ready', handle: handle.value })
        await connection.watch(handle.value, stop)
      }
    } catch (error) {
      cause = error
    }
    const fault = stop.aborted || cause === undefined || isFault(cause) ? (cause as Fault | undefined) : undefined
    const bug = cause !== undefined && !stop.aborted && !isFault(cause)
    const said = stop.aborted ? undefined : fault
    if (said && said.code !== connection.gone) cell.set({ is: 'faulty', fault: said.code, detail: said.detail })
    else cell.set({ is: 'absent', ...(said?.detail ? { detail: said.detail } : {}) })
    if (handle) await connection.close(handle.value)
    if (bug) throw cause
    if (stop.aborted) return
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
    pause = Math.min(pause * 2, RETRY_MAX_MS)
  }
}
