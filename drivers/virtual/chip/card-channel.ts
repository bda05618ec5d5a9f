/** The card's half of the wire: commands taken apart, protected ones opened and answers sealed (Doc 9303-11 §9.8). */
import { CHAINED, type Command, type Response } from '../../chip/apdu.ts'
import { count, type SessionKeys } from '../../chip/secure-messaging.ts'
import { padTo, unpadFrom } from '../../chip/suite.ts'
import { readAll, writeTlv } from '../../chip/tlv.ts'

const NONE = new Uint8Array()

/** Short and extended form. `extended` tells which it was. */
export function parseCommand(apdu: Uint8Array): Command & { extended: boolean } {
  const [, ins = 0, p1 = 0, p2 = 0, length = 0] = apdu
  const head = { ins, p1, p2 }
  if (apdu.length <= 4) return { ...head, extended: false }
  if (apdu.length === 5) return { ...head, le: length || 256, extended: false }
  if (length !== 0) {
    const le = apdu[5 + length]
    const data = apdu.subarray(5, 5 + length)
    return { ...head, data, ...(le === undefined ? {} : { le: le || 256 }), extended: false }
  }
  const long = apdu[5]! * 256 + apdu[6]!
  if (apdu.length === 7) return { ...head, le: long || 65_536, extended: true }
  const data = apdu.subarray(7, 7 + long)
  const rest = apdu.subarray(7 + long)
  const le = rest.length === 2 ? rest[0]! * 256 + rest[1]! || 65_536 : undefined
  return { ...head, data, ...(le === undefined ? {} : { le }), extended: true }
}

/** The command inside a protected one; `undefined` when its MAC is wrong. */
export function openCommand(session: SessionKeys, apdu: Uint8Array): Command | undefined {
  const { suite, ssc, enc } = session
  const { ins, p1, p2, data = NONE } = parseCommand(apdu)
  const objects = readAll(data)
  const mac = objects.at(-1)
  if (mac?.tag !== 0x8e) return undefined
  count(ssc)
  const body = data.subarray(0, data.length - mac.whole.length)
  const signed = Buffer.concat([ssc, padTo(suite.block, apdu.subarray(0, 4)), body])
  if (!Buffer.from(suite.macPadded(session.mac, padTo(suite.block, signed))).equals(mac.value)) return undefined
  const expected = objects.find((o) => o.tag === 0x97)?.value
  const le = expected && (expected.length === 2 ? expected[0]! * 256 + expected[1]! || 65_536 : expected[0] || 256)
  const cipher = objects.find((o) => o.tag === 0x87)?.value.subarray(1) ?? objects.find((o) => o.tag === 0x85)?.value
  const plain = cipher && unpadFrom(suite.block, suite.decrypt(enc, cipher, suite.iv(enc, ssc)))
  const chained = (apdu[0]! & CHAINED) !== 0
  return {
    ins,
    p1,
    p2,
    ...(chained ? { chained } : {}),
    ...(plain ? { data: plain } : {}),
    ...(le === undefined ? {} : { le }),
  }
}

export function sealResponse(session: SessionKeys, { data, sw }: Response): Uint8Array {
  const { suite, ssc, enc } = session
  count(ssc)
  const body =
    data.length > 0
      ? writeTlv(0x87, Uint8Array.of(1), suite.encrypt(enc, padTo(suite.block, data), suite.iv(enc, ssc)))
      : NONE
  const status = writeTlv(0x99, Uint8Array.of(sw >> 8, sw & 0xff))
  const signed = padTo(suite.block, Buffer.concat([ssc, body, status]))
  const mac = suite.macPadded(session.mac, signed)
  return encodeResponse({ data: Buffer.concat([body, status, writeTlv(0x8e, mac)]), sw })
}

export function encodeResponse({ data, sw }: Response): Uint8Array {
  return Buffer.concat([data, Uint8Array.of(sw >> 8, sw & 0xff)])
}
