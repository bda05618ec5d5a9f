/** Whether a chip's answer to our challenge is a signature under DG15's key (Doc 9303-11 §6.1). */
import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  publicDecrypt,
  timingSafeEqual,
  verify,
} from 'node:crypto'
import { child } from '../../drivers/chip/tlv.ts'
import { isFault } from '../contract/faults.ts'
import { plainEcdsaDigest } from './algorithms.ts'

export type AnswerCheck =
  | { is: 'proven'; algorithm: string }
  | { is: 'wrong-answer'; algorithm: string }
  | { is: 'unknown-algorithm' }

/** Trailers of ISO/IEC 9796-2 scheme 1: BC is SHA-1, else the hash's number in ISO/IEC 10118 and CC. */
const trailers: Record<number, string> = { 51: 'sha1', 52: 'sha256', 53: 'sha512', 54: 'sha384', 56: 'sha224' }
/** Without an ActiveAuthenticationInfo in DG14 the digest is not stated: these are tried, each as strong as it is. */
const digests = ['sha256', 'sha1', 'sha224', 'sha384', 'sha512']

/** `signatureOid`: of DG14's ActiveAuthenticationInfo, for ECDSA. */
export function checkAnswer(
  dg15: Uint8Array,
  challenge: Uint8Array,
  response: Uint8Array,
  signatureOid: string | undefined,
): AnswerCheck {
  const key = readKey(dg15)
  if (key?.asymmetricKeyType === 'rsa') return checkRsa(key, challenge, response)
  if (key?.asymmetricKeyType !== 'ec') return { is: 'unknown-algorithm' }
  const stated = signatureOid === undefined ? undefined : plainEcdsaDigest(signatureOid)
  if (signatureOid !== undefined && stated === undefined) return { is: 'unknown-algorithm' }
  const holds = (digest: string) => verify(digest, challenge, { key, dsaEncoding: 'ieee-p1363' }, response)
  const digest = stated === undefined ? digests.find(holds) : holds(stated) ? stated : undefined
  return digest ? { is: 'proven', algorithm: `ECDSA ${digest}` } : { is: 'wrong-answer', algorithm: 'ECDSA' }
}

function readKey(dg15: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(child(dg15, 0x6f)), format: 'der', type: 'spki' })
  } catch (error) {
    if (isFault(error) || error instanceof Error) return undefined
    throw error
  }
}

/** Message recovery: 6A ‖ M1 ‖ hash(M1 ‖ challenge) ‖ trailer. */
function checkRsa(key: KeyObject, challenge: Uint8Array, response: Uint8Array): AnswerCheck {
  const algorithm = `RSA-${key.asymmetricKeyDetails?.modulusLength} ISO 9796-2`
  const wrong: AnswerCheck = { is: 'wrong-answer', algorithm }
  let plain: Buffer
  try {
    plain = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, response)
  } catch {
    return wrong
  }
  const last = plain.at(-1)
  const digest = last === 0xbc ? 'sha1' : last === 0xcc ? trailers[plain.at(-2) ?? 0] : undefined
  if (plain[0] !== 0x6a || digest === undefined) return wrong
  const end = plain.length - (last === 0xbc ? 1 : 2)
  const length = createHash(digest).digest().length
  if (end - length < 1) return wrong
  const own = createHash(digest)
    .update(plain.subarray(1, end - length))
    .update(challenge)
    .digest()
  if (!timingSafeEqual(own, plain.subarray(end - length, end))) return wrong
  return { is: 'proven', algorithm: `${algorithm} ${digest}` }
}
