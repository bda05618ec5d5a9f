import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { PublicKey } from '../contract/nouns.ts'

export type KeyPair = { privateKey: KeyObject; publicKey: PublicKey }

/** The public half of a P-256 key as a JWK. */
export function publicKeyOf(key: KeyObject): PublicKey {
  const { x, y } = key.export({ format: 'jwk' })
  if (!x || !y) throw new TypeError('not an elliptic curve key')
  return { kty: 'EC', crv: 'P-256', x, y }
}

/** A fresh P-256 pair, for one visit: what is sealed to it can be opened as long as the visit lasts. */
export function makeKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { privateKey, publicKey: publicKeyOf(publicKey) }
}
