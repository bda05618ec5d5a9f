/** Password Authenticated Connection Establishment (Doc 9303-11 §4.4; worked examples in its Appendices G, H and I). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Fault } from '../../device/contract/faults.ts'
import { type Command, type Send, swText } from './apdu.ts'
import { type ChipKey, mrzInformation } from './bac.ts'
import { type AnyGroup, bigintOf, type Group } from './group.ts'
import { genericMapping, integratedMapping } from './mapping.ts'
import { oidBytes } from './oid.ts'
import { type SessionKeys, sessionFromSecret } from './secure-messaging.ts'
import { type PaceInfo, standardGroup } from './security-infos.ts'
import { type Suite, suites, unpadFrom } from './suite.ts'
import { readAll, readTlv, writeTlv } from './tlv.ts'

/** What opens the chip: the printed zone, or the six-digit number on the front of a card. */
export type PacePassword = { is: 'mrz'; key: ChipKey } | { is: 'can'; can: string }

export type PaceResult = {
  session: SessionKeys
  info: PaceInfo
  /** Name of the domain parameters. */
  parameters: string
  /** The chip's ephemeral key, compressed: what terminal authentication names the chip by. */
  chipId: Uint8Array
  /** Chip-authentication mapping: what proves the chip, once EF.CardSecurity gives its key. */
  chip: { group: AnyGroup; mappingKey: Uint8Array; data: Uint8Array } | undefined
}

/** What a terminal draws for one run; given only by tests, to replay the worked examples. */
export type PaceSecrets = { map?: bigint; agree: bigint; nonce?: Uint8Array; passwordKey?: Uint8Array }

const NONE = new Uint8Array()
/** Answers of groups above this do not fit a short answer (bits). */
const SHORT_ANSWER_BITS = 1_536

/** The key of a password: KDF of its hash (MRZ) or its characters (CAN), counter 3. */
export function passwordKey(suite: Suite, password: PacePassword): Uint8Array {
  const secret =
    password.is === 'mrz'
      ? createHash('sha1').update(mrzInformation(password.key), 'latin1').digest()
      : Buffer.from(password.can, 'latin1')
  return suite.deriveKey(secret, 3)
}

/** The number of a password in MSE:Set AT. */
export function passwordReference(password: PacePassword): 1 | 2 {
  return password.is === 'mrz' ? 1 : 2
}

/** A public key in short (TR-03110-3 §A.2.2.3): the x coordinate, or a hash of the number. */
export function compressed(group: AnyGroup, publicKey: Uint8Array): Uint8Array {
  if (group.kind === 'DH') return createHash('sha1').update(publicKey).digest()
  return publicKey.subarray(1, 1 + (publicKey.length - 1) / 2)
}

/** A token over the *other* side's public key (§4.4.3.4). */
export function paceToken(suite: Suite, mac: Uint8Array, oid: string, group: AnyGroup, publicKey: Uint8Array) {
  const data = writeTlv(0x7f49, writeTlv(0x06, oidBytes(oid)), writeTlv(group.publicTag, publicKey))
  return suite.mac(mac, data)
}

/** A secret scalar: 64 bits more than the order has, so that no value is favoured (BSI TR-03111 §4.1.1). */
export function randomScalar(order: bigint): bigint {
  const bytes = Math.ceil(order.toString(16).length / 2) + 8
  return (bigintOf(randomBytes(bytes)) % (order - 1n)) + 1n
}

/** `undefined` when the protocol or its parameters are none we know; else its group. */
export function paceGroup(info: PaceInfo): AnyGroup | undefined {
  const group = standardGroup(info.kind, info.parameters)
  return info.mapping === 'IM' && !group?.mapNumber ? undefined : group
}

/**
 * Runs PACE, in the clear, in the master file.
 * @throws Fault `chip.access-denied` when the chip refuses the password, `chip.protocol` when it breaks the protocol or
 * does not know the password itself.
 */
