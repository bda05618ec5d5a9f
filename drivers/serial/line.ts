import { read as readCallback } from 'node:fs'
import { promisify } from 'node:util'
import { SerialPort } from 'serialport'
import { Fault, type FaultCode } from '../../device/contract/faults.ts'
import { Listeners } from '../listeners.ts'

/** Bytes taken from the tty in one go: more than a sensor's data packet (4,109), so that one read empties it. */
const READ_BYTES = 16_384

/** Why a line ended: this side closed it, or the device went away. */
export type SerialEnd = { is: 'closed' } | { is: 'hung-up'; detail: string }

/** One open serial line, 8N1 raw. Ends exactly once, whichever side ends it. */
export type SerialLine = {
  readonly path: string
  /** Resolves once, never rejects. */
  readonly ended: Promise<SerialEnd>
  /** Calls `listener` with each run of bytes as it comes; returns its unsubscribe. The bytes are the listener's own. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void
  /** Resolves when the system has taken the bytes. Throws the line's `gone` fault when it has ended or ends. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>
  /** May be called any number of times; resolves when the tty is let go. */
  close(): Promise<void>
}

export type SerialOptions = {
  /** The tty, or a link to it. */
  path: string
  /** Bits per second. */
  baud: number
  /** The fault that means "this device is not there" for the driver on top. */
  gone: FaultCode
}

const readFile = promisify(readCallback)

type Port = Awaited<ReturnType<typeof SerialPort.binding.open>>

/**
 * The next bytes of the port. On POSIX this is not the binding's own `read`: that one takes a hang-up (a read of
 * 0 bytes) for "nothing yet" and asks again at once, for ever, at a whole core's cost (bindings-cpp 13.0).
 */
async function readSome(port: Port, buffer: Buffer, busy: (reading: Promise<unknown>) => void): Promise<number> {
  if (!('poller' in port)) return (await port.read(buffer, 0, buffer.length)).bytesRead
  for (;;) {
    if (port.fd === null) return 0
    try {
      const reading = readFile(port.fd, buffer, 0, buffer.length, null)
      busy(reading.catch(() => {}))
      return (await reading).bytesRead
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EINTR') continue
      if (code !== 'EAGAIN' && code !== 'EWOULDBLOCK') throw error
    }
    if (port.fd === null) return 0
    await new Promise<void>((resolve, reject) => {
      port.poller.once('readable', (failed) => (failed ? reject(failed) : resolve()))
    })
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Opens the tty, locked against a second program. Reads from the first moment, so that an unplugged device is noticed
 * with nobody listening. Throws the `gone` fault when the tty is not there, busy or refused.
 */
export async function openSerial(options: SerialOptions, signal: AbortSignal): Promise<SerialLine> {
  signal.throwIfAborted()
  let port: Port
  try {
    port = await SerialPort.binding.open({ path: options.path, baudRate: options.baud, lock: true })
  } catch (error) {
    throw new Fault(options.gone, text(error), { cause: error })
  }

  const heard = new Listeners<Uint8Array>()
  const { promise: ended, resolve: settle } = Promise.withResolvers<SerialEnd>()
  let end: SerialEnd | undefined
  let closing: Promise<void> | undefined
  let reading: Promise<unknown> = Promise.resolve()
  let written: Promise<unknown> = Promise.resolve()
  /** Those who wait for a write, told when the line ends. */
  const writers = new Set<() => void>()

  const finish = (how: SerialEnd): Promise<void> => {
    end ??= how
    for (const over of [...writers]) over()
    // The descriptor's number may be given to another file as soon as it is closed: no read may still be on its way.
    closing ??= reading
      .then(() => port.close())
      // A tty that is already gone may refuse to be closed; there is nothing left to do about it.
      .catch(() => {})
      .then(() => settle(end ?? how))
    return closing
  }

  const pump = async () => {
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    while (!end) {
      const count = await readSome(port, buffer, (now) => {
        reading = now
      })
      if (end) return
      if (count === 0) return finish({ is: 'hung-up', detail: 'end of line' })
      heard.tell(Uint8Array.from(buffer.subarray(0, count)))
    }
  }
  pump().catch((error) => finish({ is: 'hung-up', detail: text(error) }))

  const write = (bytes: Uint8Array, stop: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (stop.aborted) return reject(stop.reason)
      if (end) return reject(new Fault(options.gone, end.is))
      const done = (act: () => void) => {
        writers.delete(over)
        stop.removeEventListener('abort', aborted)
        act()
      }
      const over = () => done(() => reject(new Fault(options.gone, end?.is)))
      const aborted = () => done(() => reject(stop.reason))
      writers.add(over)
      stop.addEventListener('abort', aborted, { once: true })
      const turn = written.then(() => port.write(Buffer.from(bytes)))
      written = turn.catch(() => {})
      turn.then(
        () => done(resolve),
        (error) => {
          done(() => reject(new Fault(options.gone, text(error), { cause: error })))
          return finish({ is: 'hung-up', detail: text(error) })
        },
      )
    })

  const line: SerialLine = {
    path: options.path,
    ended,
    onBytes: (listener) => heard.add(listener),
    write,
    close: () => finish({ is: 'closed' }),
  }
  if (signal.aborted) await line.close()
  signal.throwIfAborted()
  return line
}
