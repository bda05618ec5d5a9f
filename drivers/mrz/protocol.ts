/** What a kind of MRZ reader says and wants to hear; the driver is the same for all. */
import type { SerialLine } from '../serial/line.ts'
import { type Framer, type Framing, framer } from './framing.ts'

export type MrzProtocol = {
  /** Makes the reader ready, once after opening. Throws `mrz.reader-gone` when it does not answer as its kind does. */
  greet(line: SerialLine, signal: AbortSignal): Promise<void>
  /** Takes its bytes apart; one for each opening. */
  framer(): Framer
  /** Sent again and again while nothing is read, for readers that must be told to look. */
  arm?: { bytes: Uint8Array; everyMs: number }
}

/** A reader that sends what it reads and takes no commands: a keyboard wedge on a serial line. */
export function wedge(framing: Framing): MrzProtocol {
  return { greet: async () => {}, framer: () => framer(framing) }
}
