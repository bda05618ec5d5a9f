/** Passive authentication (Doc 9303-11 §5.1): hashes, the SOD's signature, and the signer's chain. */
import { createHash, X509Certificate } from 'node:crypto'
import type { PassportFiles } from '../../drivers/chip/files.ts'
import { Fault } from '../contract/faults.ts'
import type { CheckName, CheckReason, InspectionChecks } from '../contract/inspection.ts'
import { digestName, publicKeyOf, signatureAlgorithm, verifySignature } from './algorithms.ts'
import { checkChain } from './chain.ts'
import { LDS_SECURITY_OBJECT, parseSod, type SecurityObject } from './sod.ts'
import type { TrustStore } from './trust-store.ts'

type Check<Name extends CheckName> = InspectionChecks[Name]

export function passed<Name extends CheckName>(reason: CheckReason<Name>, evidence: Record<string, string> = {}) {
  return { result: 'passed' as const, reason, evidence }
}

export function failed<Name extends CheckName>(reason: CheckReason<Name>, evidence: Record<string, string> = {}) {
  return { result: 'failed' as const, reason, evidence }
}

export function notPossible<Name extends CheckName>(reason: CheckReason<Name>, evidence: Record<string, string> = {}) {
  return { result: 'not-possible' as const, reason, evidence }
}

/** The three checks of passive authentication. A SOD that cannot be understood fails the signature, and hence all. */
export function passiveAuthentication(
  files: PassportFiles,
  trust: TrustStore,
  country: string,
  now: Date,
): Pick<InspectionChecks, 'dgHashes' | 'sodSignature' | 'chain'> {
  try {
    const sod = parseSod(files.sod)
    return {
      dgHashes: checkHashes(files, sod),
      sodSignature: checkSignature(sod),
      chain: chainOf(sod, trust, country, now),
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const evidence = { detail: error.detail }
    return {
      dgHashes: notPossible<'dgHashes'>('sod-malformed', evidence),
      sodSignature: failed<'sodSignature'>('sod-malformed', evidence),
      chain: notPossible<'chain'>('sod-malformed', evidence),
    }
  }
}

function checkHashes(files: PassportFiles, sod: SecurityObject): Check<'dgHashes'> {
  const name = digestName(sod.digest)
  if (!name) return notPossible<'dgHashes'>('unknown-algorithm', { digest: sod.digest })
  const evidence: Record<string, string> = { digest: name, signed: [...sod.hashes.keys()].join(' ') }
  for (const [number, file] of [
    [1, files.dg1],
    [2, files.dg2],
  ] as const) {
    const expected = sod.hashes.get(number)
    const same = expected && createHash(name).update(file).digest().equals(expected)
    evidence[`dg${number}`] = expected === undefined ? 'missing' : same ? 'match' : 'mismatch'
  }
  const found = Object.values(evidence)
  if (found.includes('mismatch')) return failed<'dgHashes'>('mismatch', evidence)
  if (found.includes('missing')) return failed<'dgHashes'>('hash-missing', evidence)
  return passed<'dgHashes'>('all-match', evidence)
}

function checkSignature(sod: SecurityObject): Check<'sodSignature'> {
  const { signer, certificate } = sod
  const digest = digestName(signer.digest)
  const algorithm = signatureAlgorithm(signer)
  if (!digest || !algorithm)
    return notPossible<'sodSignature'>('unknown-algorithm', { digest: signer.digest, algorithm: signer.algorithm })
  const evidence = { algorithm: algorithm.kind, digest: algorithm.digest }
  const key = certificate && keyOf(certificate)
  if (!key) return notPossible<'sodSignature'>('signer-certificate-missing', evidence)
  if (signer.attributes) {
    const own = createHash(digest).update(sod.content).digest()
    if (!signer.messageDigest || !own.equals(signer.messageDigest) || signer.contentType !== LDS_SECURITY_OBJECT) {
      return failed<'sodSignature'>('digest-mismatch', evidence)
    }
  }
  return verifySignature(algorithm, key, signer.attributes ?? sod.content, signer.signature)
    ? passed<'sodSignature'>('valid', evidence)
    : failed<'sodSignature'>('invalid', evidence)
}

function keyOf(certificate: Uint8Array) {
  try {
    return publicKeyOf(new X509Certificate(certificate))
  } catch {
    return undefined
  }
}

function chainOf(sod: SecurityObject, trust: TrustStore, country: string, now: Date): Check<'chain'> {
  if (!sod.certificate || !keyOf(sod.certificate)) return notPossible<'chain'>('signer-certificate-missing')
  const { reason, evidence } = checkChain(sod.certificate, trust, country, now)
  return reason === 'trusted' ? passed<'chain'>(reason, evidence) : failed<'chain'>(reason, evidence)
}
