/** EF.SOD: a CMS SignedData over the LDS security object, which lists the data groups' hashes (Doc 9303-10 §4.6.2). */
import { ContentInfo, SignedData, type SignerInfo } from '@peculiar/asn1-cms'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import { child, readAll, readTlv } from '../../drivers/chip/tlv.ts'
import { Fault } from '../contract/faults.ts'
import { oidText } from './oid.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1'

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
    /** The signed attributes as a DER SET, exactly as signed; absent when the content itself is signed. */
    attributes: Uint8Array | undefined
    messageDigest: Uint8Array | undefined
    contentType: string | undefined
  }
  /** The document signer's certificate in DER; some states leave it out. */
  certificate: Uint8Array | undefined
}

/** Throws `chip.malformed` when the file cannot be understood. */
export function parseSod(file: Uint8Array): SecurityObject {
  try {
    return parse(file)
  } catch (error) {
    if (error instanceof Fault) throw error
    // The library throws plain errors at bad DER; here that is a bad file, not a bug.
    throw new Fault('chip.malformed', 'EF.SOD: not a CMS SignedData', { cause: error })
  }
}

function parse(file: Uint8Array): SecurityObject {
  const outer = readTlv(file)
  if (outer.tag !== 0x77) throw new Fault('chip.malformed', `EF.SOD: tag ${outer.tag.toString(16)}`)
  const info = AsnConvert.parse(outer.value, ContentInfo)
  if (info.contentType !== SIGNED_DATA) throw new Fault('chip.malformed', 'EF.SOD: no SignedData')
  const signed = AsnConvert.parse(info.content, SignedData)
  const content = signed.encapContentInfo.eContent?.single
  const signer = signed.signerInfos[0]
  if (!content || !signer) throw new Fault('chip.malformed', 'EF.SOD: no content or no signer')
  if (signed.encapContentInfo.eContentType !== LDS_SECURITY_OBJECT)
    throw new Fault('chip.malformed', 'EF.SOD: content type')
  const bytes = new Uint8Array(content.buffer)
  return {
    ...parseLdsSecurityObject(bytes),
    content: bytes,
    signer: signerOf(signer),
    certificate: signerCertificate(outer.value, signer),
  }
}

function parseLdsSecurityObject(der: Uint8Array): Pick<SecurityObject, 'digest' | 'hashes'> {
  const [, algorithm, list] = readAll(child(der, 0x30))
  if (algorithm?.tag !== 0x30 || list?.tag !== 0x30) throw new Fault('chip.malformed', 'LDS security object')
  const hashes = new Map<number, Uint8Array>()
  for (const entry of readAll(list.value)) {
    const number = child(entry.value, 0x02)
    if (number.length !== 1) throw new Fault('chip.malformed', 'LDS security object: data group number')
    hashes.set(number[0]!, child(entry.value, 0x04))
  }
  return { digest: oidText(child(algorithm.value, 0x06)), hashes }
}

function signerOf(signer: SignerInfo): SecurityObject['signer'] {
  const raw = signer.signedAttrsRaw ? new Uint8Array(signer.signedAttrsRaw) : undefined
  // What is signed is the SET OF, not the [0] that stands in the message (RFC 5652 §5.4).
  const attributes = raw && Uint8Array.from([0x31, ...raw.subarray(1)])
  const attribute = (oid: string) => signer.signedAttrs?.find((a) => a.attrType === oid)?.attrValues[0]
  const messageDigest = attribute('1.2.840.113549.1.9.4')
  const contentType = attribute('1.2.840.113549.1.9.3')
  const parameters = signer.signatureAlgorithm.parameters
  return {
    digest: signer.digestAlgorithm.algorithm,
    algorithm: signer.signatureAlgorithm.algorithm,
    parameters: parameters ? new Uint8Array(parameters) : undefined,
    signature: new Uint8Array(signer.signature.buffer),
    attributes,
    messageDigest: messageDigest && new Uint8Array(AsnConvert.parse(messageDigest, OctetString).buffer),
    contentType: contentType && oidText(child(new Uint8Array(contentType), 0x06)),
  }
}

/** The signer's certificate in the very bytes of the file: what is hashed and verified must not be written anew. */
function signerCertificate(contentInfo: Uint8Array, signer: SignerInfo): Uint8Array | undefined {
  const signedData = readTlv(child(readTlv(contentInfo).value, 0xa0)).value
  const set = readAll(signedData).find((tlv) => tlv.tag === 0xa0)
  const certificates = set ? readAll(set.value).map((tlv) => tlv.whole) : []
  const sid = signer.sid.issuerAndSerialNumber
  const found = sid && certificates.find((der) => serialNumber(der).equals(Buffer.from(sid.serialNumber)))
  // By key identifier, or a signer that names its certificate wrongly: with one certificate there is no doubt, since
  // its key must verify the signature anyway.
  return found ?? (certificates.length === 1 ? certificates[0] : undefined)
}

function serialNumber(certificate: Uint8Array): Buffer {
  return Buffer.from(child(child(readTlv(certificate).value, 0x30), 0x02))
}
