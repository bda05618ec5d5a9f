/** EF.SOD of the test country: the data groups' hashes, signed by its document signer (Doc 9303-10 §4.6.2). */
import { createHash, sign } from 'node:crypto'
import { child, readAll, readTlv, writeTlv } from '../../chip/tlv.ts'
import { ECDSA_SHA256, type TestAuthority } from './authority.ts'
import { explicit, integer, octetString, oid, sequence, setOf, time } from './der.ts'

const SHA256 = '2.16.840.1.101.3.4.2.1'
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1'

/** `brokenSignature` turns one bit of the signature; the structure stays sound. */
export function securityObject(
  authority: TestAuthority,
  groups: ReadonlyMap<number, Uint8Array>,
  signedAt: Date,
  brokenSignature = false,
): Uint8Array {
  const hashes = [...groups].map(([number, file]) => sequence(integer(number), octetString(sha256(file))))
  const content = sequence(integer(0), sequence(oid(SHA256)), sequence(...hashes))
  return writeTlv(0x77, signedData(authority, LDS_SECURITY_OBJECT, content, signedAt, brokenSignature))
}

function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

/** A CMS SignedData by the authority's document signer. */
export function signedData(
  authority: TestAuthority,
  contentType: string,
  content: Uint8Array,
  signedAt: Date,
  brokenSignature = false,
): Uint8Array {
  const digest = sequence(oid(SHA256))
  const attribute = (type: string, value: Uint8Array) => sequence(oid(type), setOf(value))
  const attributes = setOf(
    attribute('1.2.840.113549.1.9.3', oid(contentType)),
    attribute('1.2.840.113549.1.9.4', octetString(sha256(content))),
    attribute('1.2.840.113549.1.9.5', time(signedAt)),
  )
  const signature = Uint8Array.from(sign('sha256', attributes, authority.signer.key))
  if (brokenSignature) signature[signature.length - 1]! ^= 1

  const { issuer, serialNumber } = namesOf(authority.signer.certificate)
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serialNumber),
    digest,
    // The same bytes as signed, under the implicit tag [0].
    Uint8Array.from([0xa0, ...attributes.subarray(1)]),
    sequence(oid(ECDSA_SHA256)),
    octetString(signature),
  )
  const signed = sequence(
    integer(3),
    setOf(digest),
    sequence(oid(contentType), explicit(0, octetString(content))),
    explicit(0, authority.signer.certificate),
    setOf(signerInfo),
  )
  return sequence(oid('1.2.840.113549.1.7.2'), explicit(0, signed))
}

/** Issuer and serial number of a certificate, in DER, for the signer identifier. */
function namesOf(certificate: Uint8Array): { issuer: Uint8Array; serialNumber: Uint8Array } {
  const [, serialNumber, , issuer] = readAll(child(readTlv(certificate).value, 0x30))
  return { issuer: issuer!.whole, serialNumber: serialNumber!.whole }
}
