/** Lets the users of one line in one after the other, in the order they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** Runs `work` when all before it are done; rejects with the signal's reason if that aborts while waiting. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    // Who gives up waiting must not let the next one in before those ahead are done.
    this.#last = Promise.all([before, promise])
    try {
      await orAborted(before, signal)
      return await work()
    } finally {
      resolve()
    }
  }
}

function orAborted(wait: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const aborted = () => reject(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    void wait.then(() => {
      signal.removeEventListener('abort', aborted)
      resolve()
    })
  })
}
