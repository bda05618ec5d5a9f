/** Secure messaging (Doc 9303-11 §9.8): 3DES as BAC starts it, 3DES or AES after PACE and chip authentication. */
import { timingSafeEqual } from 'node:crypto'
import { Fault } from '../../device/contract/faults.ts'
import {
  CHAINED,
  type Command,
  decodeResponse,
  encodeBody,
  type Response,
  type Send,
  SHORT_DATA,
  SHORT_LE,
  type Transmit,
} from './apdu.ts'
import { padTo, type Suite, unpadFrom } from './suite.ts'
import { readAll, writeTlv } from './tlv.ts'

export type SessionKeys = {
  suite: Suite
  enc: Uint8Array
  mac: Uint8Array
  /** Send sequence counter, one block; counted up here before each command and each response. */
  ssc: Uint8Array
}

/** A session whose counter starts at zero, as after PACE and chip authentication: keys from the shared secret. */
export function sessionFromSecret(suite: Suite, secret: Uint8Array): SessionKeys {
  return {
    suite,
    enc: suite.deriveKey(secret, 1),
    mac: suite.deriveKey(secret, 2),
    ssc: new Uint8Array(suite.block),
  }
}

/** Class byte: secure messaging with an authenticated header (ISO/IEC 7816-4 §10). */
export const SM_CLA = 0x0c
const NONE = new Uint8Array()
/** An extended Le of zero: all that there is. */
const LONGEST_LE = 65_536
/** What a MAC object and a status object add to an answer, with the status word behind it (bytes). */
const ANSWER_FRAME = 10 + 4 + 2

/** The protected form of `command`. */
export function protect(keys: SessionKeys, command: Command): Uint8Array {
  const { suite } = keys
  count(keys.ssc)
  const header = Uint8Array.of(command.chained ? SM_CLA | CHAINED : SM_CLA, command.ins, command.p1, command.p2)
  const body = command.data ? seal(keys, command.ins, command.data) : NONE
  const le = command.le === undefined ? NONE : writeTlv(0x97, expected(command.le))
  const objects = Buffer.concat([body, le])
  const signed = Buffer.concat([keys.ssc, padTo(suite.block, header), objects])
  const mac = suite.macPadded(keys.mac, padTo(suite.block, signed))
  const data = Buffer.concat([objects, writeTlv(0x8e, mac)])
  const long = data.length > SHORT_DATA || (command.le ?? 0) > plainBytesWithin(suite, SHORT_LE)
  return Buffer.concat([header, ...encodeBody(data, long ? LONGEST_LE : SHORT_LE)])
}

function expected(le: number): Uint8Array {
  return le <= SHORT_LE ? Uint8Array.of(le & 0xff) : Uint8Array.of((le >> 8) & 0xff, le & 0xff)
}

/** An odd INS carries BER-TLV, which DO'85' wraps without the padding indicator (ISO/IEC 7816-4 §10.2). */
function seal({ suite, enc, ssc }: SessionKeys, ins: number, data: Uint8Array): Uint8Array {
  const cipher = suite.encrypt(enc, padTo(suite.block, data), suite.iv(enc, ssc))
  return ins % 2 === 1 ? writeTlv(0x85, cipher) : writeTlv(0x87, Uint8Array.of(1), cipher)
}

/** Checks and opens a protected response. A plain status word, or a wrong MAC, ends the session: `chip.protocol`. */
export function unprotect(keys: SessionKeys, response: Uint8Array): Response {
  const { suite } = keys
  count(keys.ssc)
  const { data, sw } = decodeResponse(response)
  if (data.length === 0) throw new Fault('chip.protocol', `secure messaging ended by ${sw.toString(16)}`)
  const objects = readAll(data)
  const mac = objects.at(-1)
  const status = objects.find((o) => o.tag === 0x99)
  if (mac?.tag !== 0x8e || mac.value.length !== 8) throw new Fault('chip.protocol', 'answer without MAC')
  const signed = Buffer.concat([keys.ssc, data.subarray(0, data.length - mac.whole.length)])
  const own = suite.macPadded(keys.mac, padTo(suite.block, signed))
  if (!timingSafeEqual(mac.value, own)) throw new Fault('chip.protocol', 'answer with a wrong MAC')
  if (status?.value.length !== 2) throw new Fault('chip.protocol', 'answer without protected status')
  const body = objects.find((o) => o.tag === 0x87 || o.tag === 0x85)
  return {
    data: body ? open(keys, body.tag, body.value) : NONE,
    sw: status.value[0]! * 256 + status.value[1]!,
  }
}

function open({ suite, enc, ssc }: SessionKeys, tag: number, value: Uint8Array): Uint8Array {
  const cipher = tag === 0x87 ? value.subarray(1) : value
  if (cipher.length === 0 || cipher.length % suite.block !== 0)
    throw new Fault('chip.protocol', 'cipher text not in blocks')
  const plain = unpadFrom(suite.block, suite.decrypt(enc, cipher, suite.iv(enc, ssc)))
  if (!plain) throw new Fault('chip.protocol', 'answer badly padded')
  return plain
}

export function count(ssc: Uint8Array): void {
  for (let i = ssc.length - 1; i >= 0; i--) {
    ssc[i] = (ssc[i]! + 1) & 0xff
    if (ssc[i] !== 0) return
  }
}

/** Commands may be sent before earlier ones are answered, as long as `transmit` keeps their order. */
export function protectedSender(transmit: Transmit, keys: SessionKeys): Send {
  return async (command, signal) => {
    const apdu = protect(keys, command)
    const atAnswer = { ...keys, ssc: Uint8Array.from(keys.ssc) }
    count(keys.ssc)
    return unprotect(atAnswer, await transmit(apdu, signal))
  }
}

/** The most data a protected answer of that many bytes can carry. */
export function plainBytesWithin(suite: Suite, answerBytes: number): number {
  const cipherHead = answerBytes > SHORT_LE ? 5 : 4
  const blocks = Math.floor((answerBytes - ANSWER_FRAME - cipherHead) / suite.block)
  return blocks * suite.block - 1
}
