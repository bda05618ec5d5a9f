/** What may happen to bytes on a bad cable. */
export type Mischief = 'checksum' | 'half-packet' | 'noise'

/** Bytes that look like the beginning of a packet, and others. */
const NOISE = Uint8Array.of(0x00, 0xff, 0x40, 0x83, 0x0a, 0x40, 0x40, 0x17, 0x0a)

/** The same bytes, damaged: one bit turned, the second half lost, or noise before them. */
export function damage(bytes: Uint8Array, how: Mischief): Uint8Array {
  switch (how) {
    case 'checksum': {
      const out = Uint8Array.from(bytes)
      // In a packet that hits its fields; in a data packet its body.
      const at = bytes.length > 13 ? 20 : 5
      out[at]! ^= 0x10
      return out
    }
    case 'half-packet':
      return bytes.subarray(0, Math.floor(bytes.length / 2))
    case 'noise':
      return Buffer.concat([NOISE, bytes])
  }
}
