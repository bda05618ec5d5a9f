/** What the runtime and its PC/SC process say to each other, over the channel of `child_process.fork`. */

export type ToPcsc =
  | { ask: 'connect'; id: number; reader: string }
  | { ask: 'transmit'; id: number; reader: string; apdu: Uint8Array }
  | { ask: 'disconnect'; id: number; reader: string }

export type FromPcsc =
  | { tell: 'reader'; reader: string }
  | { tell: 'reader-gone'; reader: string }
  /** `state` is dwEventState of SCardGetStatusChange: flags below, and an event counter in the upper 16 bits. */
  | { tell: 'status'; reader: string; state: number; atr: Uint8Array }
  /** The service failed; the process ends after it. */
  | { tell: 'failed'; code: number; detail: string }
  /** `data`: what the card answered; to `connect` one byte, the protocol: 1 for T=0, 2 for T=1. */
  | { tell: 'done'; id: number; data: Uint8Array }
  /** `code` is the PC/SC error, 0 when the binding gave none. */
  | { tell: 'refused'; id: number; code: number; detail: string }

export const STATE_PRESENT = 0x20

/** The error number in the binding's message: `SCardTransmit error: …(0x80100016)`. */
export function pcscCode(message: string): number {
  const found = /0x([0-9a-f]{8})/i.exec(message)
  return found?.[1] ? Number.parseInt(found[1], 16) : 0
}
