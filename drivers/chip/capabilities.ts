/** What a chip says of the lengths it takes: in its ATR, and in EF.ATR/INFO (ISO/IEC 7816-4 §12.1.1, §12.7.1). */

import { bigintOf } from './group.ts'
import { readAll } from './tlv.ts'

/**
 * A chip that takes extended length without saying how much: this much any of them holds (bytes of answer).
 */
const UNSTATED_ANSWER_BYTES = 1_024
/** More at once saves nothing on the air, and a hand that slips loses the whole block (bytes of answer). */
const LARGEST_ANSWER_BYTES = 32 * 1_024

/** Whether the ATR's card capabilities allow extended Lc and Le. Contactless readers build it of the ATS (PC/SC part 3). */
export function extendedByAtr(atr: Uint8Array): boolean {
  const historical = historicalBytes(atr)
  // Compact TLV behind a category byte of 00 or 80; with 00 a status indicator of three bytes ends them.
  if (historical[0] !== 0x80 && historical[0] !== 0x00) return false
  const end = historical[0] === 0 ? historical.length - 3 : historical.length
  for (let at = 1; at < end; ) {
    const head = historical[at]!
    const length = head & 0x0f
    if (head >> 4 === 7 && length >= 3) return ((historical[at + 3] ?? 0) & 0x40) !== 0
    at += 1 + length
  }
  return false
}

function historicalBytes(atr: Uint8Array): Uint8Array {
  const t0 = atr[1] ?? 0
  let at = 2
  for (let y = t0 >> 4; y !== 0; ) {
    const present = [1, 2, 4, 8].filter((bit) => y & bit).length
    const next = y & 8 ? (atr[at + present - 1] ?? 0) >> 4 : 0
    at += present
    y = next
    if (at > atr.length) break
  }
  return atr.subarray(at, at + (t0 & 0x0f))
}

/** The longest answer the chip gives, in bytes with status word: DO'7F66' of EF.ATR/INFO, or a cautious guess. */
export function largestAnswer(atrInfo: Uint8Array | undefined): number {
  const stated = atrInfo && statedAnswer(atrInfo)
  return Math.min(stated ?? UNSTATED_ANSWER_BYTES, LARGEST_ANSWER_BYTES)
}

function statedAnswer(atrInfo: Uint8Array): number | undefined {
  try {
    const limits = readAll(atrInfo).find((tlv) => tlv.tag === 0x7f66)
    const [, answer] = limits ? readAll(limits.value) : []
    return answer?.tag === 0x02 ? Number(bigintOf(answer.value.subarray(-4))) : undefined
  } catch {
    // Not signed, and only a hint: what cannot be read is as if it were not there.
    return undefined
  }
}
