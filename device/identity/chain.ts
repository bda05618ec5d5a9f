/**
 * From a document signer up to a trusted country signing certificate (Doc 9303-12 §7). Built here: OpenSSL's chain
 * builder refuses the explicit curve parameters that most states use.
 */
import { X509Certificate } from 'node:crypto'
import type { CheckReason } from '../contract/inspection.ts'
import { publicKeyOf } from './algorithms.ts'
import type { TrustStore } from './trust-store.ts'

export type ChainResult = {
  reason: Exclude<CheckReason<'chain'>, 'no-chip' | 'sod-malformed' | 'signer-certificate-missing'>
  evidence: Record<string, string>
}

/**
 * Whether `signer` comes from a trusted authority of `country` (ICAO code of the issuing state, of DG1).
 * The authority's own expiry is not held against it: its documents live longer than its key signs (Doc 9303-12 §5.1).
 */
export function checkChain(signerDer: Uint8Array, trust: TrustStore, country: string, now: Date): ChainResult {
  const signer = new X509Certificate(signerDer)
  const evidence: Record<string, string> = {
    signer: oneLine(signer.subject),
    issuer: oneLine(signer.issuer),
    serialNumber: signer.serialNumber,
    validTo: signer.validTo,
  }
  const named = trust.certificates.filter((ca) => sameName(ca.subject, signer.issuer))
  if (named.length === 0) return { reason: 'issuer-unknown', evidence }
  // A state renews its key under the same name: try each.
  const issuer = named.find((ca) => verifies(signer, ca))
  if (!issuer) return { reason: 'certificate-signature-invalid', evidence }
  evidence['anchor'] = `${oneLine(issuer.subject)} ${issuer.serialNumber}`
  if (!issuer.ca) return { reason: 'issuer-not-an-authority', evidence }
  if (!sameCountry(signer.subject, country)) return { reason: 'country-mismatch', evidence }
  if (!(now >= signer.validFromDate && now <= signer.validToDate))
    return { reason: 'certificate-not-valid-now', evidence }
  return { reason: 'trusted', evidence }
}

function verifies(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const key = publicKeyOf(issuer)
  try {
    return key !== undefined && certificate.verify(key)
  } catch {
    return false
  }
}

function oneLine(name: string): string {
  return name.split('\n').join(', ')
}

/** Issuers and their authorities do not always spell a name in the same case or string type. */
function sameName(a: string, b: string): boolean {
  const normal = (name: string) => name.toLowerCase().replace(/ +/g, ' ').split('\n').sort().join('\n')
  return normal(a) === normal(b)
}

/** Certificates carry ISO 3166 two-letter codes, the MRZ three letters; only those known to matter here are mapped. */
const twoLetters: Record<string, string> = { DNK: 'DK', D: 'DE', UTO: 'UT', SWE: 'SE', NOR: 'NO', FIN: 'FI', ISL: 'IS' }

/** Fails only where both codes are known and differ: one state's signer must not vouch for another's passport. */
function sameCountry(subject: string, country: string): boolean {
  const code = /^C=(.+)$/m.exec(subject)?.[1]?.toUpperCase()
  const expected = twoLetters[country]
  return !code || !expected || code === expected || code === country
}
