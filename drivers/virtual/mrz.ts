import { type Framing, STX_ETX } from '../mrz/framing.ts'
import { PtyEnd } from './pty.ts'

export type VirtualMrzReaderOptions = {
  /** Where the host's end of the cable appears: a link, gone while unplugged. */
  path: string
  framing?: Framing
  pace?: 'real' | 'none'
  /** Bits per second, for the pace. */
  baud?: number
}

/** A swipe reader at the far end of a pty. */
export class VirtualMrzReader {
  readonly #pty: PtyEnd
  readonly #framing: Framing
  readonly #baud: number | undefined
  #swipes = 0

  constructor(options: VirtualMrzReaderOptions) {
    this.#pty = new PtyEnd(options.path)
    this.#framing = options.framing ?? STX_ETX
    this.#baud = options.pace === 'none' ? undefined : (options.baud ?? 9_600)
  }

  start(): Promise<void> {
    return this.plug()
  }

  stop(): Promise<void> {
    return this.unplug()
  }

  plug(): Promise<void> {
    return this.#pty.plug()
  }

  unplug(): Promise<void> {
    return this.#pty.unplug()
  }

  /** Draws a document over the reader. Resolves when all of it was sent. */
  swipe(lines: readonly string[]): Promise<void> {
    return this.#send(lines)
  }

  /** The same with a thumb on it: some characters are not recognised, one is missing. */
  swipeDamaged(lines: readonly string[]): Promise<void> {
    return this.#send(lines.map((line, at) => (at === 0 ? `${line.slice(0, 20)}???${line.slice(24)}` : line)))
  }

  /** Bytes that are no read at all, as a loose cable makes them. */
  async babble(bytes: Uint8Array): Promise<void> {
    await this.#pty.write(bytes, this.#baud)
  }

  state() {
    return { plugged: this.#pty.isPlugged, path: this.#pty.path, swipes: this.#swipes }
  }

  async #send(lines: readonly string[]): Promise<void> {
    this.#swipes++
    const { start, end } = this.#framing
    const bytes =
      start === undefined
        ? lines.flatMap((line) => [...Buffer.from(line, 'latin1'), end])
        : [start, ...Buffer.from(lines.join('\r'), 'latin1'), end]
    await this.#pty.write(Uint8Array.from(bytes), this.#baud)
  }
}
