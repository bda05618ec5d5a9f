/** AES in CBC, and CMAC (NIST SP 800-38B) cut to 8 bytes, as Doc 9303-11 §9.8.6.2 uses them. Keys are 16, 24 or 32 bytes. */
import { createCipheriv, createDecipheriv } from 'node:crypto'

const BLOCK = 16
const ZERO_IV = new Uint8Array(BLOCK)
/** The constant of the field GF(2^128) for CMAC's subkeys. */
const R128 = 0x87

function mode(key: Uint8Array, chaining: 'cbc' | 'ecb'): string {
  return `aes-${key.length * 8}-${chaining}`
}

/** Encrypts whole blocks. */
export function aesEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  return createCipheriv(mode(key, 'cbc'), key, iv).setAutoPadding(false).update(data)
}

/** Decrypts whole blocks. */
export function aesDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  return createDecipheriv(mode(key, 'cbc'), key, iv).setAutoPadding(false).update(data)
}

/** One block in ECB: how secure messaging makes its IV of the counter. */
export function aesBlock(key: Uint8Array, block: Uint8Array): Buffer {
  return createCipheriv(mode(key, 'ecb'), key, null).setAutoPadding(false).update(block)
}

/** The whole CMAC, 16 bytes. It pads by itself. */
export function cmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const k1 = double(aesBlock(key, ZERO_IV))
  const whole = message.length > 0 && message.length % BLOCK === 0
  const padded = Buffer.alloc(whole ? message.length : (Math.floor(message.length / BLOCK) + 1) * BLOCK)
  padded.set(message)
  if (!whole) padded[message.length] = 0x80
  const subkey = whole ? k1 : double(k1)
  const last = padded.length - BLOCK
  for (let i = 0; i < BLOCK; i++) padded[last + i]! ^= subkey[i]!
  return aesEncrypt(key, ZERO_IV, padded).subarray(-BLOCK)
}

function double(block: Uint8Array): Uint8Array {
  const out = new Uint8Array(BLOCK)
  for (let i = 0; i < BLOCK; i++) out[i] = ((block[i]! << 1) & 0xff) | ((block[i + 1] ?? 0) >> 7)
  if (block[0]! & 0x80) out[BLOCK - 1]! ^= R128
  return out
}
