import { once } from 'node:events'
import { connect } from 'node:net'
import { Fault } from '../../../device/contract/faults.ts'
import { Listeners } from '../../listeners.ts'
import { openSerial } from '../../serial/line.ts'

/** A printer on the same network takes a connection at once (ms). */
const CONNECT_MS = 3_000

/** `/dev/ttyUSB0` with its rate (bits per second), or a network printer's raw port. */
export type SlipAddress = { path: string; baud: number } | { host: string; port: number }

/** Bytes both ways, over a tty or TCP. Ends once; `ended` never rejects. */
export type Wire = {
  ended: Promise<unknown>
  onBytes(listener: (bytes: Uint8Array) => void): () => void
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Throws `printer.gone`. */
export async function openWire(address: SlipAddress, signal: AbortSignal): Promise<Wire> {
  if ('path' in address) return openSerial({ ...address, gone: 'printer.gone' }, signal)
  const heard = new Listeners<Uint8Array>()
  const socket = connect(address)
  socket.setNoDelay(true)
  socket.on('data', (bytes: Buffer) => heard.tell(bytes))
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  try {
    await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]) })
  } catch (cause) {
    socket.destroy()
    signal.throwIfAborted()
    throw new Fault('printer.gone', `${address.host}:${address.port}`, { cause })
  }
  socket.on('error', () => {})
  return {
    ended,
    onBytes: (listener) => heard.add(listener),
    write: (bytes) =>
      new Promise((resolve, reject) =>
        socket.write(bytes, (error) => (error ? reject(new Fault('printer.gone', error.message)) : resolve())),
      ),
    async close() {
      socket.destroy()
      await ended
    },
  }
}
