/**
 * Packets of the ZFM-20/R30x/R503 family (ZhianTec "ZFM user manual", 3): the highest byte first.
 *
 *     start EF01 · address 4 · kind 1 · length 2 · content · sum 2 of kind, length and content
 */
export type ZfmPacket = { kind: number; content: Uint8Array }

export const zfmKind = { command: 0x01, data: 0x02, answer: 0x07, lastData: 0x08 } as const

/** The commands this house uses. */
export const zfmCommand = { getImage: 0x01, uploadImage: 0x0a, readParameters: 0x0f, verifyPassword: 0x13 } as const

/** First byte of an answer. */
export const zfmStatus = {
  ok: 0x00,
  received: 0x01,
  noFinger: 0x02,
  imaging: 0x03,
  messy: 0x06,
  upload: 0x0f,
  wrongPassword: 0x13,
  address: 0x20,
  notVerified: 0x21,
} as const

/** As delivered every module listens to this address. */
export const ZFM_ADDRESS = 0xffff_ffff
/** Nothing in the family sends more content than this (bytes). */
const MOST_CONTENT = 256
const HEAD_BYTES = 9
const SUM_BYTES = 2

function sum(bytes: Uint8Array): number {
  let total = 0
  for (const byte of bytes) total += byte
  return total & 0xffff
}

export function encodeZfm(kind: number, content: Uint8Array | readonly number[], address = ZFM_ADDRESS): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + content.length + SUM_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0xef01)
  view.setUint32(2, address)
  bytes[6] = kind
  view.setUint16(7, content.length + SUM_BYTES)
  bytes.set(content, HEAD_BYTES)
  view.setUint16(HEAD_BYTES + content.length, sum(bytes.subarray(6, HEAD_BYTES + content.length)))
  return bytes
}

/** The first whole packet for `address`, and how many bytes are done with; a damaged one is skipped as noise. */
export function nextZfm(unread: Uint8Array, address = ZFM_ADDRESS): { used: number; value?: ZfmPacket } {
  let at = 0
  for (; at < unread.length; at++) {
    if (unread[at] !== 0xef) continue
    if (at + 1 < unread.length && unread[at + 1] !== 0x01) continue
    if (at + HEAD_BYTES > unread.length) return { used: at }
    const view = new DataView(unread.buffer, unread.byteOffset + at, unread.length - at)
    const length = view.getUint16(7)
    if (view.getUint32(2) !== address || length < SUM_BYTES || length > MOST_CONTENT + SUM_BYTES) continue
    const end = HEAD_BYTES + length
    if (at + end > unread.length) return { used: at }
    const body = unread.subarray(at + 6, at + end - SUM_BYTES)
    if (view.getUint16(end - SUM_BYTES) !== sum(body)) continue
    return { used: at + end, value: { kind: body[0]!, content: Uint8Array.from(body.subarray(3)) } }
  }
  return { used: at }
}
