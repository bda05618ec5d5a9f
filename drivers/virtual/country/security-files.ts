/** The files and secrets of a chip that does more than BAC: EF.CardAccess, EF.CardSecurity, DG14, DG15. */
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { readCvCertificate } from '../../chip/cv-certificate.ts'
import { ecGroup, standardCurves } from '../../chip/ec-group.ts'
import type { PassportFiles } from '../../chip/files.ts'
import { type AnyGroup, bytesOf } from '../../chip/group.ts'
import { randomScalar } from '../../chip/pace.ts'
import { type Mapping, paceProtocol, standardGroup } from '../../chip/security-infos.ts'
import type { SuiteName } from '../../chip/suite.ts'
import { writeTlv } from '../../chip/tlv.ts'
import type { ChipProfile } from '../chip/profile.ts'
import type { TestAuthority } from './authority.ts'
import { bitString, integer, oid, sequence, setOf } from './der.ts'
import { signedData } from './security-object.ts'

export type PaceChoice = { mapping: Mapping; suite: SuiteName; parameters: number }

/** What the chip shall have. Parameters are ids of Doc 9303-11 §9.5.1: 0–2 are DH groups, 8–18 curves. */
export type ChipOptions = {
  pace?: PaceChoice[]
  can?: string
  /** Also open by BAC (default yes). */
  bac?: boolean
  chipAuthentication?: { suite: SuiteName; parameters: number; explicit?: boolean }
  activeAuthentication?: 'rsa' | 'ec'
  /** DG3 with fingerprints, for terminals that this authority's own CV certificate leads to. */
  terminals?: Uint8Array
  extended?: number
  shortIds?: boolean
  /** A copy: the files are right, the secrets are not those of their keys. */
  cloned?: boolean
  /** EF.CardAccess says nothing of PACE, though DG14 does: somebody wants BAC. */
  hiddenPace?: boolean
}

const suiteNumber: Record<SuiteName, number> = { '3DES': 1, 'AES-128': 2, 'AES-192': 3, 'AES-256': 4 }
const BSI = '0.4.0.127.0.7.2.2'
const SECURITY_OBJECT = '0.4.0.127.0.7.3.2.1'

const isCurve = (parameters: number) => parameters >= 8

function paceOid({ mapping, suite, parameters }: PaceChoice): string {
  const kind = mapping === 'CAM' ? 6 : (mapping === 'IM' ? 3 : 1) + (isCurve(parameters) ? 1 : 0)
  return `${BSI}.4.${kind}.${suiteNumber[suite]}`
}

