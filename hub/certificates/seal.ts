/** The hub's signing key for papers, and the sealing of statements under a key that leaves with the paper. */
import { createCipheriv, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { CompactSign, type JWK } from 'jose'
import type { Statement } from '../../device/contract/certificate.ts'

/** 128 bits are enough, and keep the QR code coarse. */
const KEY_BYTES = 16
const IV_BYTES = 12

export type SigningKey = { sign(statement: Statement): Promise<string>; publicKey: JWK }

/** Made at the first start; one file, so that two hubs that start at once agree. */
export function openSigningKey(folder: string): SigningKey {
  const file = join(folder, 'certificates.pem')
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    fs.writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flush: true })
    try {
      fs.linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      fs.rmSync(draft)
    }
  }
  const key: KeyObject = createPrivateKey(fs.readFileSync(file))
  const { d: _, ...publicKey } = key.export({ format: 'jwk' }) as JWK
  return {
    publicKey,
    sign: (statement) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(statement)))
        .setProtectedHeader({ alg: 'ES256' })
        .sign(key),
  }
}

/** `base64url(iv ‖ ciphertext ‖ tag)` under a fresh key, which is returned and kept nowhere. */
export function sealText(text: string): { sealed: string; key: string } {
  const key = randomBytes(KEY_BYTES)
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-128-gcm', key, iv)
  const bytes = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { sealed: bytes.toString('base64url'), key: key.toString('base64url') }
}

/** Letters and digits that are not taken for each other when read aloud. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `XXXX-XXXX`, random. */
export function newCode(): string {
  const letters = Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}
