/** Digests and signatures by their object identifiers (Doc 9303-12 §4, BSI TR-03111 for the plain format). */
import { constants, type KeyObject, verify, type X509Certificate } from 'node:crypto'
import { oidText } from '../../drivers/chip/oid.ts'
import { child, readAll, readTlv } from '../../drivers/chip/tlv.ts'

const digests: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/** Node's name of a digest, or `undefined` for one we do not take. */
export function digestName(oid: string): string | undefined {
  return digests[oid]
}

type Scheme = { kind: 'ecdsa' | 'ecdsa-plain' | 'rsa' | 'rsa-pss'; digest?: string }

const RSA_PSS = '1.2.840.113549.1.1.10'

/** A scheme without a digest takes the signer's digest algorithm (RFC 5652 §5.3). */
const schemes: Record<string, Scheme> = {
  '1.2.840.10045.2.1': { kind: 'ecdsa' },
  '1.2.840.10045.4.1': { kind: 'ecdsa', digest: 'sha1' },
  '1.2.840.10045.4.3.1': { kind: 'ecdsa', digest: 'sha224' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', digest: 'sha512' },
  '0.4.0.127.0.7.1.1.4.1.1': { kind: 'ecdsa-plain', digest: 'sha1' },
  '0.4.0.127.0.7.1.1.4.1.2': { kind: 'ecdsa-plain', digest: 'sha224' },
  '0.4.0.127.0.7.1.1.4.1.3': { kind: 'ecdsa-plain', digest: 'sha256' },
  '0.4.0.127.0.7.1.1.4.1.4': { kind: 'ecdsa-plain', digest: 'sha384' },
  '0.4.0.127.0.7.1.1.4.1.5': { kind: 'ecdsa-plain', digest: 'sha512' },
  '1.2.840.113549.1.1.1': { kind: 'rsa' },
  '1.2.840.113549.1.1.5': { kind: 'rsa', digest: 'sha1' },
  '1.2.840.113549.1.1.14': { kind: 'rsa', digest: 'sha224' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
  [RSA_PSS]: { kind: 'rsa-pss' },
}

export type SignatureAlgorithm = Scheme & { digest: string; saltLength?: number }

/** Object identifiers of a signature, and its parameters in DER. */
export type SignatureNames = { digest: string; algorithm: string; parameters: Uint8Array | undefined }

/** How the signer signed, or `undefined` when we do not know the algorithm. Throws a fault on broken PSS parameters. */
export function signatureAlgorithm(signer: SignatureNames): SignatureAlgorithm | undefined {
  const scheme = schemes[signer.algorithm]
  if (!scheme) return undefined
  if (scheme.kind === 'rsa-pss') return pssAlgorithm(signer.parameters ?? Uint8Array.of(0x30, 0))
  const digest = scheme.digest ?? digestName(signer.digest)
  return digest ? { ...scheme, digest } : undefined
}

/** RSASSA-PSS-params: [0] hash, [1] mask generation with its own hash, [2] salt length (RFC 4055 §3.1). */
function pssAlgorithm(parameters: Uint8Array): SignatureAlgorithm | undefined {
  const fields = new Map(readAll(readTlv(parameters).value).map((tlv) => [tlv.tag, tlv.value]))
  const digestIn = (holder: Uint8Array) => digestName(oidText(child(child(holder, 0x30), 0x06)))
  const hash = fields.get(0xa0)
  const mask = fields.get(0xa1)
  const salt = fields.get(0xa2)
  const digest = hash ? digestIn(hash) : 'sha1'
  const maskDigest = mask ? digestIn(child(mask, 0x30)) : 'sha1'
  // OpenSSL is given one digest for both; a different one for the mask is not known in any passport.
  if (!digest || maskDigest !== digest) return undefined
  return { kind: 'rsa-pss', digest, saltLength: salt ? (child(salt, 0x02)[0] ?? 20) : 20 }
}

/**
 * Whether `signature` over `data` holds under `key`. A key that does not fit the algorithm is a plain no: OpenSSL throws at
 * an Ed25519 key under ECDSA or an RSA-PSS key under PKCS #1, and a home-made chip may hold any of them.
 */
export function verifySignature(
  algorithm: SignatureAlgorithm,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { digest, saltLength = 20 } = algorithm
  const how = {
    ecdsa: { dsaEncoding: 'der' },
    'ecdsa-plain': { dsaEncoding: 'ieee-p1363' },
    rsa: { padding: constants.RSA_PKCS1_PADDING },
    'rsa-pss': { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength },
  } as const
  const rsa = algorithm.kind === 'rsa' || algorithm.kind === 'rsa-pss'
  const fits = rsa ? key.asymmetricKeyType?.startsWith('rsa') : key.asymmetricKeyType === 'ec'
  if (!fits) return false
  try {
    return verify(digest, data, { key, ...how[algorithm.kind] }, signature)
  } catch {
    return false
  }
}

/** The public key of a certificate, or `undefined` if OpenSSL cannot read it. */
export function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey
  } catch {
    return undefined
  }
}

/** The digest of an ECDSA algorithm by its OID, plain or not, or `undefined`. */
export function plainEcdsaDigest(oid: string): string | undefined {
  const scheme = schemes[oid]
  return scheme?.kind === 'ecdsa-plain' || scheme?.kind === 'ecdsa' ? scheme.digest : undefined
}
