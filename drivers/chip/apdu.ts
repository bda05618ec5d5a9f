/** Command and response APDUs, short form (ISO/IEC 7816-3 §12.1). */
import { Fault } from '../../device/contract/faults.ts'

export type Command = {
  ins: number
  p1: number
  p2: number
  data?: Uint8Array
  /** Bytes expected, 1–256. */
  le?: number
}

export type Response = { data: Uint8Array; sw: number }

/** Sends one plain APDU; what a card session gives. */
export type Transmit = (apdu: Uint8Array, signal: AbortSignal) => Promise<Uint8Array>

/** Sends one command, protected or not. */
export type Send = (command: Command, signal: AbortSignal) => Promise<Response>

export function encodeCommand(command: Command, cla = 0): Uint8Array {
  const { ins, p1, p2, data, le } = command
  return Uint8Array.from([
    cla,
    ins,
    p1,
    p2,
    ...(data ? [data.length, ...data] : []),
    ...(le === undefined ? [] : [le & 0xff]),
  ])
}

export function decodeResponse(bytes: Uint8Array): Response {
  if (bytes.length < 2) throw new Fault('chip.protocol', 'answer without status word')
  return { data: bytes.subarray(0, -2), sw: bytes.at(-2)! * 256 + bytes.at(-1)! }
}

export function plainSender(transmit: Transmit): Send {
  return async (command, signal) => decodeResponse(await transmit(encodeCommand(command), signal))
}

/** A status word as it stands in logs: `6a82`. */
export function swText(sw: number): string {
  return sw.toString(16).padStart(4, '0')
}
