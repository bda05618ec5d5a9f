/** Secure messaging with 3DES (Doc 9303-11 §9.8), as BAC starts it. */
import { timingSafeEqual } from 'node:crypto'
import { Fault } from '../../device/contract/faults.ts'
import { type Command, decodeResponse, type Response, type Send, type Transmit } from './apdu.ts'
import { decrypt, encrypt, pad, retailMac, unpad } from './des3.ts'
import { readAll, writeTlv } from './tlv.ts'

export type SessionKeys = {
  enc: Uint8Array
  mac: Uint8Array
  /** Send sequence counter, 8 bytes; counted up here before each command and each response. */
  ssc: Uint8Array
}

/** Class byte: secure messaging with an authenticated header (ISO/IEC 7816-4 §10). */
export const SM_CLA = 0x0c

/** The protected form of `command`. */
export function protect(keys: SessionKeys, command: Command): Uint8Array {
  count(keys.ssc)
  const header = Uint8Array.of(SM_CLA, command.ins, command.p1, command.p2)
  // An odd INS carries BER-TLV, which DO'85' wraps without the padding indicator (ISO/IEC 7816-4 §10.2).
  const body = !command.data
    ? new Uint8Array()
    : command.ins % 2 === 1
      ? writeTlv(0x85, encrypt(keys.enc, pad(command.data)))
      : writeTlv(0x87, Uint8Array.of(1), encrypt(keys.enc, pad(command.data)))
  const le = command.le === undefined ? new Uint8Array() : writeTlv(0x97, Uint8Array.of(command.le & 0xff))
  const mac = retailMac(keys.mac, Buffer.concat([keys.ssc, pad(header), body, le]))
  const data = Buffer.concat([body, le, writeTlv(0x8e, mac)])
  return Uint8Array.from([...header, data.length, ...data, 0])
}

/** Checks and opens a protected response. A plain status word, or a wrong MAC, ends the session: `chip.protocol`. */
export function unprotect(keys: SessionKeys, response: Uint8Array): Response {
  count(keys.ssc)
  const { data, sw } = decodeResponse(response)
  if (data.length === 0) throw new Fault('chip.protocol', `secure messaging ended by ${sw.toString(16)}`)
  const objects = readAll(data)
  const mac = objects.at(-1)
  const status = objects.find((o) => o.tag === 0x99)
  if (mac?.tag !== 0x8e || mac.value.length !== 8) throw new Fault('chip.protocol', 'answer without MAC')
  const signed = data.subarray(0, data.length - mac.whole.length)
  const expected = retailMac(keys.mac, Buffer.concat([keys.ssc, signed]))
  if (!timingSafeEqual(mac.value, expected)) throw new Fault('chip.protocol', 'answer with a wrong MAC')
  if (status?.value.length !== 2) throw new Fault('chip.protocol', 'answer without protected status')
  const body = objects.find((o) => o.tag === 0x87 || o.tag === 0x85)
  return {
    data: body ? open(keys, body.tag, body.value) : new Uint8Array(),
    sw: Buffer.from(status.value).readUInt16BE(),
  }
}

function open(keys: SessionKeys, tag: number, value: Uint8Array): Uint8Array {
  const cipher = tag === 0x87 ? value.subarray(1) : value
  if (cipher.length === 0 || cipher.length % 8 !== 0) throw new Fault('chip.protocol', 'cipher text not in blocks')
  const plain = unpad(decrypt(keys.enc, cipher))
  if (!plain) throw new Fault('chip.protocol', 'answer badly padded')
  return plain
}

export function count(ssc: Uint8Array): void {
  for (let i = ssc.length - 1; i >= 0; i--) {
    ssc[i] = (ssc[i]! + 1) & 0xff
    if (ssc[i] !== 0) return
  }
}

export function protectedSender(transmit: Transmit, keys: SessionKeys): Send {
  return async (command, signal) => unprotect(keys, await transmit(protect(keys, command), signal))
}
