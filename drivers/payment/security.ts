import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '../../device/contract/faults.ts'

/**
 * The one seam for message security: what goes over the wire instead of the plain message, and back. Built: the Terminal
 * API scheme (AES-256-CBC and HMAC-SHA256 under keys made from a passphrase that both ends know). Not built: nexo's own
 * security, CMS with X.509 certificates; it would be another value of this type.
 */
export type MessageSecurity = {
  /** `header` travels in the clear, `text` is the whole message as JSON. */
  seal(header: object, text: string): Sealed
  /** The text. `Fault('payment.refused')` when it was not made with our key, or changed. */
  open(sealed: Sealed): string
}

export type Sealed = { MessageHeader: object; NexoBlob: string; SecurityTrailer: Trailer }

export type Trailer = {
  AdyenCryptoVersion: number
  KeyIdentifier: string
  KeyVersion: number
  Nonce: string
  Hmac: string
}

/** The key that is set at the terminal and in the box's configuration. */
export type TerminalKey = { identifier: string; version: number; passphrase: string }

/** The scheme's constants: salt, rounds, and what the derived bytes are for. */
const SALT = 'AdyenNexoV1Salt'
const ROUNDS = 4_000
const HMAC_BYTES = 32
const CIPHER_BYTES = 32
const IV_BYTES = 16
const CRYPTO_VERSION = 1

export function terminalApiSecurity(key: TerminalKey): MessageSecurity {
  const derived = pbkdf2Sync(
    Buffer.from(key.passphrase, 'latin1'),
    SALT,
    ROUNDS,
    HMAC_BYTES + CIPHER_BYTES + IV_BYTES,
    'sha1',
  )
  const hmacKey = derived.subarray(0, HMAC_BYTES)
  const cipherKey = derived.subarray(HMAC_BYTES, HMAC_BYTES + CIPHER_BYTES)
  const ivBase = derived.subarray(HMAC_BYTES + CIPHER_BYTES)
  const iv = (nonce: Buffer) => Buffer.from(ivBase.map((byte, i) => byte ^ nonce[i]!))
  const hmac = (text: Buffer) => createHmac('sha256', hmacKey).update(text).digest()

  return {
    seal(header, text) {
      const nonce = randomBytes(IV_BYTES)
      const plain = Buffer.from(text)
      const cipher = createCipheriv('aes-256-cbc', cipherKey, iv(nonce))
      return {
        MessageHeader: header,
        NexoBlob: Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64'),
        SecurityTrailer: {
          AdyenCryptoVersion: CRYPTO_VERSION,
          KeyIdentifier: key.identifier,
          KeyVersion: key.version,
          Nonce: nonce.toString('base64'),
          Hmac: hmac(plain).toString('base64'),
        },
      }
    },
    open({ NexoBlob, SecurityTrailer: trailer }) {
      const wrong = (why: string) => new Fault('payment.refused', why)
      if (trailer?.AdyenCryptoVersion !== CRYPTO_VERSION) throw wrong('unknown version of the message security')
      if (trailer.KeyIdentifier !== key.identifier || trailer.KeyVersion !== key.version) throw wrong('another key')
      if ([NexoBlob, trailer.Nonce, trailer.Hmac].some((part) => typeof part !== 'string')) throw wrong('no seal')
      const nonce = Buffer.from(trailer.Nonce, 'base64')
      if (nonce.length !== IV_BYTES) throw wrong('nonce')
      let plain: Buffer
      try {
        const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv(nonce))
        plain = Buffer.concat([decipher.update(NexoBlob, 'base64'), decipher.final()])
      } catch {
        throw wrong('the message does not decrypt')
      }
      const claimed = Buffer.from(trailer.Hmac, 'base64')
      const own = hmac(plain)
      if (claimed.length !== own.length || !timingSafeEqual(claimed, own)) throw wrong('the message was changed')
      return plain.toString()
    },
  }
}
