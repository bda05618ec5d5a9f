import { Fault, type FaultCode } from '../../device/contract/faults.ts'
import type { SerialLine } from './line.ts'

/** A reading attempt: `used` bytes are done with; `value` is there when something whole was found. */
export type Taken<T> = { used: number; value?: T }

/** More than this unread (bytes) is a device that babbles; the oldest half is dropped. */
const MOST_UNREAD = 1 << 20

/** What has come over the line and nobody has read yet. One reader at a time. */
export class Inbox {
  readonly #gone: FaultCode
  #unread: Uint8Array = new Uint8Array(0)
  #over: Fault | undefined
  #wake: (() => void) | undefined
  #heard = 0

  constructor(line: SerialLine, gone: FaultCode) {
    this.#gone = gone
    line.onBytes((bytes) => {
      const kept = this.#unread.length > MOST_UNREAD ? this.#unread.subarray(MOST_UNREAD / 2) : this.#unread
      const all = new Uint8Array(kept.length + bytes.length)
      all.set(kept)
      all.set(bytes, kept.length)
      this.#unread = all
      this.#heard += bytes.length
      this.#wake?.()
    })
    void line.ended.then((end) => {
      this.#over = new Fault(this.#gone, end.is)
      this.#wake?.()
    })
  }

  /** How many bytes have come at all: a device that talks nonsense is not the same as a mute one. */
  get heard(): number {
    return this.#heard
  }

  /** Forgets what has come so far. */
  clear(): void {
    this.#unread = new Uint8Array(0)
  }

  /** Asks `parse` again with all unread bytes each time more come, until it gives a value. */
  async take<T>(parse: (unread: Uint8Array) => Taken<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      signal.throwIfAborted()
      const { used, value } = parse(this.#unread)
      if (used > 0) this.#unread = this.#unread.subarray(used)
      if (value !== undefined) return value
      if (this.#over) throw this.#over
      await this.#more(signal)
    }
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#wake = undefined
        signal.removeEventListener('abort', wake)
        resolve()
      }
      this.#wake = wake
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}

/** Exactly `count` bytes, for `Inbox.take`. */
export function exactly(count: number): (unread: Uint8Array) => Taken<Uint8Array> {
  return (unread) => (unread.length < count ? { used: 0 } : { used: count, value: unread.slice(0, count) })
}
