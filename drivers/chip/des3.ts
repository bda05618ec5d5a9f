/** Two-key 3DES as Doc 9303-11 §9.8.6.1 uses it: CBC with a zero IV, and the retail MAC. Keys are 16 bytes. */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

const BLOCK = 8
const ZERO_IV = new Uint8Array(BLOCK)

function threeKeys(k1: Uint8Array, k2: Uint8Array): Uint8Array {
  return Buffer.concat([k1, k2, k1])
}

function cbc(key24: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  return createCipheriv('des-ede3-cbc', key24, iv).setAutoPadding(false).update(data)
}

/** Encrypts whole blocks. */
export function encrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  return cbc(threeKeys(key.subarray(0, 8), key.subarray(8)), ZERO_IV, data)
}

/** Decrypts whole blocks. */
export function decrypt(key: Uint8Array, data: Uint8Array): Uint8Array {
  const key24 = threeKeys(key.subarray(0, 8), key.subarray(8))
  return createDecipheriv('des-ede3-cbc', key24, ZERO_IV).setAutoPadding(false).update(data)
}

/**
 * ISO/IEC 9797-1 MAC algorithm 3, 8 bytes. Pads by padding method 2, unless `message` already is.
 */
export function retailMac(key: Uint8Array, message: Uint8Array, padding = true): Uint8Array {
  const padded = padding ? pad(message) : message
  const k1 = key.subarray(0, 8)
  // OpenSSL 3 has no single DES any more; 3DES with three equal keys is the same. The last block's E(k1)D(k2)E(k1) is
  // just one more CBC block, with the two-key 3DES.
  const head = padded.subarray(0, -BLOCK)
  const iv = head.length > 0 ? cbc(threeKeys(k1, k1), ZERO_IV, head).subarray(-BLOCK) : ZERO_IV
  return cbc(threeKeys(k1, key.subarray(8)), iv, padded.subarray(-BLOCK))
}

/** ISO/IEC 9797-1 padding method 2: 80, then zeros to a whole block. */
function pad(data: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.floor(data.length / BLOCK + 1) * BLOCK)
  padded.set(data)
  padded[data.length] = 0x80
  return padded
}

/** The key derivation of Doc 9303-11 §9.7.1: SHA-1(seed ‖ counter), cut to two DES keys with odd parity. */
export function deriveKey(seed: Uint8Array, counter: 1 | 2 | 3): Uint8Array {
  const hash = createHash('sha1')
    .update(seed)
    .update(Uint8Array.of(0, 0, 0, counter))
    .digest()
  return Uint8Array.from(hash.subarray(0, 16), oddParity)
}

function oddParity(byte: number): number {
  let ones = 0
  for (let b = byte >> 1; b; b >>= 1) ones += b & 1
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0)
}
