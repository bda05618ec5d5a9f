import { setTimeout as sleep } from 'node:timers/promises'
import { type LineConfig, openOutput } from './output.ts'

export type ColumnConfig = {
  up: LineConfig
  down: LineConfig
  /** How long the column takes from one end to the other (ms): the limit of all travel in one direction. */
  travelMs: number
}

/** Between the two directions the motor must stand (ms): relays that switch over under load weld their contacts. */
const REST_MS = 300

export type Column = {
  /**
   * Moves for `ms`, less where the end comes first. `end`: nothing more in this direction. Stops at once when `signal` aborts,
   * and then rejects with its reason.
   */
  move(direction: 'up' | 'down', ms: number, signal: AbortSignal): Promise<'moved' | 'end'>
  close(): void
}

/**
 * A camera's lifting column behind two relays. It has no scale: where it may be is reckoned from how long it ran, so it can run
 * into its own end stop but never for longer than one whole travel. Throws `Fault('gpio.gone')`.
 */
export function createColumn({ up, down, travelMs }: ColumnConfig): Column {
  const lines = { up: openOutput(up), down: openOutput(down) }
  /** How much travel may be left in each direction (ms). Nobody knows where it stands at the beginning. */
  const left = { up: travelMs, down: travelMs }
  let last: 'up' | 'down' | null = null
  let busy: Promise<unknown> = Promise.resolve()

  async function run(direction: 'up' | 'down', ms: number, signal: AbortSignal): Promise<'moved' | 'end'> {
    signal.throwIfAborted()
    const other = direction === 'up' ? 'down' : 'up'
    const time = Math.min(ms, left[direction])
    if (time <= 0) return 'end'
    if (last === other) await sleep(REST_MS, undefined, { signal })
    last = direction
    const began = performance.now()
    lines[direction].set(true)
    try {
      await sleep(time, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      lines[direction].set(false)
      const ran = performance.now() - began
      left[direction] = Math.max(0, left[direction] - ran)
      left[other] = Math.min(travelMs, left[other] + ran)
    }
    return left[direction] > 0 ? 'moved' : 'end'
  }

  return {
    move(direction, ms, signal) {
      // One at a time: both relays at once would be a short circuit in some columns.
      const mine = busy.then(() => run(direction, ms, signal))
      busy = mine.catch(() => {})
      return mine
    },
    close() {
      lines.up.close()
      lines.down.close()
    },
  }
}
