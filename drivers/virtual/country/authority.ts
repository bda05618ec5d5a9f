/** The test country UTO: a country signing authority (CSCA) and a document signer (DS), made at run time. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  bitString,
  boolean,
  explicit,
  integer,
  octetString,
  oid,
  printable,
  sequence,
  setOf,
  time,
  utf8,
} from './der.ts'

export const TEST_COUNTRY = 'UTO'

/** 9303-12 §7: the authority signs for 5 years and is trusted for 15; a signer works 3 months, its passports 10 years. */
const CSCA_YEARS = 15
const SIGNER_YEARS = 11

export type TestAuthority = {
  /** Certificates in DER. */
  csca: { certificate: Uint8Array; key: KeyObject }
  signer: { certificate: Uint8Array; key: KeyObject }
}

export type TestAuthorityOptions = {
  curve?: 'P-256' | 'brainpoolP256r1'
  /** Write the curve's numbers out in the certificates, as most states do. */
  explicit?: boolean
  /** Certificates start a year before it. */
  now?: Date
  /** Name of the authority: two test countries in one test need two. */
  name?: string
  /** Two letters of the authority's own country, if another's than the signer says it is of. */
  authorityOf?: string
}

export const ECDSA_SHA256 = '1.2.840.10045.4.3.2'

/** Makes both key pairs and certificates; nothing is written. */
export function createTestAuthority(options: TestAuthorityOptions = {}): TestAuthority {
  const { curve = 'brainpoolP256r1', now = new Date(), name = 'Test Country Authority' } = options
  const paramEncoding = options.explicit ? 'explicit' : 'named'
  const pair = () => generateKeyPairSync('ec', { namedCurve: curve, paramEncoding })
  const ca = pair()
  const ds = pair()
  const from = addYears(now, -1)
  const caName = distinguishedName(name, options.authorityOf)
  const csca = certificate({
    subject: caName,
    issuer: caName,
    publicKey: ca.publicKey,
    issuerKey: ca.privateKey,
    from,
    to: addYears(from, CSCA_YEARS),
    // basicConstraints (one level below) and keyUsage keyCertSign, cRLSign.
    extensions: [
      extension('2.5.29.19', sequence(boolean(true), integer(0))),
      extension('2.5.29.15', bitString(Uint8Array.of(0x06), 1)),
    ],
  })
  const signer = certificate({
    subject: distinguishedName(`${name} Document Signer`),
    issuer: caName,
    publicKey: ds.publicKey,
    issuerKey: ca.privateKey,
    from,
    to: addYears(from, SIGNER_YEARS),
    // keyUsage digitalSignature.
    extensions: [extension('2.5.29.15', bitString(Uint8Array.of(0x80), 7))],
  })
  return {
    csca: { certificate: csca, key: ca.privateKey },
    signer: { certificate: signer, key: ds.privateKey },
  }
}

const files = { csca: 'csca.cer', cscaKey: 'csca.key', signer: 'signer.cert', signerKey: 'signer.key' }

/**
 * Writes the authority to a folder. Only the CSCA certificate is a `.cer`, so the folder itself can serve as the trust
 * store; keys are for the owner's eyes only. Test material, never to be committed.
 */
export async function saveTestAuthority(authority: TestAuthority, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(join(folder, files.cscaKey), pem(authority.csca.key), { mode: 0o600 })
  await writeFile(join(folder, files.signerKey), pem(authority.signer.key), { mode: 0o600 })
  await writeFile(join(folder, files.signer), authority.signer.certificate)
  // Last: its presence says that the rest is there.
  await writeFile(join(folder, files.csca), authority.csca.certificate)
}

/** The authority that `saveTestAuthority` wrote, or `undefined` if the folder holds none. */
export async function loadTestAuthority(folder: string): Promise<TestAuthority | undefined> {
  const read = (name: string) => readFile(join(folder, name))
  const csca = await read(files.csca).catch(() => undefined)
  if (!csca) return undefined
  return {
    csca: { certificate: csca, key: createPrivateKey(await read(files.cscaKey)) },
    signer: { certificate: await read(files.signer), key: createPrivateKey(await read(files.signerKey)) },
  }
}

export function addYears(date: Date, years: number): Date {
  const later = new Date(date)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later
}

function distinguishedName(commonName: string, country = 'UT'): Uint8Array {
  const attribute = (type: string, value: Uint8Array) => setOf(sequence(oid(type), value))
  return sequence(
    attribute('2.5.4.6', printable(country)),
    attribute('2.5.4.10', utf8('Borgerboks test country')),
    attribute('2.5.4.3', utf8(commonName)),
  )
}

function extension(type: string, value: Uint8Array): Uint8Array {
  return sequence(oid(type), boolean(true), octetString(value))
}

function certificate(content: {
  subject: Uint8Array
  issuer: Uint8Array
  publicKey: KeyObject
  issuerKey: KeyObject
  from: Date
  to: Date
  extensions: Uint8Array[]
}): Uint8Array {
  const algorithm = sequence(oid(ECDSA_SHA256))
  const serial = randomBytes(8)
  serial[0] = 0x40 | (serial[0]! & 0x3f)
  const body = sequence(
    explicit(0, integer(2)),
    integer(serial),
    algorithm,
    content.issuer,
    sequence(time(content.from), time(content.to)),
    content.subject,
    content.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...content.extensions)),
  )
  return sequence(body, algorithm, bitString(sign('sha256', body, content.issuerKey)))
}
