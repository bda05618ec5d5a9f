/** A virtual eMRTD: master file and passport application, the answer to each APDU. Pure but for its random numbers. */
import { constants, createHash, type KeyObject, privateEncrypt, randomBytes, sign } from 'node:crypto'
import type { Command, Response } from '../../chip/apdu.ts'
import { type BacKeys, bacKeys, type ChipKey, checkDigit, sessionFromHalves } from '../../chip/bac.ts'
import { decrypt, encrypt, retailMac } from '../../chip/des3.ts'
import {
  type FilePlace,
  masterFiles,
  PASSPORT_AID,
  type PassportFiles,
  passportFiles,
  protectedFiles,
} from '../../chip/files.ts'
import { compressed } from '../../chip/pace.ts'
import { type SessionKeys, SM_CLA, sessionFromSecret } from '../../chip/secure-messaging.ts'
import { standardGroup } from '../../chip/security-infos.ts'
import { suites } from '../../chip/suite.ts'
import { child, readAll, writeTlv } from '../../chip/tlv.ts'
import { encodeResponse, openCommand, parseCommand, sealResponse } from './card-channel.ts'
import { paceSide } from './pace-side.ts'
import type { ChipProfile } from './profile.ts'
import { terminalSide } from './terminal-side.ts'

export type Applet = {
  answer(apdu: Uint8Array): Uint8Array
  /** Power cut or reset: nothing selected, no channel. */
  reset(): void
}

const NONE = new Uint8Array()
const ok = (data: Uint8Array = NONE): Response => ({ data, sw: 0x9000 })
const refuse = (sw: number): Response => ({ data: NONE, sw })
/** Rights that a terminal must prove first. */
const rightsFor = new Map<number, number>([
  [protectedFiles.dg3.fid, 1],
  [protectedFiles.dg4.fid, 2],
])
/** Readable before any channel is open. */
const FREE = new Set([masterFiles.cardAccess.fid, masterFiles.atrInfo.fid])