export async function runPace(
  send: Send,
  info: PaceInfo,
  password: PacePassword,
  signal: AbortSignal,
  secrets?: PaceSecrets,
): Promise<PaceResult> {
  const group = paceGroup(info)
  if (!group) throw new Fault('chip.protocol', `PACE: parameters ${info.parameters}`)
  const suite = suites[info.suite]
  const le = group.bits > SHORT_ANSWER_BITS ? 65_536 : 256
  const step = async (tag: number, value: Uint8Array | undefined, last = false) => {
    const data = writeTlv(0x7c, value ? writeTlv(tag, value) : NONE)
    const command: Command = { ins: 0x86, p1: 0, p2: 0, data, le, chained: !last }
    const answer = await send(command, signal)
    if (answer.sw === 0x9000) return readAll(authenticationData(answer.data))
    // The last step is where a wrong password shows: 6300, 63Cx, or one of the many others that chips use for it.
    throw new Fault(last ? 'chip.access-denied' : 'chip.protocol', `PACE ${tag.toString(16)}: ${swText(answer.sw)}`)
  }
  const value = (objects: { tag: number; value: Uint8Array }[], tag: number) => {
    const found = objects.find((object) => object.tag === tag)
    if (!found) throw new Fault('chip.protocol', `PACE: answer without ${tag.toString(16)}`)
    return found.value
  }

  await selectProtocol(send, info, password, signal)
  const encrypted = value(await step(0x80, undefined), 0x80)
  if (encrypted.length === 0 || encrypted.length % suite.block !== 0 || encrypted.length > 32)
    throw new Fault('chip.protocol', 'PACE: nonce of a wrong length')
  const nonce = suite.decrypt(secrets?.passwordKey ?? passwordKey(suite, password), encrypted)

  const mapped = await mapNonce(info, group, suite, nonce, secrets, async (own) => {
    const objects = await step(0x81, own)
    return info.mapping === 'IM' ? NONE : value(objects, 0x82)
  })

  const scalar = secrets?.agree ?? randomScalar(group.order)
  const own = group.encode(group.multiply(mapped.generator, scalar))
  const theirs = value(await step(0x83, own), 0x84)
  if (Buffer.from(theirs).equals(own)) throw new Fault('chip.protocol', 'PACE: our own key came back')
  const session = sessionFromSecret(suite, group.agree(group.decode(theirs), scalar))

  const answer = await step(0x85, paceToken(suite, session.mac, info.oid, group, theirs), true)
  const token = value(answer, 0x86)
  const expected = paceToken(suite, session.mac, info.oid, group, own)
  if (token.length !== expected.length || !timingSafeEqual(token, expected))
    throw new Fault('chip.protocol', 'PACE: wrong token')
  const chip =
    info.mapping === 'CAM'
      ? { group, mappingKey: mapped.theirs, data: chipData(session, value(answer, 0x8a)) }
      : undefined
  return { session, info, parameters: group.name, chipId: compressed(group, theirs), chip }
}

async function selectProtocol(send: Send, info: PaceInfo, password: PacePassword, signal: AbortSignal): Promise<void> {
  const data = Buffer.concat([
    writeTlv(0x80, oidBytes(info.oid)),
    writeTlv(0x83, Uint8Array.of(passwordReference(password))),
    ...(info.parameters === undefined ? [] : [writeTlv(0x84, Uint8Array.of(info.parameters))]),
  ])
  const { sw } = await send({ ins: 0x22, p1: 0xc1, p2: 0xa4, data }, signal)
  // 63Cx: tries left for this password; the protocol may go on.
  if (sw !== 0x9000 && sw >> 4 !== 0x63c) throw new Fault('chip.protocol', `MSE:Set AT: ${swText(sw)}`)
}

async function mapNonce<E>(
  info: PaceInfo,
  group: Group<E>,
  suite: Suite,
  nonce: Uint8Array,
  secrets: PaceSecrets | undefined,
  exchange: (own: Uint8Array) => Promise<Uint8Array>,
): Promise<{ generator: E; theirs: Uint8Array }> {
  if (info.mapping === 'IM') {
    const terminal = secrets?.nonce ?? randomBytes(suite.keyBytes)
    await exchange(terminal)
    return { generator: integratedMapping(group, suite, nonce, terminal) as E, theirs: NONE }
  }
  const scalar = secrets?.map ?? randomScalar(group.order)
  const own = group.encode(group.multiply(group.base, scalar))
  const theirs = await exchange(own)
  if (Buffer.from(theirs).equals(own)) throw new Fault('chip.protocol', 'PACE: our own mapping key came back')
  return { generator: genericMapping(group, nonce, group.multiply(group.decode(theirs), scalar)), theirs }
}

function authenticationData(bytes: Uint8Array): Uint8Array {
  const tlv = readTlv(bytes)
  if (tlv.tag !== 0x7c) throw new Fault('chip.protocol', 'PACE: no dynamic authentication data')
  return tlv.value
}

/** Chip authentication data of CAM: under the new key, its IV the encrypted −1 (§4.4.3.5.2). */
function chipData({ suite, enc }: SessionKeys, encrypted: Uint8Array): Uint8Array {
  if (encrypted.length === 0 || encrypted.length % suite.block !== 0)
    throw new Fault('chip.protocol', 'PACE: chip authentication data not in blocks')
  const iv = suite.iv(enc, new Uint8Array(suite.block).fill(0xff))
  const plain = unpadFrom(suite.block, suite.decrypt(enc, encrypted, iv))
  if (!plain || plain.length === 0) throw new Fault('chip.protocol', 'PACE: chip authentication data badly padded')
  return plain
}

/** CAM: whether the chip holds the private key of `publicKey` (of EF.CardSecurity): CA × PK = the mapping key. */
export function provesChip(
  { group, mappingKey, data }: NonNullable<PaceResult['chip']>,
  publicKey: Uint8Array,
): boolean {
  const scalar = bigintOf(data)
  if (scalar <= 0n || scalar >= group.order) return false
  return group.equal(group.multiply(group.decode(publicKey), scalar), group.decode(mappingKey))
}
