import { Fault } from '../../device/contract/faults.ts'
import type { Driver, Presence } from '../driver.ts'
import { Listeners, next } from '../listeners.ts'
import { openSerial, type SerialLine } from '../serial/line.ts'
import { PresenceCell, supervise } from '../supervise.ts'
import { type Framing, STX_ETX } from './framing.ts'
import { assemble, type OtherDocument } from './lines.ts'
import { type MrzProtocol, wedge } from './protocol.ts'

/** As delivered by most makers (bits per second). USB readers ignore it. */
const DELIVERED_BAUD = 9_600
/** A read comes in one go; a gap this long means that the rest is not coming (ms). 88 characters take 95 ms at 9,600. */
const QUIET_MS = 300

const GONE = 'mrz.reader-gone'

export type MrzReaderOptions = {
  /** The tty, or a stable link to it. */
  path: string
  baud?: number
  /** How a reader without commands marks its reads: STX … ETX if not given. */
  framing?: Framing
  /** For readers with commands of their own: `idbox()`, `honeywell()`. */
  protocol?: MrzProtocol
  id?: string
}

/** What a pass over the reader gave: the lines of a zone joined by line feeds, or nothing usable. */
export type MrzRead = { is: 'read'; text: string } | { is: 'unreadable'; other?: OtherDocument }

/** A swipe or full-page MRZ reader on a serial line. One without commands is there when its tty is. */
export class MrzReader implements Driver<SerialLine> {
  readonly id: string
  readonly source = 'reader'
  readonly #options: MrzReaderOptions
  readonly #protocol: MrzProtocol
  readonly #cell = new PresenceCell<SerialLine>()
  readonly #reads = new Listeners<MrzRead>()

  constructor(options: MrzReaderOptions) {
    this.id = options.id ?? 'mrz'
    this.#options = options
    this.#protocol = options.protocol ?? wedge(options.framing ?? STX_ETX)
  }

  get presence(): Presence<SerialLine> {
    return this.#cell.now
  }

  on(event: 'presence', listener: (presence: Presence<SerialLine>) => void): () => void
  on(event: 'read', listener: (text: string) => void): () => void
  on(event: 'unreadable', listener: (other?: OtherDocument) => void): () => void
  on(
    event: 'presence' | 'read' | 'unreadable',
    // biome-ignore lint/suspicious/noExplicitAny: the overloads above say which listener belongs to which event.
    listener: (value?: any) => void,
  ): () => void {
    if (event === 'presence') return this.#cell.on(listener)
    return this.#reads.add((read) => {
      if (read.is === event) listener(read.is === 'read' ? read.text : read.other)
    })
  }

  /** The next document drawn over the reader. Does not throw when the reader is away: it may come back. */
  next(signal: AbortSignal): Promise<MrzRead> {
    return next((listener) => this.#reads.add(listener), signal)
  }

  run(stop: AbortSignal): Promise<void> {
    const { path, baud = DELIVERED_BAUD } = this.#options
    return supervise(
      this.#cell,
      {
        open: async (signal) => {
          const line = await openSerial({ path, baud, gone: GONE }, signal)
          try {
            await this.#protocol.greet(line, signal)
          } catch (error) {
            await line.close()
            throw error
          }
          return line
        },
        watch: (line, signal) => this.#listen(line, signal),
        close: (line) => line.close(),
        gone: GONE,
      },
      stop,
    )
  }

  async #listen(line: SerialLine, signal: AbortSignal): Promise<void> {
    const { arm } = this.#protocol
    const frames = this.#protocol.framer()
    let held = ''
    let timer: NodeJS.Timeout | undefined
    const take = (frame: string | null) => {
      const read = frame === null ? ({ is: 'unreadable' } as const) : assemble(`${held}\r${frame}`)
      if (read.is === 'more') {
        held = `${held}\r${frame}`
        return
      }
      held = ''
      this.#reads.tell(read)
    }
    const quiet = () => {
      const lost = frames.quiet() || held.trim() !== ''
      held = ''
      if (lost) this.#reads.tell({ is: 'unreadable' })
    }
    const off = line.onBytes((bytes) => {
      clearTimeout(timer)
      for (const frame of frames.feed(bytes)) take(frame)
      timer = setTimeout(quiet, QUIET_MS)
    })
    // A write that fails means that the line ends, which is noticed below.
    const look = () => void (arm && line.write(arm.bytes, signal).catch(() => {}))
    const looking = arm && setInterval(look, arm.everyMs)
    look()
    const { promise: stopped, resolve } = Promise.withResolvers<undefined>()
    const stop = () => resolve(undefined)
    signal.addEventListener('abort', stop, { once: true })
    try {
      const end = await Promise.race([line.ended, stopped])
      if (end) throw new Fault(GONE, end.is)
    } finally {
      signal.removeEventListener('abort', stop)
      clearTimeout(timer)
      clearInterval(looking)
      off()
    }
  }
}
