/** Which readers there are, and on which of them a card lies. */
import { Fault } from '../../device/contract/faults.ts'
import { STATE_PRESENT } from './messages.ts'
import { startPcsc } from './pcsc-client.ts'

export type ListedReader = { name: string; present: boolean }

/** After this long without a further reader's first state all are known (ms): pcscd tells them at once. */
const SETTLED_MS = 400

/** Starts a PC/SC process, listens until all is told, and ends it. Throws `card.reader-gone` without pcscd or reader. */
export async function listReaders(socketPath: string | undefined, signal: AbortSignal): Promise<ListedReader[]> {
  const pcsc = await startPcsc(socketPath, signal)
  const readers = new Map<string, boolean>()
  const settled = Promise.withResolvers<void>()
  let timer = setTimeout(settled.resolve, SETTLED_MS * 4)
  const off = pcsc.on((message) => {
    if (message.tell === 'reader') readers.set(message.reader, readers.get(message.reader) ?? false)
    else if (message.tell === 'status') readers.set(message.reader, (message.state & STATE_PRESENT) !== 0)
    else return
    clearTimeout(timer)
    timer = setTimeout(settled.resolve, SETTLED_MS)
  })
  const aborted = () => settled.reject(signal.reason)
  signal.addEventListener('abort', aborted, { once: true })
  try {
    await Promise.race([settled.promise, pcsc.ended.then((fault) => Promise.reject(fault))])
  } finally {
    signal.removeEventListener('abort', aborted)
    clearTimeout(timer)
    off()
    pcsc.kill(new Fault('card.reader-gone', 'listed'))
    await pcsc.ended
  }
  if (readers.size === 0) throw new Fault('card.reader-gone', 'pcscd knows no reader')
  return [...readers].map(([name, present]) => ({ name, present }))
}
