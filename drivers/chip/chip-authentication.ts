/**
 * Chip authentication, version 1 (Doc 9303-11 §6.2, BSI TR-03110-1): the chip proves that it holds the private key to the
 * public key in DG14, by agreeing on new session keys with it. Passive authentication must vouch for DG14.
 */
import { Fault, isFault } from '../../device/contract/faults.ts'
import { type Send, swText, type Transmit } from './apdu.ts'
import { passportFiles } from './files.ts'
import type { AnyGroup } from './group.ts'
import { oidBytes } from './oid.ts'
import { compressed, randomScalar } from './pace.ts'
import { protectedSender, type SessionKeys, sessionFromSecret } from './secure-messaging.ts'
import type { ChipAuthenticationInfo, ChipAuthenticationKey, SecurityInfos } from './security-infos.ts'
import { type SuiteName, suites } from './suite.ts'
import { writeTlv } from './tlv.ts'

export type ChipAuthentication =
  | { is: 'not-offered' }
  | { is: 'unknown-algorithm' }
  /** `publicKey`: the key proven, which a signed file must hold. */
  | { is: 'proven'; by: 'CA' | 'PACE-CAM'; name: string; parameters: string; publicKey: Uint8Array }
  /** The chip could not do what the holder of the key can. */
  | { is: 'failed'; by: 'CA' | 'PACE-CAM'; name: string; detail: string }

/** What chip authentication opened, with our key in it, compressed: terminal authentication is bound to it. */
export type NewChannel = { send: Send; session: SessionKeys; ephemeral: Uint8Array }

type Choice = { key: ChipAuthenticationKey; info: ChipAuthenticationInfo; group: AnyGroup }

/** A key without a ChipAuthenticationInfo means 3DES, as in passports older than the info (TR-03110-1 §A.1.1.2). */
function choose(infos: SecurityInfos): Choice | undefined {
  const choices = infos.keys.flatMap((key): Choice[] => {
    if (!key.group) return []
    const own = infos.chipAuthentication.filter(
      (info) => info.kind === key.kind && (info.keyId === undefined || info.keyId === key.keyId),
    )
    const oid = `0.4.0.127.0.7.2.2.3.${key.kind === 'DH' ? 1 : 2}.1`
    const assumed: ChipAuthenticationInfo = { oid, kind: key.kind, suite: '3DES', keyId: key.keyId }
    return (own.length > 0 ? own : [assumed]).map((info) => ({ key, info, group: key.group! }))
  })
  const order: SuiteName[] = ['AES-256', 'AES-192', 'AES-128', '3DES']
  return choices.sort((a, b) => order.indexOf(a.info.suite) - order.indexOf(b.info.suite))[0]
}

/**
 * Runs it inside the open channel. Ends the channel: whatever comes of it, nothing more can be read with the old keys. The
 * new ones are proven by one command, and then are there for terminal authentication. What the session throws (card torn out …) is thrown on.
 */
export async function authenticateChip(
  transmit: Transmit,
  send: Send,
  infos: SecurityInfos,
  signal: AbortSignal,
): Promise<{ outcome: ChipAuthentication; channel?: NewChannel }> {
  if (infos.keys.length === 0) return { outcome: { is: 'not-offered' } }
  const choice = choose(infos)
  if (!choice) return { outcome: { is: 'unknown-algorithm' } }
  const { group, info, key } = choice
  const name = `CA-${info.kind}-${info.suite}`
  try {
    const scalar = randomScalar(group.order)
    const secret = group.agree(group.decode(key.publicKey), scalar)
    const own = group.encode(group.multiply(group.base, scalar))
    await agree(send, choice, own, signal)
    const session = sessionFromSecret(suites[info.suite], secret)
    const fresh = protectedSender(transmit, session)
    // Any protected answer proves the keys; the first bytes of EF.COM are cheap.
    await fresh({ ins: 0xb0, p1: 0x80 | passportFiles.com.sfi, p2: 0, le: 6 }, signal)
    return {
      outcome: { is: 'proven', by: 'CA', name, parameters: group.name, publicKey: key.publicKey },
      channel: { send: fresh, session, ephemeral: compressed(group, own) },
    }
  } catch (error) {
    if (isFault(error, 'chip.protocol') || isFault(error, 'chip.malformed'))
      return { outcome: { is: 'failed', by: 'CA', name, detail: error.detail } }
    throw error
  }
}

/** 3DES in one command, AES in two (Doc 9303-11 §6.2.4). */
async function agree(send: Send, { info }: Choice, publicKey: Uint8Array, signal: AbortSignal): Promise<void> {
  const keyId = info.keyId === undefined ? new Uint8Array() : writeTlv(0x84, idBytes(info.keyId))
  if (info.suite === '3DES') {
    const data = Buffer.concat([writeTlv(0x91, publicKey), keyId])
    const { sw } = await send({ ins: 0x22, p1: 0x41, p2: 0xa6, data }, signal)
    if (sw !== 0x9000) throw new Fault('chip.protocol', `MSE:Set KAT: ${swText(sw)}`)
    return
  }
  const data = Buffer.concat([writeTlv(0x80, oidBytes(info.oid)), keyId])
  const set = await send({ ins: 0x22, p1: 0x41, p2: 0xa4, data }, signal)
  if (set.sw !== 0x9000) throw new Fault('chip.protocol', `MSE:Set AT: ${swText(set.sw)}`)
  const general = writeTlv(0x7c, writeTlv(0x80, publicKey))
  const { sw } = await send({ ins: 0x86, p1: 0, p2: 0, data: general, le: 256 - 33 }, signal)
  if (sw !== 0x9000) throw new Fault('chip.protocol', `GENERAL AUTHENTICATE: ${swText(sw)}`)
}

function idBytes(id: bigint): Uint8Array {
  const hex = id.toString(16)
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
}
