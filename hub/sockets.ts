import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

export type Timing = {
  /** Between two pings (ms). */
  pingMs: number
  /** A connection without a sign of life for this long is dead (ms). */
  silentMs: number
  /** A desk may be away for this long (a reload) before its case goes back to the queue (ms). */
  graceMs: number
}

/** A silent box is to be noticed within 10 s: a ping every 2 s, and 7 s without a byte. */
export const TIMING: Timing = { pingMs: 2_000, silentMs: 7_000, graceMs: 5_000 }

/** Sealed messages are up to 6 MB; anything longer is cut off while it comes in (bytes). */
export const MAX_MESSAGE = 7 * 1024 * 1024

/** Why the hub closes a connection. 1001, 1009, 1011 and 1012 are those of RFC 6455 and the IANA registry. */
export const closing = {
  goingAway: 1001,
  bug: 1011,
  restart: 1012,
  malformed: 4400,
  refused: 4401,
  replaced: 4409,
  contract: 4426,
} as const

/** RFC 6455, 5.5: a close frame carries at most 123 bytes of reason. */
export function closeReason(text: string): string {
  let reason = text
  while (Buffer.byteLength(reason) > 120) reason = reason.slice(0, -1)
  return reason
}

/** Ends a socket whose other end fell silent without saying so (power cut, cable out). Any byte is a sign of life. */
export function keepAlive(socket: WebSocket, wire: Socket, timing: Timing): void {
  let bytes = wire.bytesRead
  let heard = performance.now()
  let last = heard
  const timer = setInterval(() => {
    const now = performance.now()
    // A tick that comes late means that we were busy, not that they were silent.
    if (wire.bytesRead !== bytes || now - last > 2 * timing.pingMs) heard = now
    bytes = wire.bytesRead
    last = now
    if (now - heard >= timing.silentMs) socket.terminate()
    else if (socket.readyState === socket.OPEN) socket.ping()
  }, timing.pingMs)
  socket.once('close', () => clearInterval(timer))
}

/** Runs what it is given one after the other, each also after one that failed. */
export function inTurn(): { do<T>(work: () => Promise<T>): Promise<T>; waiting(): number } {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return {
    do(work) {
      waiting++
      const mine = last.then(work).finally(() => waiting--)
      last = mine.catch(() => {})
      return mine
    },
    waiting: () => waiting,
  }
}
