/**
 * Active authentication (Doc 9303-11 §6.1), the terminal's part: a challenge, and what the chip answers. Whether the
 * answer is a signature under DG15's key is judged where signatures are (device/identity).
 */
import { createPublicKey, randomBytes } from 'node:crypto'
import { isFault } from '../../device/contract/faults.ts'
import { type Send, swText } from './apdu.ts'
import { child } from './tlv.ts'

export type ActiveAuthentication =
  | { is: 'not-offered' }
  | { is: 'answered'; challenge: Uint8Array; response: Uint8Array }
  | { is: 'refused'; detail: string }

/** Expected when the key cannot be read: as much as a short protected answer holds (bytes). */
const UNKNOWN_SIGNATURE_BYTES = 223

/** Asks for a signature. What the session throws (card torn out …) is thrown on. */
export async function activelyAuthenticate(
  send: Send,
  dg15: Uint8Array,
  signal: AbortSignal,
): Promise<ActiveAuthentication> {
  const challenge = randomBytes(8)
  try {
    const le = signatureBytes(dg15)
    const { data, sw } = await send({ ins: 0x88, p1: 0, p2: 0, data: challenge, le }, signal)
    if (sw !== 0x9000 || data.length === 0) return { is: 'refused', detail: `INTERNAL AUTHENTICATE: ${swText(sw)}` }
    return { is: 'answered', challenge, response: data }
  } catch (error) {
    if (isFault(error, 'chip.protocol') || isFault(error, 'chip.malformed'))
      return { is: 'refused', detail: error.detail }
    throw error
  }
}

/** How long the answer will be: many chips answer nothing else to another Le than this or 0. */
function signatureBytes(dg15: Uint8Array): number {
  try {
    const spki = child(dg15, 0x6f)
    const details = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }).asymmetricKeyDetails
    return details?.modulusLength ? Math.ceil(details.modulusLength / 8) : UNKNOWN_SIGNATURE_BYTES
  } catch {
    return UNKNOWN_SIGNATURE_BYTES
  }
}
