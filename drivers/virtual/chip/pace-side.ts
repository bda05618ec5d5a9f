/** The chip's half of PACE, one command after the other (Doc 9303-11 §4.4.4). */
import { randomBytes } from 'node:crypto'
import type { Response } from '../../chip/apdu.ts'
import type { ChipKey } from '../../chip/bac.ts'
import { type AnyGroup, bigintOf, bytesOf, powMod } from '../../chip/group.ts'
import { genericMapping, integratedMapping, integratedNonceBytes } from '../../chip/mapping.ts'
import { oidText } from '../../chip/oid.ts'
import { compressed, type PacePassword, paceToken, passwordKey, randomScalar } from '../../chip/pace.ts'
import { type SessionKeys, sessionFromSecret } from '../../chip/secure-messaging.ts'
import { type PaceInfo, paceProtocol, standardGroup } from '../../chip/security-infos.ts'
import { padTo, suites } from '../../chip/suite.ts'
import { readAll, writeTlv } from '../../chip/tlv.ts'

/** `chipId`: the chip's ephemeral key, compressed. */
export type PaceStep = { answer: Response; session?: SessionKeys; chipId?: Uint8Array }

export type PaceSide = {
  /** MSE:Set AT. */
  select(data: Uint8Array): Response
  /** GENERAL AUTHENTICATE; a session with the last one. */
  step(data: Uint8Array): PaceStep
}

const refuse = (sw: number): Response => ({ data: new Uint8Array(), sw })
const wrap = (...objects: Uint8Array[]): Response => ({ data: writeTlv(0x7c, ...objects), sw: 0x9000 })

type Run = {
  info: PaceInfo
  group: AnyGroup
  password: PacePassword
  nonce?: Uint8Array
  mapScalar?: bigint
  generator?: unknown
  session?: SessionKeys
  own?: Uint8Array
  theirs?: Uint8Array
}

/** `camKey`: the private key whose public one stands in EF.CardSecurity; another one makes a copy of the chip. */
export function paceSide(key: ChipKey, can: string | undefined, offered: PaceInfo[], camKey?: bigint): PaceSide {
  let run: Run | undefined

  function nonce(current: Run): Response {
    const suite = suites[current.info.suite]
    current.nonce = randomBytes(current.info.mapping === 'IM' ? integratedNonceBytes(suite) : 16)
    return wrap(writeTlv(0x80, suite.encrypt(passwordKey(suite, current.password), current.nonce)))
  }

  function map(current: Run, data: Uint8Array): Response {
    const { group, info } = current
    const suite = suites[info.suite]
    if (info.mapping === 'IM') {
      current.generator = integratedMapping(group, suite, current.nonce!, data)
      return wrap(writeTlv(0x82))
    }
    current.mapScalar = randomScalar(group.order)
    const shared = group.multiply(group.decode(data), current.mapScalar)
    current.generator = genericMapping(group, current.nonce!, shared)
    return wrap(writeTlv(0x82, group.encode(group.multiply(group.base, current.mapScalar))))
  }

  function agree(current: Run, data: Uint8Array): Response {
    const { group, info } = current
    const scalar = randomScalar(group.order)
    current.theirs = data
    current.own = group.encode(group.multiply(current.generator, scalar))
    current.session = sessionFromSecret(suites[info.suite], group.agree(group.decode(data), scalar))
    return wrap(writeTlv(0x84, current.own))
  }

  function confirm(current: Run, token: Uint8Array): PaceStep {
    const { group, info, session, own, theirs } = current
    if (!session || !own || !theirs) return { answer: refuse(0x6985) }
    const suite = suites[info.suite]
    if (!Buffer.from(paceToken(suite, session.mac, info.oid, group, own)).equals(token))
      return { answer: refuse(0x6300) }
    const objects = [writeTlv(0x86, paceToken(suite, session.mac, info.oid, group, theirs))]
    if (info.mapping === 'CAM') objects.push(writeTlv(0x8a, chipData(current, session)))
    return { answer: wrap(...objects), session, chipId: compressed(group, own) }
  }

  function chipData({ group, mapScalar }: Run, { suite, enc }: SessionKeys): Uint8Array {
    const order = group.order
    const inverse = powMod(camKey ?? 1n, order - 2n, order)
    const data = bytesOf((inverse * mapScalar!) % order, Math.ceil(order.toString(16).length / 2))
    const iv = suite.iv(enc, new Uint8Array(suite.block).fill(0xff))
    return suite.encrypt(enc, padTo(suite.block, data), iv)
  }

  return {
    select(data) {
      const fields = new Map(readAll(data).map((tlv) => [tlv.tag, tlv.value]))
      const info = paceProtocol(oidText(fields.get(0x80) ?? new Uint8Array()), offered[0]?.parameters)
      const id = fields.get(0x84)
      const found = offered.find(
        (one) => one.oid === info?.oid && (!id || BigInt(one.parameters ?? -1) === bigintOf(id)),
      )
      const reference = fields.get(0x83)?.[0]
      const group = found && standardGroup(found.kind, found.parameters)
      if (!found || !group) return refuse(0x6a80)
      if (reference === 1) run = { info: found, group, password: { is: 'mrz', key } }
      else if (reference === 2 && can) run = { info: found, group, password: { is: 'can', can } }
      else return refuse(0x6a88)
      return { data: new Uint8Array(), sw: 0x9000 }
    },
    step(data) {
      const current = run
      if (!current) return { answer: refuse(0x6985) }
      try {
        const [object] = readAll(readAll(data)[0]?.value ?? new Uint8Array())
        if (!object) return { answer: nonce(current) }
        if (object.tag === 0x81 && current.nonce) return { answer: map(current, object.value) }
        if (object.tag === 0x83 && current.generator !== undefined) return { answer: agree(current, object.value) }
        if (object.tag === 0x85) {
          run = undefined
          return confirm(current, object.value)
        }
      } catch {
        run = undefined
      }
      return { answer: refuse(0x6a80) }
    },
  }
}
