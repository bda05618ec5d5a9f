/** The passport application on a virtual chip: the answer to each APDU. Pure but for its challenge. */
import { randomBytes } from 'node:crypto'
import type { Command, Response } from '../../chip/apdu.ts'
import { type BacKeys, bacKeys, type ChipKey, sessionFromHalves } from '../../chip/bac.ts'
import { decrypt, encrypt, pad, retailMac, unpad } from '../../chip/des3.ts'
import { PASSPORT_AID, type PassportFiles, passportFiles } from '../../chip/read-passport.ts'
import { count, type SessionKeys, SM_CLA } from '../../chip/secure-messaging.ts'
import { child, readAll, writeTlv } from '../../chip/tlv.ts'

export type Applet = {
  answer(apdu: Uint8Array): Uint8Array
  /** Power cut or reset: nothing selected, no channel. */
  reset(): void
}

const NONE = new Uint8Array()
const ok = (data: Uint8Array = NONE): Response => ({ data, sw: 0x9000 })
const refuse = (sw: number): Response => ({ data: NONE, sw })

export function createApplet(files: PassportFiles, key: ChipKey): Applet {
  const keys = bacKeys(key)
  const byFid = new Map<number, Uint8Array>()
  for (const name of Object.keys(passportFiles) as (keyof PassportFiles)[])
    byFid.set(passportFiles[name].fid, files[name])
  let selected = false
  let challenge: Uint8Array | undefined
  let session: SessionKeys | undefined
  let file: Uint8Array | undefined

  function plain(command: Command): Response {
    switch (command.ins) {
      case 0xa4:
        if (command.p1 !== 4) return refuse(0x6982)
        selected = Buffer.from(command.data ?? NONE).equals(PASSPORT_AID)
        return selected ? ok() : refuse(0x6a82)
      case 0x84:
        if (!selected) return refuse(0x6985)
        challenge = randomBytes(8)
        return ok(challenge)
      case 0x82: {
        const opened = challenge && authenticate(keys, challenge, command.data ?? NONE)
        challenge = undefined
        if (!opened) return refuse(0x6300)
        session = opened.session
        return ok(opened.answer)
      }
      default:
        return refuse(0x6982)
    }
  }

  function inside(command: Command): Response {
    if (command.ins === 0xa4) {
      const found = command.data?.length === 2 ? byFid.get(command.data[0]! * 256 + command.data[1]!) : undefined
      file = found
      return found ? ok() : refuse(0x6a82)
    }
    if (command.ins === 0xb0) return read(file, command.p1 * 256 + command.p2, command.le ?? 0, (data) => data)
    if (command.ins === 0xb1) {
      const offset = Buffer.from(child(command.data ?? NONE, 0x54)).readUIntBE(0, 3)
      return read(file, offset, (command.le ?? 0) - 3, (data) => writeTlv(0x53, data))
    }
    return refuse(0x6d00)
  }

  return {
    answer(apdu) {
      if (session && apdu[0] === SM_CLA) {
        const opened = openCommand(session, apdu)
        if (!opened) {
          session = undefined
          return encode(refuse(0x6988))
        }
        return sealResponse(session, inside(opened))
      }
      // A command in the clear ends the channel (Doc 9303-11 §9.8.3).
      session = undefined
      return encode(plain(parseCommand(apdu)))
    },
    reset() {
      selected = false
      challenge = session = file = undefined
    },
  }
}

function read(
  file: Uint8Array | undefined,
  offset: number,
  le: number,
  wrap: (data: Uint8Array) => Uint8Array,
): Response {
  if (!file) return refuse(0x6986)
  if (offset >= file.length) return refuse(0x6b00)
  const data = file.subarray(offset, offset + le)
  return { data: wrap(data), sw: data.length < le ? 0x6282 : 0x9000 }
}

/** The chip's half of BAC (Doc 9303-11 §4.3.3). */
function authenticate(keys: BacKeys, challenge: Uint8Array, data: Uint8Array) {
  const cryptogram = data.subarray(0, 32)
  if (data.length !== 40 || !Buffer.from(retailMac(keys.mac, cryptogram)).equals(data.subarray(32))) return undefined
  const opened = decrypt(keys.enc, cryptogram)
  if (!Buffer.from(opened.subarray(8, 16)).equals(challenge)) return undefined
  const ifd = { rndIfd: opened.subarray(0, 8), kIfd: opened.subarray(16) }
  const kIc = randomBytes(16)
  const reply = encrypt(keys.enc, Buffer.concat([challenge, ifd.rndIfd, kIc]))
  return { answer: Buffer.concat([reply, retailMac(keys.mac, reply)]), session: sessionFromHalves(challenge, ifd, kIc) }
}

/** Short form only: a chip that has no extended length. */
function parseCommand(apdu: Uint8Array): Command {
  const [, ins = 0, p1 = 0, p2 = 0, length] = apdu
  if (apdu.length <= 4) return { ins, p1, p2 }
  if (apdu.length === 5) return { ins, p1, p2, le: length || 256 }
  const data = apdu.subarray(5, 5 + length!)
  const le = apdu[5 + length!]
  return { ins, p1, p2, data, ...(le === undefined ? {} : { le: le || 256 }) }
}

function openCommand(session: SessionKeys, apdu: Uint8Array): Command | undefined {
  const { ins, p1, p2, data = NONE } = parseCommand(apdu)
  const objects = readAll(data)
  const mac = objects.at(-1)
  if (mac?.tag !== 0x8e) return undefined
  count(session.ssc)
  const signed = Buffer.concat([
    session.ssc,
    pad(apdu.subarray(0, 4)),
    data.subarray(0, data.length - mac.whole.length),
  ])
  if (!Buffer.from(retailMac(session.mac, signed)).equals(mac.value)) return undefined
  const le = objects.find((o) => o.tag === 0x97)?.value[0]
  const cipher = objects.find((o) => o.tag === 0x87)?.value.subarray(1) ?? objects.find((o) => o.tag === 0x85)?.value
  const plain = cipher && unpad(decrypt(session.enc, cipher))
  return { ins, p1, p2, ...(plain ? { data: plain } : {}), ...(le === undefined ? {} : { le: le || 256 }) }
}

function sealResponse(session: SessionKeys, { data, sw }: Response): Uint8Array {
  count(session.ssc)
  const body = data.length > 0 ? writeTlv(0x87, Uint8Array.of(1), encrypt(session.enc, pad(data))) : NONE
  const status = writeTlv(0x99, Uint8Array.of(sw >> 8, sw & 0xff))
  const mac = retailMac(session.mac, Buffer.concat([session.ssc, body, status]))
  return encode({ data: Buffer.concat([body, status, writeTlv(0x8e, mac)]), sw })
}

function encode({ data, sw }: Response): Uint8Array {
  return Buffer.concat([data, Uint8Array.of(sw >> 8, sw & 0xff)])
}
