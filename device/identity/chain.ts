/**
 * From a document signer up to a trusted country signing certificate (Doc 9303-12 §7). Built here: OpenSSL's chain
 * builder refuses the explicit curve parameters that most states use.
 */
import { X509Certificate } from 'node:crypto'
import type { CheckReason } from '../contract/inspection.ts'
import { countryOf, oneLine, sameName, signedBy } from './certificate.ts'
import { sameCountry } from './countries.ts'
import { serialText } from './crl.ts'
import type { TrustStore } from './trust-store.ts'

type Evidence = Record<string, string>

/** Signing times are often a day's date alone, in whatever time zone (ms). */
const SIGNING_SLACK_MS = 24 * 60 * 60 * 1_000

export type ChainResult = {
  reason: Exclude<CheckReason<'chain'>, 'no-chip' | 'sod-malformed' | 'signer-certificate-missing'>
  evidence: Evidence
  /** The trusted certificate that signed the signer's, where one did. */
  anchor: X509Certificate | undefined
}

/**
 * Whether `signer` comes from a trusted authority of `country` (ICAO code of the issuing state, of DG1). It must have been
 * valid when it signed: `signedAt`, which it says itself under its signature, or else now. The authority's own expiry is
 * not held against it: its documents live longer than its key signs (Doc 9303-12 §5.1).
 */
export function checkChain(
  signerDer: Uint8Array,
  trust: TrustStore,
  country: string,
  now: Date,
  signedAt?: Date,
): ChainResult {
  const signer = new X509Certificate(signerDer)
  const evidence: Evidence = {
    signer: oneLine(signer.subject),
    issuer: oneLine(signer.issuer),
    serialNumber: signer.serialNumber,
    validFrom: dateText(signer.validFromDate),
    validTo: dateText(signer.validToDate),
    ...(signedAt ? { signedAt: signedAt.toISOString() } : {}),
  }
  const named = trust.certificates.filter((ca) => sameName(ca.subject, signer.issuer))
  if (named.length === 0) return { reason: 'issuer-unknown', evidence, anchor: undefined }
  // A state renews its key under the same name: try each.
  const anchor = named.find((ca) => signedBy(signer, ca))
  if (!anchor) return { reason: 'certificate-signature-invalid', evidence, anchor }
  evidence['anchor'] = `${oneLine(anchor.subject)} ${anchor.serialNumber}`
  const link = linkOf(anchor, trust)
  if (link) evidence['link'] = `${oneLine(link.subject)} ${link.serialNumber}`
  const at = (signedAt ?? now).getTime()
  const slack = signedAt ? SIGNING_SLACK_MS : 0
  const valid = at >= signer.validFromDate.getTime() - slack && at <= signer.validToDate.getTime() + slack
  const reason = !anchor.ca
    ? 'issuer-not-an-authority'
    : // The authority's own country too: any state's would do otherwise, for a signer that only says it is of this one.
      [countryOf(anchor.subject) ?? 'none', countryOf(signer.subject)].some((one) => !sameCountry(one, country))
      ? 'country-mismatch'
      : valid
        ? 'trusted'
        : signedAt
          ? 'certificate-not-valid-at-signing'
          : 'certificate-not-valid-now'
  return { reason, evidence, anchor }
}

/** A certificate's dates may be nonsense: then it is not valid at any time, and is said to be so. */
function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'unreadable' : date.toISOString()
}

/** A link certificate carries a state's new key under its old one: the certificate it was signed with, if trusted too. */
function linkOf(anchor: X509Certificate, trust: TrustStore): X509Certificate | undefined {
  if (signedBy(anchor, anchor)) return undefined
  return trust.certificates.find((ca) => sameName(ca.subject, anchor.issuer) && signedBy(anchor, ca))
}

export type RevocationResult = { reason: CheckReason<'crl'>; evidence: Evidence }

/** Whether the authority's own list, if one was given, names the signer. A list that is out of date is said to be. */
export function checkRevocation(
  signerDer: Uint8Array,
  anchor: X509Certificate | undefined,
  trust: TrustStore,
  now: Date,
): RevocationResult {
  if (!anchor) return { reason: 'issuer-unknown', evidence: {} }
  // Under every key the authority has: lists outlive a change of key.
  const keys = trust.certificates.filter((ca) => sameName(ca.subject, anchor.subject))
  const own = trust.crls.filter((crl) => keys.some((key) => crl.signedBy(key)))
  const latest = own.sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())[0]
  if (!latest) return { reason: 'no-crl', evidence: { lists: String(trust.crls.length) } }
  const serial = serialText(new X509Certificate(signerDer).serialNumber)
  const evidence: Evidence = {
    thisUpdate: latest.thisUpdate.toISOString(),
    ...(latest.nextUpdate ? { nextUpdate: latest.nextUpdate.toISOString() } : {}),
    serialNumber: serial,
  }
  const revoked = own.find((crl) => crl.revoked.has(serial))
  if (revoked) {
    const since = revoked.revoked.get(serial)
    return { reason: 'revoked', evidence: { ...evidence, ...(since ? { since: since.toISOString() } : {}) } }
  }
  const stale = latest.nextUpdate !== undefined && latest.nextUpdate < now
  return { reason: stale ? 'crl-out-of-date' : 'not-revoked', evidence }
}
