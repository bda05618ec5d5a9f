/**
 * Master lists (Doc 9303-12 §9): country signing certificates that one state vouches for. The list's own signature is
 * verified up to a root that the technician brings; then every certificate in it is taken or refused with a reason.
 */
import type { X509Certificate } from 'node:crypto'
import { child, readAll } from '../../drivers/chip/tlv.ts'
import { Fault } from '../contract/faults.ts'
import { publicKeyOf } from './algorithms.ts'
import { countryOf, fingerprint, keyIds, oneLine, readCertificate, sameName, signedBy } from './certificate.ts'
import { checkSignedData, parseSignedData } from './cms.ts'

const MASTER_LIST = '2.23.136.1.1.2'
/** Signer, perhaps an authority between, link certificates: more steps are a circle. */
const LONGEST_PATH = 8

export type RefusalReason =
  | 'malformed'
  | 'duplicate'
  | 'not-an-authority'
  | 'no-country'
  | 'key-unreadable'
  | 'signature-invalid'
  | 'issuer-not-listed'

export type Refusal = { subject: string; reason: RefusalReason }

export type Imported = {
  certificate: X509Certificate
  /** `link`: carries a new key under the old one's signature. */
  kind: 'self-signed' | 'link'
}

export type MasterListImport = {
  signer: string
  signedAt: Date | undefined
  /** Subjects from the list's signer up to the root. */
  path: string[]
  total: number
  imported: Imported[]
  refused: Refusal[]
}

/**
 * Verifies and sorts a master list in DER.
 * @throws Fault `trust.refused` when its signature does not hold or does not lead to `root`; `chip.malformed` when it is
 * no master list.
 */
export function importMasterList(der: Uint8Array, root: X509Certificate): MasterListImport {
  const data = parseSignedData(der, 'master list')
  if (data.contentType !== MASTER_LIST) throw new Fault('trust.refused', `this is no master list: ${data.contentType}`)
  const signer = data.certificate && readCertificate(data.certificate)
  const key = signer && publicKeyOf(signer)
  if (!signer || !key) throw new Fault('trust.refused', 'the list does not bring its signer’s certificate')
  const check = checkSignedData(data, key)
  if (check.is !== 'valid') throw new Fault('trust.refused', `the list’s signature: ${check.is}`)

  const [, list] = readAll(child(data.content, 0x30))
  if (list?.tag !== 0x31) throw new Fault('chip.malformed', 'master list: no certificates')
  const members = readAll(list.value).map((tlv) => tlv.whole)
  const read = members.map((member) => readCertificate(member))
  const inList = read.filter((certificate) => certificate !== undefined)
  const brought = data.certificates.flatMap((certificate) => readCertificate(certificate) ?? [])
  const path = pathTo(root, signer, [...brought, ...inList])
  if (!path) throw new Fault('trust.refused', `the list’s signer ${oneLine(signer.subject)} does not lead to the root`)

  const imported: Imported[] = []
  const refused: Refusal[] = []
  const seen = new Set<string>()
  for (const [i, member] of members.entries()) {
    const print = fingerprint(member)
    const judged = seen.has(print) ? 'duplicate' : judge(read[i], inList)
    seen.add(print)
    const certificate = read[i]
    if (typeof judged === 'object' && certificate) imported.push({ certificate, kind: judged.kind })
    else refused.push({ subject: subjectOf(certificate, i), reason: typeof judged === 'string' ? judged : 'malformed' })
  }
  return {
    signer: oneLine(signer.subject),
    signedAt: data.signer.signingTime,
    path: path.map(({ subject }) => oneLine(subject)),
    total: members.length,
    imported,
    refused,
  }
}

function subjectOf(certificate: X509Certificate | undefined, index: number): string {
  return certificate ? oneLine(certificate.subject) : `certificate ${index + 1}`
}

/** The certificates from `from` up to `root`, each signed by the next; `undefined` when none leads there. */
function pathTo(
  root: X509Certificate,
  from: X509Certificate,
  others: X509Certificate[],
): X509Certificate[] | undefined {
  const rootPrint = fingerprint(root.raw)
  const search = (path: X509Certificate[]): X509Certificate[] | undefined => {
    const last = path.at(-1)!
    if (fingerprint(last.raw) === rootPrint) return path
    if (sameName(last.issuer, root.subject) && signedBy(last, root)) return [...path, root]
    if (path.length >= LONGEST_PATH) return undefined
    for (const next of others) {
      if (path.includes(next) || !next.ca || !sameName(next.subject, last.issuer) || !signedBy(last, next)) continue
      const found = search([...path, next])
      if (found) return found
    }
    return undefined
  }
  return search([from])
}

/** Expired authorities are kept: what they signed may still be in date, and a verdict says when it is not. */
function judge(
  certificate: X509Certificate | undefined,
  all: X509Certificate[],
): { kind: Imported['kind'] } | Exclude<RefusalReason, 'duplicate'> {
  if (!certificate) return 'malformed'
  if (!certificate.ca) return 'not-an-authority'
  if (!countryOf(certificate.subject)) return 'no-country'
  if (!publicKeyOf(certificate)) return 'key-unreadable'
  if (signedBy(certificate, certificate)) return { kind: 'self-signed' }
  const ids = keyIds(certificate)
  // It names itself as its issuer, by name and key, and is not signed so: damaged, or by an algorithm we do not take.
  const selfIssued = sameName(certificate.subject, certificate.issuer)
  if (selfIssued && (ids.authority === undefined || ids.authority === ids.subject)) return 'signature-invalid'
  const issuers = all.filter((one) => one !== certificate && sameName(one.subject, certificate.issuer))
  return issuers.some((issuer) => signedBy(certificate, issuer)) ? { kind: 'link' } : 'issuer-not-listed'
}
