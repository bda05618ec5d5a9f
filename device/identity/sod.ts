/**
 * EF.SOD: a CMS SignedData over the LDS security object, which lists the data groups' hashes (Doc 9303-10 §4.6.2,
 * RFC 5652). Read by a plain TLV walk: what is hashed and verified must be the very bytes of the file, and the ASN.1
 * library at hand writes them anew.
 */
import { child, readAll, readTlv, type Tlv } from '../../drivers/chip/tlv.ts'
import { Fault } from '../contract/faults.ts'
import { oidText } from '../../drivers/chip/oid.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
export const LDS_SECURITY_OBJECT = '2.23.136.1.1.1'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'

export type SecurityObject = {
  /** OID of the digest over the data groups. */
  digest: string
  /** Hash by data group number. */
  hashes: Map<number, Uint8Array>
  /** The signed bytes: the LDS security object in DER. */
  content: Uint8Array
  signer: {
    digest: string
    /** Algorithm OID and its parameters in DER (RSA-PSS has some). */
    algorithm: string
    parameters: Uint8Array | undefined
    signature: Uint8Array
    /** The signed attributes as a SET, exactly as signed; absent when the content itself is signed. */
    attributes: Uint8Array | undefined
    messageDigest: Uint8Array | undefined
    contentType: string | undefined
  }
  /** The document signer's certificate in DER; some states leave it out. */
  certificate: Uint8Array | undefined
}

/** Throws `chip.malformed` when the file cannot be understood. */
export function parseSod(file: Uint8Array): SecurityObject {
  const contentInfo = child(outer(file), 0x30)
  if (oidText(child(contentInfo, 0x06)) !== SIGNED_DATA) throw malformed('no SignedData')
  const [, , encapsulated, ...rest] = readAll(child(child(contentInfo, 0xa0), 0x30))
  const signerInfos = rest.at(-1)
  if (encapsulated?.tag !== 0x30 || signerInfos?.tag !== 0x31) throw malformed('SignedData')
  if (oidText(child(encapsulated.value, 0x06)) !== LDS_SECURITY_OBJECT) throw malformed('content type')
  const content = child(child(encapsulated.value, 0xa0), 0x04)
  const signer = readAll(child(signerInfos.value, 0x30))
  const certificates = rest.find((tlv) => tlv.tag === 0xa0)
  return {
    ...parseLdsSecurityObject(content),
    content,
    signer: parseSigner(signer),
    certificate: certificates && signerCertificate(readAll(certificates.value), signer),
  }
}

function outer(file: Uint8Array): Uint8Array {
  const tlv = readTlv(file)
  if (tlv.tag !== 0x77) throw malformed(`tag ${tlv.tag.toString(16)}`)
  return tlv.value
}

function malformed(what: string): Fault {
  return new Fault('chip.malformed', `EF.SOD: ${what}`)
}

function parseLdsSecurityObject(der: Uint8Array): Pick<SecurityObject, 'digest' | 'hashes'> {
  const [, algorithm, list] = readAll(child(der, 0x30))
  if (algorithm?.tag !== 0x30 || list?.tag !== 0x30) throw malformed('LDS security object')
  const hashes = new Map<number, Uint8Array>()
  for (const entry of readAll(list.value)) {
    const number = child(entry.value, 0x02)
    if (number.length !== 1) throw malformed('data group number')
    hashes.set(number[0]!, child(entry.value, 0x04))
  }
  return { digest: oidText(child(algorithm.value, 0x06)), hashes }
}

/** version, sid, digestAlgorithm, [0] signedAttrs?, signatureAlgorithm, signature */
function parseSigner(parts: Tlv[]): SecurityObject['signer'] {
  const [, , digest, ...rest] = parts
  // A signer named by key identifier is a primitive [0] in second place; only the constructed one after it is this.
  const attributes = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  const [algorithm, signature] = rest
  if (digest?.tag !== 0x30 || algorithm?.tag !== 0x30 || signature?.tag !== 0x04) throw malformed('SignerInfo')
  const [algorithmOid, parameters] = readAll(algorithm.value)
  const contentType = attributes && attributeValue(attributes.value, CONTENT_TYPE, 0x06)
  return {
    digest: oidText(child(digest.value, 0x06)),
    algorithm: oidText(algorithmOid?.tag === 0x06 ? algorithmOid.value : new Uint8Array()),
    parameters: parameters?.whole,
    signature: signature.value,
    // What is signed is the SET OF, not the [0] that stands in the message (RFC 5652 §5.4).
    attributes: attributes && Uint8Array.from([0x31, ...attributes.whole.subarray(1)]),
    messageDigest: attributes && attributeValue(attributes.value, MESSAGE_DIGEST, 0x04),
    contentType: contentType && oidText(contentType),
  }
}

function attributeValue(attributes: Uint8Array, oid: string, tag: number): Uint8Array | undefined {
  const found = readAll(attributes).find((attribute) => oidText(child(attribute.value, 0x06)) === oid)
  return found && child(child(found.value, 0x31), tag)
}

function signerCertificate(certificates: Tlv[], signer: Tlv[]): Uint8Array | undefined {
  const all = certificates.filter((tlv) => tlv.tag === 0x30).map((tlv) => tlv.whole)
  const sid = signer[1]
  const serial = sid?.tag === 0x30 ? Buffer.from(child(sid.value, 0x02)) : undefined
  const found = serial && all.find((der) => serial.equals(child(child(child(der, 0x30), 0x30), 0x02)))
  // By key identifier, or a signer that names its certificate wrongly: with one certificate there is no doubt, since
  // its key must verify the signature anyway.
  return found ?? (all.length === 1 ? all[0] : undefined)
}