/** Makes the files (data groups still to be signed) and the profile that fits them. */
export function securityFiles(
  options: ChipOptions,
  authority: TestAuthority,
  signedAt: Date,
): { files: Partial<PassportFiles>; profile: ChipProfile } {
  const files: Partial<PassportFiles> = {}
  const profile: ChipProfile = {
    bac: options.bac ?? true,
    ...(options.can === undefined ? {} : { can: options.can }),
    ...(options.extended === undefined ? {} : { extended: options.extended }),
    ...(options.shortIds === undefined ? {} : { shortIds: options.shortIds }),
  }
  const paceInfos = (options.pace ?? []).map((choice) =>
    sequence(oid(paceOid(choice)), integer(2), integer(choice.parameters)),
  )
  const inDg14: Uint8Array[] = [...paceInfos]
  if (options.pace) {
    profile.pace = options.pace.flatMap((choice) => paceProtocol(paceOid(choice), choice.parameters) ?? [])
    files.cardAccess = setOf(...(options.hiddenPace ? [] : [...paceInfos]))
    const cam = options.pace.find(({ mapping }) => mapping === 'CAM')
    if (cam) {
      const { key, publicInfo } = chipKey(cam.parameters, false)
      profile.camKey = options.cloned ? key + 1n : key
      files.cardSecurity = signedData(authority, SECURITY_OBJECT, setOf(publicInfo, ...paceInfos), signedAt)
    }
  }
  if (options.chipAuthentication) {
    const { suite, parameters, explicit } = options.chipAuthentication
    const kind = isCurve(parameters) ? 'ECDH' : 'DH'
    const type = `${BSI}.3.${kind === 'DH' ? 1 : 2}.${suiteNumber[suite]}`
    const { key, publicInfo } = chipKey(parameters, explicit ?? false)
    inDg14.push(publicInfo, sequence(oid(type), integer(1)))
    profile.chipAuthentication = {
      info: { oid: type, kind, suite, keyId: undefined },
      parameters,
      key: options.cloned ? key + 1n : key,
    }
  }
  if (options.terminals) {
    profile.terminals = options.terminals
    inDg14.push(sequence(oid(`${BSI}.2`), integer(1)))
    const { holder } = readCvCertificate(options.terminals)
    files.cvca = Buffer.concat([writeTlv(0x42, Buffer.from(holder, 'latin1')), Buffer.alloc(36 - 2 - holder.length)])
    // Nobody's prints: bytes of a template's length.
    files.dg3 = writeTlv(0x63, randomBytes(9_000))
  }
  if (options.activeAuthentication) {
    const make = () => activeKeys(options.activeAuthentication!)
    const pair = make()
    profile.activeAuthentication = options.cloned ? make().privateKey : pair.privateKey
    files.dg15 = writeTlv(0x6f, pair.publicKey.export({ type: 'spki', format: 'der' }))
    if (options.activeAuthentication === 'ec')
      inDg14.push(sequence(oid('2.23.136.1.1.5'), integer(1), oid('0.4.0.127.0.7.1.1.4.1.3')))
  }
  if (inDg14.length > 0) files.dg14 = writeTlv(0x6e, setOf(...inDg14))
  if (options.extended !== undefined) {
    files.atrInfo = writeTlv(0x7f66, integer(options.extended), integer(options.extended))
  }
  return { files, profile }
}

function activeKeys(kind: 'rsa' | 'ec'): { publicKey: KeyObject; privateKey: KeyObject } {
  return kind === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 1_024 })
    : generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' })
}

/** A static key pair with its ChipAuthenticationPublicKeyInfo. */
function chipKey(parameters: number, explicit: boolean): { key: bigint; publicInfo: Uint8Array } {
  const kind = isCurve(parameters) ? 'ECDH' : 'DH'
  const group = standardGroup(kind, parameters)!
  const key = randomScalar(group.order)
  const publicKey = group.encode(group.multiply(group.base, key))
  const spki = kind === 'ECDH' ? ecSpki(parameters, publicKey, explicit) : dhSpki(group, publicKey)
  return { key, publicInfo: sequence(oid(`${BSI}.1.${kind === 'DH' ? 1 : 2}`), spki) }
}

function ecSpki(parameters: number, publicKey: Uint8Array, explicit: boolean): Uint8Array {
  const domain = explicit ? explicitParameters(parameters) : oid(standardCurves[parameters]!.oid)
  return sequence(sequence(oid('1.2.840.10045.2.1'), domain), bitString(publicKey))
}

function explicitParameters(parameters: number): Uint8Array {
  const group = ecGroup(parameters)!
  const { publicKey } = generateKeyPairSync('ec', {
    namedCurve: standardCurves[parameters]!.openssl,
    paramEncoding: 'explicit',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  // Behind the OID of an EC key in the AlgorithmIdentifier.
  const at = Buffer.from(publicKey).indexOf(Buffer.from('06072a8648ce3d0201', 'hex')) + 9
  const length = publicKey[at + 1] === 0x82 ? publicKey.readUInt16BE(at + 2) + 4 : publicKey[at + 2]! + 3
  if (group.bits === 0) throw new Error('no such curve')
  return publicKey.subarray(at, at + length)
}

function dhSpki(group: AnyGroup, publicKey: Uint8Array): Uint8Array {
  const bytes = Math.ceil(group.bits / 8)
  const domain = sequence(
    integer(bytesOf(group.prime, bytes)),
    integer(bytesOf(group.base as bigint, bytes)),
    integer(bytesOf(group.order, bytes)),
  )
  return sequence(sequence(oid('1.2.840.10046.2.1'), domain), bitString(integer(publicKey)))
}
