/**
 * Runs `work` for at most `ms` milliseconds; `undefined` means that the time was up. Rejects with the reason of
 * `signal` when that aborts first. Unlike `AbortSignal.timeout` it leaves no timer behind.
 */
export async function limited<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  signal.throwIfAborted()
  const own = new AbortController()
  const late = new Error('late')
  const timer = setTimeout(() => own.abort(late), ms)
  const aborted = () => own.abort(signal.reason)
  signal.addEventListener('abort', aborted, { once: true })
  try {
    return await work(own.signal)
  } catch (error) {
    if (error === late) return undefined
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', aborted)
  }
}
