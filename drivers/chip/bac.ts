/** Basic Access Control: the MRZ opens the chip (Doc 9303-11 §4.3; worked example in its Appendix D). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '../../device/contract/faults.ts'
import { plainSender, type Response, swText, type Transmit } from './apdu.ts'
import { decrypt, deriveKey, encrypt, retailMac } from './des3.ts'
import type { SessionKeys } from './secure-messaging.ts'
import { suites } from './suite.ts'

/** What of the MRZ opens the chip. Dates as printed: YYMMDD. */
export type ChipKey = { documentNumber: string; dateOfBirth: string; dateOfExpiry: string }

export type BacKeys = { enc: Uint8Array; mac: Uint8Array }

/** The check digit of Doc 9303-3 §4.9: weights 7 3 1, letters from 10, filler 0. */
export function checkDigit(text: string): string {
  const weights = [7, 3, 1]
  let sum = 0
  for (const [i, c] of [...text].entries()) {
    sum += (c === '<' ? 0 : Number.parseInt(c, 36)) * weights[i % 3]!
  }
  return String(sum % 10)
}

/** Document number, birth and expiry, each with its check digit. Numbers over nine characters stay whole (TD1). */
export function mrzInformation(key: ChipKey): string {
  const number = key.documentNumber.padEnd(9, '<')
  return [number, key.dateOfBirth, key.dateOfExpiry].map((part) => part + checkDigit(part)).join('')
}

export function bacKeys(key: ChipKey): BacKeys {
  const seed = createHash('sha1').update(mrzInformation(key), 'latin1').digest().subarray(0, 16)
  return { enc: deriveKey(seed, 1), mac: deriveKey(seed, 2) }
}

/** What the terminal draws for one run: 8 random bytes and a 16-byte key half. */
export type BacSecrets = { rndIfd: Uint8Array; kIfd: Uint8Array }

/** The EXTERNAL AUTHENTICATE data for a challenge: cryptogram and MAC, 40 bytes. */
export function authenticationData(keys: BacKeys, rndIc: Uint8Array, own: BacSecrets): Uint8Array {
  const cryptogram = encrypt(keys.enc, Buffer.concat([own.rndIfd, rndIc, own.kIfd]))
  return Buffer.concat([cryptogram, retailMac(keys.mac, cryptogram)])
}

/** Checks the chip's 40-byte answer and derives the session keys. */
export function sessionKeys(keys: BacKeys, rndIc: Uint8Array, own: BacSecrets, answer: Uint8Array): SessionKeys {
  if (answer.length !== 40) throw new Fault('chip.protocol', 'BAC: answer of a wrong length')
  const cryptogram = answer.subarray(0, 32)
  if (!timingSafeEqual(retailMac(keys.mac, cryptogram), answer.subarray(32))) {
    throw new Fault('chip.protocol', 'BAC: wrong MAC in the answer')
  }
  const plain = decrypt(keys.enc, cryptogram)
  if (!timingSafeEqual(plain.subarray(0, 8), rndIc) || !timingSafeEqual(plain.subarray(8, 16), own.rndIfd)) {
    throw new Fault('chip.protocol', 'BAC: answer to another challenge')
  }
  return sessionFromHalves(rndIc, own, plain.subarray(16))
}

/** The session both sides derive from their key halves and challenges. */
export function sessionFromHalves(rndIc: Uint8Array, ifd: BacSecrets, kIc: Uint8Array): SessionKeys {
  const seed = ifd.kIfd.map((byte, i) => byte ^ kIc[i]!)
  return {
    suite: suites['3DES'],
    enc: deriveKey(seed, 1),
    mac: deriveKey(seed, 2),
    ssc: Uint8Array.from([...rndIc.subarray(4), ...ifd.rndIfd.subarray(4)]),
  }
}

/** Runs BAC with the chip's answer to GET CHALLENGE. A refused key is `chip.access-denied`. */
export async function openByBac(
  transmit: Transmit,
  key: ChipKey,
  challenge: Response,
  signal: AbortSignal,
): Promise<SessionKeys> {
  if (challenge.sw !== 0x9000 || challenge.data.length !== 8) {
    throw new Fault('chip.protocol', `GET CHALLENGE: ${swText(challenge.sw)}`)
  }
  const keys = bacKeys(key)
  const own: BacSecrets = { rndIfd: randomBytes(8), kIfd: randomBytes(16) }
  const data = authenticationData(keys, challenge.data, own)
  const answer = await plainSender(transmit)({ ins: 0x82, p1: 0, p2: 0, data, le: 40 }, signal)
  // Chips disagree on which status word a wrong key gets (6300, 6982, 6988, 6A80 …): any of them is a refusal.
  if (answer.sw !== 0x9000) throw new Fault('chip.access-denied', `EXTERNAL AUTHENTICATE: ${swText(answer.sw)}`)
  return sessionKeys(keys, challenge.data, own, answer.data)
}
