import { CR_LINES, type Framing, STX_ETX } from '../mrz/framing.ts'
import { idboxPacket } from '../mrz/idbox.ts'
import { PtyEnd } from './pty.ts'

export type VirtualMrzReaderOptions = {
  /** Where the host's end of the cable appears: a link, gone while unplugged. */
  path: string
  framing?: Framing
  /** A reader with commands instead of a wedge: it reads only after it was told to. */
  speaks?: 'idbox' | 'honeywell'
  pace?: 'real' | 'none'
  /** Bits per second, for the pace. */
  baud?: number
}

/** The far end of what gives a box the printed lines. */
export type VirtualMrz = {
  start(): Promise<void>
  stop(): Promise<void>
  plug(): Promise<void>
  unplug(): Promise<void>
  swipe(lines: readonly string[]): Promise<void>
  swipeDamaged(lines: readonly string[]): Promise<void>
  /** The document is lifted, where it lay. */
  takeAway(): Promise<void>
}

/** Some characters are not recognised, one is missing. */
export function damaged(lines: readonly string[]): string[] {
  return lines.map((line, at) => (at === 0 ? `${line.slice(0, 20)}???${line.slice(24)}` : line))
}

/** A swipe reader at the far end of a pty. */
export class VirtualMrzReader implements VirtualMrz {
  readonly #pty: PtyEnd
  readonly #framing: Framing
  readonly #baud: number | undefined
  readonly #speaks: VirtualMrzReaderOptions['speaks']
  #swipes = 0
  #told = ''
  #looks = false

  constructor(options: VirtualMrzReaderOptions) {
    this.#pty = new PtyEnd(options.path)
    this.#framing = options.framing ?? (options.speaks === 'honeywell' ? CR_LINES : STX_ETX)
    this.#speaks = options.speaks
    this.#pty.onBytes((bytes) => this.#hear(Buffer.from(bytes).toString('latin1')))
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
    this.#looks = false
    this.#told = ''
    return this.#pty.unplug()
  }

  /** Draws a document over the reader. Resolves when all of it was sent. */
  swipe(lines: readonly string[]): Promise<void> {
    return this.#send(lines)
  }

  /** The same with a thumb on it: some characters are not recognised, one is missing. */
  swipeDamaged(lines: readonly string[]): Promise<void> {
    return this.#send(damaged(lines))
  }

  /** Nothing lies in a swipe reader. */
  async takeAway(): Promise<void> {}

  /** Bytes that are no read at all, as a loose cable makes them. */
  async babble(bytes: Uint8Array): Promise<void> {
    await this.#pty.write(bytes, this.#baud)
  }

  state() {
    return {
      looks: this.#speaks === undefined || this.#looks,
      plugged: this.#pty.isPlugged,
      path: this.#pty.path,
      swipes: this.#swipes,
    }
  }

  /** Commands of a reader that takes some: an answer to each, and from the right one on it looks for documents. */
  #hear(text: string): void {
    if (this.#speaks === undefined) return
    this.#told += text
    const answer = (bytes: Uint8Array) => void this.#pty.write(bytes, this.#baud)
    if (this.#speaks === 'idbox') {
      if (this.#told.includes('V\0\0')) answer(idboxPacket(0x56, Buffer.from('VIRTUAL 1.0', 'latin1')))
      if (this.#told.includes('C\0\x01\x01')) this.#looks = true
      if (this.#told.includes('V\0\0') || this.#looks) this.#told = ''
      return
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: SYN and CR are what frames these commands.
    const menu = /\x16M\r([^!.]*)[!.]/.exec(this.#told)
    if (menu) answer(Buffer.from(`${menu[1]}${menu[1]?.startsWith('OCR') ? '\x06' : '\x05'}!`, 'latin1'))
    if (this.#told.includes('\x16T\r')) this.#looks = true
    if (menu || this.#told.includes('\x16T\r')) this.#told = ''
  }

  async #send(lines: readonly string[]): Promise<void> {
    this.#swipes++
    if (this.#speaks !== undefined && !this.#looks) return
    if (this.#speaks === 'idbox') {
      await this.#pty.write(idboxPacket(0x49, Buffer.from(`${lines.join('\r')}\r`, 'latin1')), this.#baud)
      return
    }
    const { start, end } = this.#framing
    const bytes =
      start === undefined
        ? lines.flatMap((line) => [...Buffer.from(line, 'latin1'), end])
        : [start, ...Buffer.from(lines.join('\r'), 'latin1'), end]
    await this.#pty.write(Uint8Array.from(bytes), this.#baud)
  }
}
