/**
 * The desk's end of the sealed line to a box: evidence comes in as JWE, messages go out as JWE, decisions as JWS.
 * Only WebCrypto and jose, so that the robot caseworker in Node uses the same code as the browser.
 */
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify, importJWK } from 'jose'
import type { PublicKey } from '../../device/contract/nouns.ts'

/** Key agreement and content encryption of every sealed message (RFC 7518 §4.6, §5.3). */
const AGREEMENT = 'ECDH-ES'
const CONTENT = 'A256GCM'
const SIGNATURE = 'ES256'

/** Two key pairs for one claim. The private halves cannot be exported and are gone when nothing refers to them. */
export type ClaimKeys = {
  sealKey: PublicKey
  signKey: PublicKey
  privateSeal: CryptoKey
  privateSign: CryptoKey
}

async function publicHalf(pair: CryptoKeyPair): Promise<PublicKey> {
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  if (!x || !y) throw new TypeError('not an elliptic curve key')
  return { kty: 'EC', crv: 'P-256', x, y }
}

/** New keys for one claim: P-256 for sealing (ECDH) and for signing (ECDSA). */
export async function makeClaimKeys(): Promise<ClaimKeys> {
  const [seal, sign] = await Promise.all([
    crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']),
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
  ])
  return {
    sealKey: await publicHalf(seal),
    signKey: await publicHalf(sign),
    privateSeal: seal.privateKey,
    privateSign: sign.privateKey,
  }
}

/** JSON of `message` as a compact JWE that only the owner of `key` can open; `claim`: worth nothing under another one. */
export async function seal(message: unknown, key: PublicKey, claim?: string): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(message))
  return await new CompactEncrypt(plain)
    .setProtectedHeader({ alg: AGREEMENT, enc: CONTENT, ...(claim ? { claim } : {}) })
    .encrypt(await importJWK(key, AGREEMENT))
}

/** The message inside a compact JWE. Rejects what was not sealed to this key or was changed on the way. */
export async function open(sealed: string, key: CryptoKey): Promise<unknown> {
  const { plaintext } = await compactDecrypt(sealed, key, {
    keyManagementAlgorithms: [AGREEMENT],
    contentEncryptionAlgorithms: [CONTENT],
  })
  return JSON.parse(new TextDecoder().decode(plaintext))
}

/** JSON of `content` as a compact JWS (ES256). */
export async function sign(content: unknown, key: CryptoKey): Promise<string> {
  return await new CompactSign(new TextEncoder().encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: SIGNATURE })
    .sign(key)
}

/** The content of a compact JWS after its signature was checked against `key`; rejects otherwise. */
export async function verify(jws: string, key: PublicKey): Promise<unknown> {
  const { payload } = await compactVerify(jws, await importJWK(key, SIGNATURE), { algorithms: [SIGNATURE] })
  return JSON.parse(new TextDecoder().decode(payload))
}
