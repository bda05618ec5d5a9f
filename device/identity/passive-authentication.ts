/** Passive authentication (Doc 9303-11 §5.1): hashes, the SOD's signature, the signer's chain and its revocation. */
import { createHash } from 'node:crypto'
import { numberOf, type PassportFile, type PassportFiles, passportFiles } from '../../drivers/chip/files.ts'
import { Fault } from '../contract/faults.ts'
import type { InspectionChecks } from '../contract/inspection.ts'
import { digestName } from './algorithms.ts'
import { keyOf } from './certificate.ts'
import { checkChain, checkRevocation } from './chain.ts'
import { checkSignedData } from './cms.ts'
import { failed, notDone, notPossible, passed } from './results.ts'
import { parseSod, type SecurityObject } from './sod.ts'
import type { TrustStore } from './trust-store.ts'

type PassiveChecks = Pick<InspectionChecks, 'dgHashes' | 'sodSignature' | 'chain' | 'crl'>

/** The checks, and the data groups that the SOD lists (empty when it cannot be understood). */
export type Passive = { checks: PassiveChecks; listed: ReadonlySet<number> }

/** A SOD that cannot be understood fails the signature, and hence all. */
export function passiveAuthentication(files: PassportFiles, trust: TrustStore, country: string, now: Date): Passive {
  try {
    const sod = parseSod(files.sod)
    return {
      listed: new Set(sod.hashes.keys()),
      checks: {
        dgHashes: checkHashes(files, sod),
        sodSignature: checkSignature(sod),
        ...checkSigner(sod, trust, country, now),
      },
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const evidence = { detail: error.detail }
    return {
      listed: new Set(),
      checks: {
        dgHashes: notPossible<'dgHashes'>('sod-malformed', evidence),
        sodSignature: failed<'sodSignature'>('sod-malformed', evidence),
        chain: notPossible<'chain'>('sod-malformed', evidence),
        crl: notPossible<'crl'>('sod-malformed'),
      },
    }
  }
}

function checkHashes(files: PassportFiles, sod: SecurityObject): PassiveChecks['dgHashes'] {
  const name = digestName(sod.digest)
  if (!name) return notPossible<'dgHashes'>('unknown-algorithm', { digest: sod.digest })
  const evidence: Record<string, string> = { digest: name, lds: String(sod.version) }
  const seen = new Set<string>()
  for (const file of [...Object.keys(passportFiles), 'dg3', 'dg4'] as (PassportFile | 'dg3' | 'dg4')[]) {
    const number = numberOf(file)
    const bytes = files[file]
    if (number === undefined || !bytes) continue
    const expected = sod.hashes.get(number)
    const same = expected && createHash(name).update(bytes).digest().equals(expected)
    const result = expected === undefined ? 'missing' : same ? 'match' : 'mismatch'
    evidence[file] = result
    seen.add(result)
  }
  const unread = [...sod.hashes.keys()].filter((number) => !files[`dg${number}` as PassportFile])
  if (unread.length > 0) evidence['notRead'] = unread.map((number) => `dg${number}`).join(' ')
  if (seen.has('mismatch')) return failed<'dgHashes'>('mismatch', evidence)
  if (seen.has('missing')) return failed<'dgHashes'>('hash-missing', evidence)
  return passed<'dgHashes'>('all-match', evidence)
}

function checkSignature(sod: SecurityObject): PassiveChecks['sodSignature'] {
  const key = sod.certificate && keyOf(sod.certificate)
  if (!key) return notPossible<'sodSignature'>('signer-certificate-missing')
  const check = checkSignedData(sod, key)
  if (check.is === 'unknown-algorithm')
    return notPossible<'sodSignature'>('unknown-algorithm', { digest: check.digest, algorithm: check.algorithmOid })
  const evidence: Record<string, string> = { algorithm: check.algorithm.kind, digest: check.algorithm.digest }
  // OpenSSL names the curve even where its numbers are written out, as most states do.
  const curve = key.asymmetricKeyDetails?.namedCurve
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (curve) evidence['curve'] = curve
  if (bits) evidence['bits'] = String(bits)
  return check.is === 'valid' ? passed<'sodSignature'>('valid', evidence) : failed<'sodSignature'>(check.is, evidence)
}

function checkSigner(
  sod: SecurityObject,
  trust: TrustStore,
  country: string,
  now: Date,
): Pick<PassiveChecks, 'chain' | 'crl'> {
  if (!sod.certificate || !keyOf(sod.certificate)) {
    return {
      chain: notPossible<'chain'>('signer-certificate-missing'),
      crl: notPossible<'crl'>('signer-certificate-missing'),
    }
  }
  const { reason, evidence, anchor } = checkChain(sod.certificate, trust, country, now, sod.signer.signingTime)
  const revocation = checkRevocation(sod.certificate, anchor, trust, now)
  return {
    chain: reason === 'trusted' ? passed<'chain'>(reason, evidence) : failed<'chain'>(reason, evidence),
    crl: revocationCheck(revocation),
  }
}

function revocationCheck({ reason, evidence }: ReturnType<typeof checkRevocation>): PassiveChecks['crl'] {
  switch (reason) {
    case 'not-revoked':
      return passed<'crl'>(reason, evidence)
    case 'revoked':
      return failed<'crl'>(reason, evidence)
    case 'no-crl':
      return notDone<'crl'>(reason, evidence)
    default:
      return notPossible<'crl'>(reason, evidence)
  }
}
