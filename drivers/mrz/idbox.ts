/**
 * Elyctis ID BOX: packets of a command letter, a length of two bytes and data. V asks for the version, C turns reading
 * by itself on or off, and each document read comes as an I packet. Recalled from public host programs; the maker's manual
 * was not at hand.
 */
import type { Framer } from './framing.ts'
import { ask } from './greeting.ts'
import type { MrzProtocol } from './protocol.ts'

const LETTER = { inquire: 0x49, continuous: 0x43, version: 0x56 }
const HEADER = 3
/** Three lines of 30 with their ends are the longest read; a packet that claims more has lost its beginning (bytes). */
const LONGEST = 256

export function idboxPacket(letter: number, data: Uint8Array = new Uint8Array()): Uint8Array {
  return Uint8Array.from([letter, data.length >> 8, data.length & 0xff, ...data])
}

/** Cuts packets; only those of documents become frames, and an empty one is a document that could not be read. */
export function idboxFramer(): Framer {
  let held: Uint8Array = new Uint8Array()
  return {
    feed(bytes) {
      held = Buffer.concat([held, bytes])
      const frames: (string | null)[] = []
      while (held.length >= HEADER) {
        const length = held[1]! * 256 + held[2]!
        if (length > LONGEST || held[0]! < 0x41 || held[0]! > 0x5a) {
          held = new Uint8Array()
          frames.push(null)
          break
        }
        if (held.length < HEADER + length) break
        const text = Buffer.from(held.subarray(HEADER, HEADER + length)).toString('latin1')
        if (held[0] === LETTER.inquire) frames.push(text.trim() === '' ? null : text)
        held = held.subarray(HEADER + length)
      }
      return frames
    },
    quiet() {
      const lost = held.length > 0
      held = new Uint8Array()
      return lost
    },
  }
}

export function idbox(): MrzProtocol {
  return {
    async greet(line, signal) {
      const isVersion = (heard: Uint8Array) =>
        heard[0] === LETTER.version && heard.length >= HEADER && heard.length >= HEADER + heard[1]! * 256 + heard[2]!
      await ask(line, idboxPacket(LETTER.version), isVersion, signal)
      await line.write(idboxPacket(LETTER.continuous, Uint8Array.of(1)), signal)
    },
    framer: idboxFramer,
  }
}