export function createApplet(files: PassportFiles, key: ChipKey, profile: ChipProfile = {}): Applet {
  const keys = bacKeys(key)
  const pace = paceSide(key, profile.can, profile.pace ?? [], profile.camKey)
  const inApplication = placesOf(files, { ...passportFiles, ...protectedFiles })
  const inMaster = placesOf(files, masterFiles)
  let selected = false
  let challenge: Uint8Array | undefined
  let session: SessionKeys | undefined
  /** Takes the channel's place after the answer that still goes through the old one. */
  let next: SessionKeys | undefined
  let file: Uint8Array | undefined
  let chipAuthenticationSet = false
  /** What terminal authentication binds: the chip in this session, and the terminal's key of chip authentication. */
  let chipId: Uint8Array = Buffer.from(key.documentNumber.padEnd(9, '<') + checkDigit(key.documentNumber), 'latin1')
  let ephemeral: Uint8Array | undefined
  let terminal = profile.terminals && terminalSide(profile.terminals)
  let chained: Uint8Array = NONE

  function selectFile(by: 'fid' | 'sfi', id: number): number {
    const found = (selected ? inApplication : inMaster).find(({ place }) => place[by] === id)
    if (!found) return 0x6a82
    if (!session && (selected || !FREE.has(found.place.fid as never))) return 0x6982
    const needed = rightsFor.get(found.place.fid)
    if (needed && ((terminal?.rights() ?? 0) & needed) === 0) return 0x6982
    file = found.bytes
    return 0x9000
  }

  function binary({ p1, p2, le = 0 }: Command): Response {
    if ((p1 & 0x80) === 0) return slice(file, p1 * 256 + p2, le, (data) => data)
    if (profile.shortIds === false) return refuse(0x6a82)
    const sw = selectFile('sfi', p1 & 0x1f)
    return sw === 0x9000 ? slice(file, p2, le, (data) => data) : refuse(sw)
  }

  function select({ p1, data = NONE }: Command): Response {
    if (p1 !== 4) return data.length === 2 ? refuse(selectFile('fid', data[0]! * 256 + data[1]!)) : refuse(0x6a86)
    if (!Buffer.from(data).equals(profile.application ?? PASSPORT_AID)) return refuse(0x6a82)
    selected = true
    return ok()
  }

  /** What works in the clear and inside a channel alike. */
  function common(command: Command): Response {
    switch (command.ins) {
      case 0xa4:
        return select(command)
      case 0xb0:
        return binary(command)
      default:
        return refuse(session ? 0x6d00 : 0x6982)
    }
  }

  function plain(command: Command): Response {
    const data = command.data ?? NONE
    if (command.ins === 0x22) return pace.select(data)
    if (command.ins === 0x86) {
      const { answer, session: opened, chipId: own } = pace.step(data)
      if (opened) next = opened
      if (own) chipId = own
      return answer
    }
    if (command.ins === 0x84) {
      if (!selected || profile.bac === false) return refuse(0x6985)
      challenge = randomBytes(8)
      return ok(challenge)
    }
    if (command.ins === 0x82) {
      const opened = challenge && authenticate(keys, challenge, data)
      challenge = undefined
      if (!opened) return refuse(0x6300)
      next = opened.session
      return ok(opened.answer)
    }
    return common(command)
  }

  function inside(one: Command): Response {
    const data: Uint8Array = Buffer.concat([chained, one.data ?? NONE])
    chained = one.chained ? data : NONE
    if (one.chained) return ok()
    const command = { ...one, ...(data.length > 0 ? { data } : {}) }
    const answer = ephemeral && terminal?.answer(command, chipId, ephemeral)
    if (answer) return answer
    const { chipAuthentication: ca, activeAuthentication: aa } = profile
    if (command.ins === 0xb1) {
      const offset = Buffer.from(child(data, 0x54)).readUIntBE(0, 3)
      const le = command.le ?? 0
      const head = le <= 0x81 ? 2 : le <= 0x102 ? 3 : 4
      return slice(file, offset, le - head, (part) => writeTlv(0x53, part))
    }
    if (command.ins === 0x88 && aa) return ok(answerChallenge(aa, data))
    if (command.ins === 0x22 && ca) {
      const fields = new Map(readAll(data).map((tlv) => [tlv.tag, tlv.value]))
      const publicKey = fields.get(0x91)
      if (publicKey) return agree(ca, publicKey)
      chipAuthenticationSet = true
      return ok()
    }
    if (command.ins === 0x86 && ca && chipAuthenticationSet) {
      const answer = agree(ca, child(child(data, 0x7c), 0x80))
      return answer.sw === 0x9000 ? ok(writeTlv(0x7c)) : answer
    }
    return common(command)
  }

  function agree(ca: NonNullable<ChipProfile['chipAuthentication']>, publicKey: Uint8Array): Response {
    const group = standardGroup(ca.info.kind, ca.parameters)!
    ephemeral = compressed(group, publicKey)
    next = sessionFromSecret(suites[ca.info.suite], group.agree(group.decode(publicKey), ca.key))
    return ok()
  }

  function protectedAnswer(own: SessionKeys, apdu: Uint8Array): Uint8Array {
    const opened = openCommand(own, apdu)
    if (!opened) {
      session = undefined
      return encodeResponse(refuse(0x6988))
    }
    const answer = sealResponse(own, inside(opened))
    if (next) session = next
    next = undefined
    return answer
  }

  return {
    answer(apdu) {
      if (apdu.length > 5 && apdu[4] === 0 && profile.extended === undefined) return encodeResponse(refuse(0x6700))
      if (session && (apdu[0]! & SM_CLA) === SM_CLA) {
        const answer = protectedAnswer(session, apdu)
        return answer.length > (profile.extended ?? 258) ? encodeResponse(refuse(0x6700)) : answer
      }
      // A command in the clear ends the channel (Doc 9303-11 §9.8.3).
      session = undefined
      const answer = encodeResponse(plain(parseCommand(apdu)))
      if (next) session = next
      next = undefined
      return answer
    },
    reset() {
      selected = false
      chipAuthenticationSet = false
      challenge = session = next = file = ephemeral = undefined
      chained = NONE
      chipId = Buffer.from(key.documentNumber.padEnd(9, '<') + checkDigit(key.documentNumber), 'latin1')
      terminal = profile.terminals && terminalSide(profile.terminals)
    },
  }
}

function placesOf(files: PassportFiles, places: Record<string, FilePlace>) {
  return Object.entries(places).flatMap(([name, place]) => {
    const bytes = files[name as keyof PassportFiles]
    return bytes ? [{ place, bytes }] : []
  })
}

function slice(
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

/** Plain ECDSA with SHA-256, or ISO/IEC 9796-2 scheme 1 with SHA-1 (Doc 9303-11 §6.1.2). */
function answerChallenge(key: KeyObject, challenge: Uint8Array): Uint8Array {
  if (key.asymmetricKeyType === 'ec') return sign('sha256', challenge, { key, dsaEncoding: 'ieee-p1363' })
  const bytes = (key.asymmetricKeyDetails?.modulusLength ?? 1024) / 8
  const own = randomBytes(bytes - 22)
  const hash = createHash('sha1').update(own).update(challenge).digest()
  const message = Buffer.concat([Uint8Array.of(0x6a), own, hash, Uint8Array.of(0xbc)])
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, message)
}
