/** Command and response APDUs, short and extended (ISO/IEC 7816-3 §12.1). */
import { Fault } from '../../device/contract/faults.ts'

export type Command = {
  ins: number
  p1: number
  p2: number
  data?: Uint8Array
  /** Bytes expected, 1–65,536. More than 256, or more than 255 bytes of data, make the command an extended one. */
  le?: number
  /** One of several that belong together; the last one is not marked. */
  chained?: boolean
}

export type Response = { data: Uint8Array; sw: number }

/** Sends one plain APDU; what a card session gives. */
export type Transmit = (apdu: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>

/** Sends one command, protected or not. */
export type Send = (command: Command, signal: AbortSignal) => Promise<Response>

/** Class byte bit of command chaining (ISO/IEC 7816-4 §5.1.1.1). */
export const CHAINED = 0x10

/** The longest data of a short command, and the most a short answer holds (bytes). */
export const SHORT_DATA = 255
export const SHORT_LE = 256

export function encodeCommand(command: Command, cla = 0): Uint8Array {
  const { ins, p1, p2, data, le } = command
  const head = Uint8Array.of(command.chained ? cla | CHAINED : cla, ins, p1, p2)
  return Buffer.concat([head, ...encodeBody(data, le)])
}

/** Lc, data and Le, in the short form where it holds them. */
export function encodeBody(data: Uint8Array | undefined, le: number | undefined): Uint8Array[] {
  const length = data?.length ?? 0
  if (length <= SHORT_DATA && (le ?? 0) <= SHORT_LE) {
    return [...(data ? [Uint8Array.of(length), data] : []), ...(le === undefined ? [] : [Uint8Array.of(le & 0xff)])]
  }
  const lengths = data ? [Uint8Array.of(0, length >> 8, length & 0xff), data] : [Uint8Array.of(0)]
  return [...lengths, ...(le === undefined ? [] : [Uint8Array.of((le >> 8) & 0xff, le & 0xff)])]
}

export function decodeResponse(bytes: Uint8Array): Response {
  if (bytes.length < 2) throw new Fault('chip.protocol', 'answer without status word')
  return { data: bytes.subarray(0, -2), sw: bytes.at(-2)! * 256 + bytes.at(-1)! }
}

export function plainSender(transmit: Transmit): Send {
  return async (command, signal) => decodeResponse(await transmit(encodeCommand(command), signal))
}

/** Data in one command of a chain: protected it still fits into a short one, with either cipher (bytes). */
const CHAIN_BYTES = 200

/**
 * For chips without extended length: data that do not fit into a short command go in several. PACE's own commands, which are
 * a chain already, cannot be split (ISO/IEC 7816-4 §5.3.3; TR-03110-3 §B.1 wants extended length for those).
 */
export function chaining(send: Send): Send {
  return async (command, signal) => {
    const { data } = command
    if (!data || data.length <= CHAIN_BYTES || command.chained) return send(command, signal)
    const { le: _, ...rest } = command
    let at = 0
    for (; data.length - at > CHAIN_BYTES; at += CHAIN_BYTES) {
      const part = await send({ ...rest, data: data.subarray(at, at + CHAIN_BYTES), chained: true }, signal)
      if (part.sw !== 0x9000) return part
    }
    return send({ ...command, data: data.subarray(at) }, signal)
  }
}

/** A status word as it stands in logs: `6a82`. */
export function swText(sw: number): string {
  return sw.toString(16).padStart(4, '0')
}
