/** What of a certificate node:crypto does not tell (RFC 5280 §4.1), and names made comparable. */
import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import { oidText } from '../../drivers/chip/oid.ts'
import { child, readAll, type Tlv } from '../../drivers/chip/tlv.ts'
import { publicKeyOf } from './algorithms.ts'

const SUBJECT_KEY_ID = '2.5.29.14'
const AUTHORITY_KEY_ID = '2.5.29.35'

/** A certificate of DER (or PEM), or `undefined` if OpenSSL cannot read it. */
export function readCertificate(bytes: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes)
  } catch {
    return undefined
  }
}

/** The key of a certificate in DER, or `undefined`. */
export function keyOf(certificate: Uint8Array): KeyObject | undefined {
  const read = readCertificate(certificate)
  return read && publicKeyOf(read)
}

/** Whether `issuer`'s key signed `certificate`. What OpenSSL refuses is a no. */
export function signedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const key = publicKeyOf(issuer)
  try {
    return key !== undefined && certificate.verify(key)
  } catch {
    return false
  }
}

/** Subject and authority key identifiers in hex, where the extensions are there. */
export function keyIds(certificate: X509Certificate): { subject?: string; authority?: string } {
  const body = child(child(certificate.raw, 0x30), 0x30)
  const wrapper = readAll(body).find((tlv) => tlv.tag === 0xa3)
  const ids: { subject?: string; authority?: string } = {}
  for (const extension of wrapper ? readAll(child(wrapper.value, 0x30)) : []) {
    const oid = oidText(child(extension.value, 0x06))
    const value = child(extension.value, 0x04)
    if (oid === SUBJECT_KEY_ID) ids.subject = hex(child(value, 0x04))
    if (oid !== AUTHORITY_KEY_ID) continue
    const id = readAll(child(value, 0x30)).find((tlv) => tlv.tag === 0x80)
    if (id) ids.authority = hex(id.value)
  }
  return ids
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** One line for the report. */
export function oneLine(name: string): string {
  return name.split('\n').join(', ')
}

/** Issuers and their authorities do not always spell a name in the same case, order or string type. */
export function sameName(a: string, b: string): boolean {
  return normal(a) === normal(b)
}

function normal(name: string): string {
  return name.toLowerCase().replace(/ +/g, ' ').split('\n').sort().join('\n')
}

/** The two-letter country of a name, in capitals. */
export function countryOf(name: string): string | undefined {
  return /^C=(.+)$/m.exec(name)?.[1]?.toUpperCase()
}

export function fingerprint(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex')
}

/** UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5). */
export function asDate({ tag, value }: Tlv): Date | undefined {
  const text = Buffer.from(value).toString('latin1')
  const full = tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/.exec(full)
  if ((tag !== 0x17 && tag !== 0x18) || !found) return undefined
  const [, year, month, day, hour, minute, second = '00'] = found
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
