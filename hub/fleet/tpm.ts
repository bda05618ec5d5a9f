/** Is a key really in a TPM? TPM 2.0 Library part 1, 24 (credential protection) and part 2, 12.2 (public areas). */
import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PublicKey } from '../../device/contract/nouns.ts'

const RSA = 0x0001
const ECC = 0x0023
const SHA256 = 0x000b
/** TPMA_OBJECT: fixedTPM, fixedParent, sensitiveDataOrigin and sign must be set, decrypt must not (part 2, 8.3). */
const MUST = (1 << 1) | (1 << 4) | (1 << 5) | (1 << 18)
const MUST_NOT = 1 << 17

const sized = (bytes: Buffer) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** Whether a public area (TPMT_PUBLIC) is that of `key`, made in its TPM and bound to it. */
export function isBound(area: Buffer, key: PublicKey): boolean {
  if (area.length < 78 || area.readUInt16BE(0) !== ECC || area.readUInt16BE(2) !== SHA256) return false
  const attributes = area.readUInt32BE(4)
  if ((attributes & MUST) !== MUST || (attributes & MUST_NOT) !== 0) return false
  const point = area.subarray(-68)
  const coordinate = (at: number) => point.subarray(at + 2, at + 34).toString('base64url')
  return coordinate(0) === key.x && coordinate(34) === key.y
}

/** KDFa with HMAC-SHA-256 (part 1, 11.4.10.2), one block is enough here. */
function kdfa(key: Buffer, label: string, context: Buffer, bits: number): Buffer {
  const counter = Buffer.from([0, 0, 0, 1])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(bits)
  const mac = createHmac('sha256', key)
  for (const part of [counter, Buffer.from(`${label}\0`), context, size]) mac.update(part)
  return mac.digest().subarray(0, bits / 8)
}

/** TPM2_MakeCredential for an RSA endorsement key: what only the TPM with that key and the object so named can open. */
export function makeCredential(
  endorsement: Buffer,
  identity: Buffer,
): { blob: Buffer; secret: Buffer; inside: Buffer } {
  const { n, exponent } = rsaOf(endorsement)
  const name = Buffer.concat([Buffer.from([SHA256 >> 8, SHA256 & 255]), sha256(identity)])
  const inside = randomBytes(32)
  const seed = randomBytes(32)
  const storage = kdfa(seed, 'STORAGE', name, 128)
  const cipher = createCipheriv('aes-128-cfb', storage, Buffer.alloc(16))
  const encrypted = Buffer.concat([cipher.update(sized(inside)), cipher.final()])
  const integrity = createHmac('sha256', kdfa(seed, 'INTEGRITY', Buffer.alloc(0), 256))
    .update(encrypted)
    .update(name)
    .digest()
  const key = createPublicKey({
    format: 'jwk',
    key: { kty: 'RSA', n: n.toString('base64url'), e: exponent.toString('base64url') },
  })
  const wrapped = publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from('IDENTITY\0') },
    seed,
  )
  return { blob: sized(Buffer.concat([sized(integrity), encrypted])), secret: sized(wrapped), inside }
}

/** Modulus and exponent of an RSA public area; throws for anything else. */
function rsaOf(area: Buffer): { n: Buffer; exponent: Buffer } {
  if (area.length < 256 + 10 || area.readUInt16BE(0) !== RSA || area.readUInt16BE(2) !== SHA256)
    throw new RangeError('no RSA endorsement key')
  const n = area.subarray(-256)
  if (area.readUInt16BE(area.length - 258) !== 256) throw new RangeError('no 2048-bit endorsement key')
  // Zero stands for 65537 (part 2, 12.2.3.5).
  return { n, exponent: Buffer.from([1, 0, 1]) }
}

/** Whether a TPM maker that we know vouches for the endorsement key: certificate by certificate up to one of `folder`. */
export function isByKnownMaker(certificate: Buffer | null, endorsement: Buffer, folder: string): boolean {
  if (!certificate) return false
  try {
    const leaf = new X509Certificate(certificate)
    const { n } = rsaOf(endorsement)
    if (leaf.publicKey.export({ format: 'jwk' }).n !== n.toString('base64url')) return false
    return chains(leaf, makers(folder), 0)
  } catch {
    return false
  }
}

function chains(leaf: X509Certificate, known: X509Certificate[], depth: number): boolean {
  if (depth > 4) return false
  const issuers = known.filter((one) => one.ca && leaf.checkIssued(one) && leaf.verify(one.publicKey))
  return issuers.some((one) => one.checkIssued(one) || chains(one, known, depth + 1))
}

/** What is no certificate in the folder is passed over: a missing maker only means that more is refused. */
const makers = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /\.(pem|crt|cer|der)$/.test(name))
    .flatMap((name) => {
      try {
        return [new X509Certificate(readFileSync(join(folder, name)))]
      } catch {
        return []
      }
    })
