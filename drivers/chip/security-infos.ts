/**
 * SecurityInfos: what a chip says it can do, in EF.CardAccess, EF.CardSecurity and DG14 (Doc 9303-11 §9.2). Only those
 * of EF.CardSecurity and DG14 are signed.
 */
import { dhGroup, dhGroupOf, dhPublicKey } from './dh-group.ts'
import { ecGroup, ecGroupOf } from './ec-group.ts'
import { type AnyGroup, bigintOf } from './group.ts'
import { oidText } from './oid.ts'
import type { SuiteName } from './suite.ts'
import { child, readAll, readTlv, type Tlv } from './tlv.ts'

export type Mapping = 'GM' | 'IM' | 'CAM'

export type PaceInfo = {
  oid: string
  /** As Doc 9303-11 writes it: 'PACE-ECDH-GM-AES-CBC-CMAC-128'. */
  name: string
  kind: 'ECDH' | 'DH'
  mapping: Mapping
  suite: SuiteName
  /** Id of standardised domain parameters; without it the chip has its own, which we do not take. */
  parameters: number | undefined
}

export type ChipAuthenticationInfo = { oid: string; kind: 'ECDH' | 'DH'; suite: SuiteName; keyId: bigint | undefined }

export type ChipAuthenticationKey = {
  kind: 'ECDH' | 'DH'
  /** `undefined` when its parameters are none of the standard groups'. */
  group: AnyGroup | undefined
  /** As it would cross the wire: a point, or a number of the prime's length. */
  publicKey: Uint8Array
  keyId: bigint | undefined
}

export type SecurityInfos = {
  pace: PaceInfo[]
  chipAuthentication: ChipAuthenticationInfo[]
  keys: ChipAuthenticationKey[]
  /** OID of the signature algorithm of active authentication with ECDSA. */
  activeAuthentication: string | undefined
  terminalAuthentication: boolean
  /** Each PACEInfo in DER, to compare EF.CardAccess with DG14. */
  paceDer: Uint8Array[]
}

const BSI = '0.4.0.127.0.7.2.2'
const PACE = `${BSI}.4.`
const CHIP_AUTHENTICATION = `${BSI}.3.`
const PUBLIC_KEY = `${BSI}.1.`
const TERMINAL_AUTHENTICATION = `${BSI}.2`
const ACTIVE_AUTHENTICATION = '2.23.136.1.1.5'
const STANDARD_PARAMETERS = '0.4.0.127.0.7.1.2'

const ciphers: readonly [SuiteName, string][] = [
  ['3DES', '3DES-CBC-CBC'],
  ['AES-128', 'AES-CBC-CMAC-128'],
  ['AES-192', 'AES-CBC-CMAC-192'],
  ['AES-256', 'AES-CBC-CMAC-256'],
]

const paceKinds: Record<string, { kind: 'ECDH' | 'DH'; mapping: Mapping }> = {
  1: { kind: 'DH', mapping: 'GM' },
  2: { kind: 'ECDH', mapping: 'GM' },
  3: { kind: 'DH', mapping: 'IM' },
  4: { kind: 'ECDH', mapping: 'IM' },
  6: { kind: 'ECDH', mapping: 'CAM' },
}

/** The PACE protocol of an OID, or `undefined` for one not known. */
export function paceProtocol(oid: string, parameters: number | undefined): PaceInfo | undefined {
  if (!oid.startsWith(PACE)) return undefined
  const [kind = '', cipher = ''] = oid.slice(PACE.length).split('.')
  const found = paceKinds[kind]
  const [suite, name] = ciphers[Number(cipher) - 1] ?? []
  if (!found || !suite) return undefined
  return { oid, name: `PACE-${found.kind}-${found.mapping}-${name}`, ...found, suite, parameters }
}

/** The group of standardised domain parameters that a protocol names. */
export function standardGroup(kind: 'ECDH' | 'DH', id: number | undefined): AnyGroup | undefined {
  if (id === undefined) return undefined
  return kind === 'ECDH' ? ecGroup(id) : dhGroup(id)
}

/** Reads a SET OF SecurityInfo. What is not known is passed over; what cannot be parsed is `chip.malformed`. */
export function parseSecurityInfos(set: Uint8Array): SecurityInfos {
  const infos: SecurityInfos = {
    pace: [],
    chipAuthentication: [],
    keys: [],
    activeAuthentication: undefined,
    terminalAuthentication: false,
    paceDer: [],
  }
  for (const info of readAll(child(set, 0x31))) {
    const [type, required, optional] = readAll(info.value)
    if (type?.tag !== 0x06 || !required) continue
    const oid = oidText(type.value)
    if (oid.startsWith(PACE)) {
      infos.paceDer.push(info.whole)
      const pace = paceProtocol(oid, optional?.tag === 0x02 ? Number(bigintOf(optional.value)) : undefined)
      if (pace && required.tag === 0x02) infos.pace.push(pace)
    } else if (oid.startsWith(CHIP_AUTHENTICATION)) {
      const [kind = '', cipher = ''] = oid.slice(CHIP_AUTHENTICATION.length).split('.')
      const [suite] = ciphers[Number(cipher) - 1] ?? []
      // Version 1 only: versions 2 and 3 belong to identity cards' own applications (TR-03110-2).
      if (suite && (kind === '1' || kind === '2') && bigintOf(required.value) === 1n)
        infos.chipAuthentication.push({ oid, kind: kind === '1' ? 'DH' : 'ECDH', suite, keyId: keyIdOf(optional) })
    } else if (oid.startsWith(PUBLIC_KEY)) {
      const key = publicKeyInfo(oid === `${PUBLIC_KEY}1` ? 'DH' : 'ECDH', required)
      if (key) infos.keys.push({ ...key, keyId: keyIdOf(optional) })
    } else if (oid === ACTIVE_AUTHENTICATION && optional?.tag === 0x06) {
      infos.activeAuthentication = oidText(optional.value)
    } else if (oid === TERMINAL_AUTHENTICATION) infos.terminalAuthentication = true
  }
  return infos
}

/** The SecurityInfos of DG14. */
export function parseDg14(file: Uint8Array): SecurityInfos {
  return parseSecurityInfos(child(file, 0x6e))
}

function keyIdOf(tlv: Tlv | undefined): bigint | undefined {
  return tlv?.tag === 0x02 ? bigintOf(tlv.value) : undefined
}

/** SubjectPublicKeyInfo: the algorithm with its parameters, and the key in a bit string. */
function publicKeyInfo(kind: 'ECDH' | 'DH', spki: Tlv): Omit<ChipAuthenticationKey, 'keyId'> | undefined {
  const [algorithm, bits] = readAll(spki.value)
  if (algorithm?.tag !== 0x30 || bits?.tag !== 0x03) return undefined
  const [type, parameters] = readAll(algorithm.value)
  const standard = type && oidText(type.value) === STANDARD_PARAMETERS && parameters?.tag === 0x02
  const key = bits.value.subarray(1)
  if (kind === 'ECDH') {
    const group = standard ? ecGroup(Number(bigintOf(parameters.value))) : parameters && ecGroupOf(parameters.whole)
    return { kind, group, publicKey: key }
  }
  const group = standard ? dhGroup(Number(bigintOf(parameters.value))) : parameters && dhGroupOf(parameters.whole)
  return { kind, group, publicKey: group ? dhPublicKey(key, group) : key }
}

/** The SET OF SecurityInfo as bytes of a file that begins with it. */
export function cardAccessOf(file: Uint8Array): SecurityInfos {
  return parseSecurityInfos(readTlv(file).whole)
}
