import { Fault } from '../../device/contract/faults.ts'
import type { SerialLine } from '../serial/line.ts'

/** A reader answers a command within some tens of milliseconds; one that wakes from sleep takes longer (ms). */
export const ANSWER_LIMIT_MS = 1_500

/** Sends a command and collects what comes until `done` says that the answer is whole. */
export async function ask(
  line: SerialLine,
  command: Uint8Array,
  done: (heard: Uint8Array) => boolean,
  signal: AbortSignal,
): Promise<Uint8Array> {
  let heard: Uint8Array = new Uint8Array()
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const off = line.onBytes((bytes) => {
    heard = Buffer.concat([heard, bytes])
    if (done(heard)) resolve(heard)
  })
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_LIMIT_MS)])
  const late = () => reject(signal.aborted ? signal.reason : new Fault('mrz.reader-gone', 'no answer to a command'))
  limit.addEventListener('abort', late, { once: true })
  void line.ended.then(() => reject(new Fault('mrz.reader-gone', 'hung up')))
  try {
    await line.write(command, signal)
    return await promise
  } finally {
    limit.removeEventListener('abort', late)
    off()
  }
}
