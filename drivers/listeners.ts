/** A typed set of listeners: `add` returns its unsubscribe; one throwing listener does not keep others from hearing. */
export class Listeners<T> {
  readonly #all = new Set<(value: T) => void>()

  add(listener: (value: T) => void): () => void {
    // A wrapper, so that one function added twice is two subscriptions, each ended by its own unsubscribe.
    const own = (value: T) => listener(value)
    this.#all.add(own)
    return () => this.#all.delete(own)
  }

  tell(value: T): void {
    for (const listener of [...this.#all]) {
      try {
        listener(value)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}

type Subscribe<T> = (listener: (value: T) => void) => () => void

/** The first value that `accept` takes, or a rejection with the signal's reason. */
export function next<T, U extends T>(
  subscribe: Subscribe<T>,
  signal: AbortSignal,
  accept: (value: T) => value is U,
): Promise<U>
export function next<T>(subscribe: Subscribe<T>, signal: AbortSignal, accept?: (value: T) => boolean): Promise<T>
export function next<T>(
  subscribe: Subscribe<T>,
  signal: AbortSignal,
  accept: (value: T) => boolean = () => true,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const end = () => {
      off()
      signal.removeEventListener('abort', aborted)
    }
    const aborted = () => {
      end()
      reject(signal.reason)
    }
    const off = subscribe((value) => {
      if (!accept(value)) return
      end()
      resolve(value)
    })
    signal.addEventListener('abort', aborted, { once: true })
  })
}
