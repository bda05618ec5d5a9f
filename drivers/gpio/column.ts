import { setTimeout as sleep } from 'node:timers/promises'
import { type Input, openInput } from './input.ts'
import { type LineConfig, openOutput } from './output.ts'

export type ColumnConfig = {
  up: LineConfig
  down: LineConfig
  /** How long the column takes from one end to the other (ms): the limit of all travel in one direction. */
  travelMs: number
  /** Switches that close at the ends, where the column has them. */
  top?: LineConfig
  bottom?: LineConfig
  /** A safety edge or light curtain: active while a hand or a pushchair is in the way. */
  blocked?: LineConfig
}

/** Between the two directions the motor must stand (ms): relays that switch over under load weld their contacts. */
const REST_MS = 300
/** How often switches are read while it moves (ms): at 40 mm a second, the usual pace, that is under one millimetre. */
const READ_MS = 20
/** So far it goes back from what was in the way (ms): a hand gets out from under it. */
const BACK_MS = 250

/** `end`: nothing more in this direction. `blocked`: something was in the way; it has stopped and gone back a little. */
export type Moved = 'moved' | 'end' | 'blocked'
type Direction = 'up' | 'down'

export type Column = {
  /**
   * Moves for `ms`, less where the end comes first or something is in the way. Stops at once when `signal` aborts, and then
   * rejects with its reason.
   */
  move(direction: Direction, ms: number, signal: AbortSignal): Promise<Moved>
  close(): void
}

const other = (direction: Direction): Direction => (direction === 'up' ? 'down' : 'up')

/**
 * A camera's lifting column behind two relays. It has no scale: where it may be is reckoned from how long it ran, and put right
 * by the switches at its ends where it has them; without them it can run into its own end stop, but never for longer than one
 * whole travel. Throws `Fault('gpio.gone')`.
 */
export function createColumn({ up, down, travelMs, top, bottom, blocked }: ColumnConfig): Column {
  const lines = { up: openOutput(up), down: openOutput(down) }
  const ends: { [direction in Direction]: Input | undefined } = {
    up: top && openInput(top),
    down: bottom && openInput(bottom),
  }
  const edge = blocked && openInput(blocked)
  /** How much travel may be left in each direction (ms). Nobody knows where it stands at the beginning. */
  const left = { up: travelMs, down: travelMs }
  let last: Direction | null = null
  let busy: Promise<unknown> = Promise.resolve()

  function stopped(direction: Direction): Moved | null {
    if (edge?.active()) return 'blocked'
    return ends[direction]?.active() ? 'end' : null
  }

  /** `heed` is false only on the way back from what is in the way, which still touches the edge. */
  async function run(direction: Direction, ms: number, signal: AbortSignal, heed = true): Promise<Moved> {
    signal.throwIfAborted()
    const against = other(direction)
    const time = Math.min(ms, left[direction])
    if (time <= 0) return 'end'
    const before = heed ? stopped(direction) : null
    if (before) return before
    if (last === against) await sleep(REST_MS, undefined, { signal })
    last = direction
    const began = performance.now()
    let why: Moved | null = null
    lines[direction].set(true)
    try {
      while (!why && performance.now() - began < time) {
        const rest = time - (performance.now() - began)
        await sleep(Math.max(1, Math.min(READ_MS, rest)), undefined, { signal })
        why = stopped(direction)
        if (why === 'blocked' && !heed) why = null
      }
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      lines[direction].set(false)
      const ran = performance.now() - began
      left[direction] = Math.max(0, left[direction] - ran)
      left[against] = Math.min(travelMs, left[against] + ran)
    }
    if (why === 'end') {
      left[direction] = 0
      left[against] = travelMs
      return 'end'
    }
    if (why === 'blocked') {
      // Back even when the citizen has left: it must not stay on what it touches.
      await run(against, BACK_MS, new AbortController().signal, false)
      return why
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
      for (const input of [ends.up, ends.down, edge]) input?.close()
    },
  }
}
