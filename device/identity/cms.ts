/**
 * CMS SignedData (RFC 5652) as EF.SOD, EF.CardSecurity and master lists use it. Read by a plain TLV walk: what is hashed and
 * verified must be the very bytes of the file, and the ASN.1 library at hand writes them anew (and takes seconds for a
 * master list).
 */
import { createHash, type KeyObject } from 'node:crypto'
import { oidText } from '../../drivers/chip/oid.ts'
import { child, readAll, type Tlv } from '../../drivers/chip/tlv.ts'
import { Fault } from '../contract/faults.ts'
import { digestName, type SignatureAlgorithm, signatureAlgorithm, verifySignature } from './algorithms.ts'
import { asDate } from './certificate.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const SIGNING_TIME = '1.2.840.113549.1.9.5'

export type Signer = {
  digest: string
  /** Algorithm OID and its parameters in DER (RSA-PSS has some). */
  algorithm: string
  parameters: Uint8Array | undefined
  signature: Uint8Array
  /** The signed attributes as a SET, exactly as signed; absent when the content itself is signed. */
  attributes: Uint8Array | undefined
  messageDigest: Uint8Array | undefined
  contentType: string | undefined
  /** As the signer says; believed only as far as the signature. */
  signingTime: Date | undefined
}

export type SignedData = {
  contentType: string
  /** The signed bytes. */
  content: Uint8Array
  signer: Signer
  /** The signer's certificate in DER; some states leave it out. */
  certificate: Uint8Array | undefined
  certificates: Uint8Array[]
}

/** Throws `chip.malformed` when it cannot be understood; `name` says in the fault what it was. */
export function parseSignedData(der: Uint8Array, name: string): SignedData {
  const malformed = (what: string) => new Fault('chip.malformed', `${name}: ${what}`)
  const contentInfo = child(der, 0x30)
  if (oidText(child(contentInfo, 0x06)) !== SIGNED_DATA) throw malformed('no SignedData')
  const [, , encapsulated, ...rest] = readAll(child(child(contentInfo, 0xa0), 0x30))
  const signerInfos = rest.at(-1)
  if (encapsulated?.tag !== 0x30 || signerInfos?.tag !== 0x31) throw malformed('SignedData')
  const signer = readAll(child(signerInfos.value, 0x30))
  const certificates = rest.find((tlv) => tlv.tag === 0xa0)
  const all = certificates ? readAll(certificates.value).filter((tlv) => tlv.tag === 0x30) : []
  return {
    contentType: oidText(child(encapsulated.value, 0x06)),
    content: child(child(encapsulated.value, 0xa0), 0x04),
    signer: parseSigner(signer, malformed),
    certificate: signerCertificate(all, signer),
    certificates: all.map((tlv) => tlv.whole),
  }
}

/** version, sid, digestAlgorithm, [0] signedAttrs?, signatureAlgorithm, signature */
function parseSigner(parts: Tlv[], malformed: (what: string) => Fault): Signer {
  const [, , digest, ...rest] = parts
  // A signer named by key identifier is a primitive [0] in second place; only the constructed one after it is this.
  const attributes = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  const [algorithm, signature] = rest
  if (digest?.tag !== 0x30 || algorithm?.tag !== 0x30 || signature?.tag !== 0x04) throw malformed('SignerInfo')
  const [algorithmOid, parameters] = readAll(algorithm.value)
  const contentType = attributes && attributeValue(attributes.value, CONTENT_TYPE)
  const signingTime = attributes && attributeValue(attributes.value, SIGNING_TIME)
  return {
    digest: oidText(child(digest.value, 0x06)),
    algorithm: oidText(algorithmOid?.tag === 0x06 ? algorithmOid.value : new Uint8Array()),
    parameters: parameters?.whole,
    signature: signature.value,
    // What is signed is the SET OF, not the [0] that stands in the message (RFC 5652 §5.4).
    attributes: attributes && Uint8Array.from([0x31, ...attributes.whole.subarray(1)]),
    messageDigest: attributes && attributeValue(attributes.value, MESSAGE_DIGEST)?.value,
    contentType: contentType?.tag === 0x06 ? oidText(contentType.value) : undefined,
    signingTime: signingTime && asDate(signingTime),
  }
}

function attributeValue(attributes: Uint8Array, oid: string): Tlv | undefined {
  const found = readAll(attributes).find((attribute) => oidText(child(attribute.value, 0x06)) === oid)
  return found && readAll(child(found.value, 0x31))[0]
}

function signerCertificate(all: Tlv[], signer: Tlv[]): Uint8Array | undefined {
  const sid = signer[1]
  const serial = sid?.tag === 0x30 ? Buffer.from(child(sid.value, 0x02)) : undefined
  // subjectKeyIdentifier as a primitive [0]: it stands in the certificate's extension as these bytes.
  const keyId = sid?.tag === 0x80 ? Buffer.from(sid.value) : undefined
  const found = all.find(({ whole }) =>
    serial
      ? serial.equals(child(child(child(whole, 0x30), 0x30), 0x02))
      : keyId && keyId.length > 0 && Buffer.from(whole).includes(keyId),
  )
  // A signer that names its certificate wrongly: with one certificate there is no doubt, since its key must verify the
  // signature anyway.
  return (found ?? (all.length === 1 ? all[0] : undefined))?.whole
}

export type SignatureCheck =
  | { is: 'valid' | 'invalid' | 'digest-mismatch'; algorithm: SignatureAlgorithm }
  | { is: 'unknown-algorithm'; digest: string; algorithmOid: string }

/** Whether the signature holds under `key`: over the attributes, and through them over the content. */
export function checkSignedData({ content, contentType, signer }: SignedData, key: KeyObject): SignatureCheck {
  const digest = digestName(signer.digest)
  const algorithm = signatureAlgorithm(signer)
  if (!digest || !algorithm) return { is: 'unknown-algorithm', digest: signer.digest, algorithmOid: signer.algorithm }
  if (signer.attributes) {
    const own = createHash(digest).update(content).digest()
    if (!signer.messageDigest || !own.equals(signer.messageDigest) || signer.contentType !== contentType)
      return { is: 'digest-mismatch', algorithm }
  }
  const valid = verifySignature(algorithm, key, signer.attributes ?? content, signer.signature)
  return { is: valid ? 'valid' : 'invalid', algorithm }
}
