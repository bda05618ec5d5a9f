/**
 * The two ciphers of Doc 9303-11 behind one shape: 3DES with the retail MAC, AES with CMAC. Key derivation is §9.7.1:
 * a hash of the secret and a counter (1 encryption, 2 MAC, 3 password).
 */
import { createHash } from 'node:crypto'
import { aesBlock, aesDecrypt, aesEncrypt, cmac } from './aes.ts'
import { decrypt, deriveKey, encrypt, retailMac } from './des3.ts'

export type SuiteName = '3DES' | 'AES-128' | 'AES-192' | 'AES-256'

export type Suite = {
  name: SuiteName
  /** Bytes of a cipher block, and of the send sequence counter. */
  block: 8 | 16
  keyBytes: 16 | 24 | 32
  deriveKey(secret: Uint8Array, counter: 1 | 2 | 3): Uint8Array
  /** CBC over whole blocks; `iv` is all zero when not given. */
  encrypt(key: Uint8Array, data: Uint8Array, iv?: Uint8Array): Uint8Array
  decrypt(key: Uint8Array, data: Uint8Array, iv?: Uint8Array): Uint8Array
  /** The IV of a protected message with that counter: none for 3DES, the encrypted counter for AES. */
  iv(key: Uint8Array, counter: Uint8Array): Uint8Array | undefined
  /** 8 bytes, over a message that is not padded yet. */
  mac(key: Uint8Array, message: Uint8Array): Uint8Array
  /** 8 bytes, over a message that was padded to whole blocks before (secure messaging). */
  macPadded(key: Uint8Array, message: Uint8Array): Uint8Array
}

const tripleDes: Suite = {
  name: '3DES',
  block: 8,
  keyBytes: 16,
  deriveKey,
  encrypt: (key, data) => encrypt(key, data),
  decrypt: (key, data) => decrypt(key, data),
  iv: () => undefined,
  mac: retailMac,
  macPadded: (key, message) => retailMac(key, message, false),
}

function aes(name: SuiteName, keyBytes: Suite['keyBytes'], hash: 'sha1' | 'sha256'): Suite {
  const zero = new Uint8Array(16)
  const mac: Suite['mac'] = (key, message) => cmac(key, message).subarray(0, 8)
  return {
    name,
    block: 16,
    keyBytes,
    deriveKey: (secret, counter) =>
      createHash(hash)
        .update(secret)
        .update(Uint8Array.of(0, 0, 0, counter))
        .digest()
        .subarray(0, keyBytes),
    encrypt: (key, data, iv = zero) => aesEncrypt(key, iv, data),
    decrypt: (key, data, iv = zero) => aesDecrypt(key, iv, data),
    iv: (key, counter) => aesBlock(key, counter),
    mac,
    macPadded: mac,
  }
}

export const suites: Record<SuiteName, Suite> = {
  '3DES': tripleDes,
  'AES-128': aes('AES-128', 16, 'sha1'),
  'AES-192': aes('AES-192', 24, 'sha256'),
  'AES-256': aes('AES-256', 32, 'sha256'),
}

/** ISO/IEC 9797-1 padding method 2 to that block size: 80, then zeros. */
export function padTo(block: number, data: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.floor(data.length / block + 1) * block)
  padded.set(data)
  padded[data.length] = 0x80
  return padded
}

/** Takes the padding off; `undefined` when there is none. */
export function unpadFrom(block: number, data: Uint8Array): Uint8Array | undefined {
  let end = data.length - 1
  while (end >= 0 && data[end] === 0) end--
  return end >= 0 && data[end] === 0x80 && data.length - end <= block ? data.subarray(0, end) : undefined
}
