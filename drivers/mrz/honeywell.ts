/**
 * Honeywell imagers with OCR on a serial line: menu commands are SYN M CR, a tag with its value, and `!` (until power-off);
 * each is answered by the tag and ACK, ENQ (no such tag) or NAK. SYN T CR makes it look, SYN U CR stop.
 * (Honeywell user's guides, "Serial Programming Commands" and "Trigger Commands".)
 */
import { Fault } from '../../device/contract/faults.ts'
import { CR_LINES, framer } from './framing.ts'
import { ask } from './greeting.ts'
import type { MrzProtocol } from './protocol.ts'

const SYN = 0x16
const CR = 0x0d
const ACK = 0x06
const ENQ = 0x05
const NAK = 0x15

/** OCR on. Which templates there are differs by model: give your own menu for others. */
const MENU = ['OCRENA1']
/** The imager stops looking by itself after some time; it is told again this often (ms). */
const ARM_EVERY_MS = 5_000

export type HoneywellOptions = {
  /** Menu commands sent at the start, without frame: 'OCRENA1'. */
  menu?: readonly string[]
  /** False for a stand that looks by itself ("presentation"). */
  trigger?: boolean
}

const menuCommand = (tag: string) => Uint8Array.from([SYN, 0x4d, CR, ...Buffer.from(`${tag}!`, 'latin1')])

export function honeywell({ menu = MENU, trigger = true }: HoneywellOptions = {}): MrzProtocol {
  return {
    async greet(line, signal) {
      for (const tag of menu) {
        const answered = (heard: Uint8Array) => heard.some((byte) => byte === ACK || byte === ENQ || byte === NAK)
        const answer = await ask(line, menuCommand(tag), answered, signal)
        if (!answer.includes(ACK)) throw new Fault('mrz.reader-gone', `the reader refused ${tag}`)
      }
    },
    framer() {
      const lines = framer(CR_LINES)
      return { ...lines, feed: (bytes) => lines.feed(withoutAnswers(bytes)) }
    },
    ...(trigger ? { arm: { bytes: Uint8Array.of(SYN, 0x54, CR), everyMs: ARM_EVERY_MS } } : {}),
  }
}

/** The end of a menu answer may come after the greeting: ACK and the `!` or `.` behind it belong to no document. */
function withoutAnswers(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte) => byte !== ACK && byte !== 0x21 && byte !== 0x2e)
}
