/** The country signing certificates (CSCA) this box trusts, and the revocation lists it was given. */
import type { X509Certificate } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { readCertificate } from './certificate.ts'
import { parseCrl, type RevocationList } from './crl.ts'

export type TrustStore = {
  certificates: X509Certificate[]
  crls: RevocationList[]
  /** Files (or positions in the array) that are neither: for the technician. */
  skipped: string[]
}

const CERTIFICATES = ['.cer', '.der', '.crt', '.pem']

/** A trust store of certificates at hand, in DER or PEM. */
export function trustStore(certificates: Iterable<Uint8Array>, crls: Iterable<Uint8Array> = []): TrustStore {
  const named = (bytes: Iterable<Uint8Array>, kind: string) => [...bytes].map((der, i) => [`${i}${kind}`, der] as const)
  return collect([...named(certificates, '.cer'), ...named(crls, '.crl')])
}

/** All certificates and lists (.crl) of a folder; a folder that is not there is an error, an empty one is not. */
export async function loadTrustStore(folder: string): Promise<TrustStore> {
  const names = (await readdir(folder)).filter((name) => [...CERTIFICATES, '.crl'].includes(extname(name))).sort()
  return collect(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)))
}

function collect(files: Iterable<readonly [name: string, bytes: Uint8Array]>): TrustStore {
  const store: TrustStore = { certificates: [], crls: [], skipped: [] }
  for (const [name, bytes] of files) {
    if (extname(name) === '.crl') {
      const crl = readCrl(bytes)
      if (crl) store.crls.push(crl)
      else store.skipped.push(name)
      continue
    }
    const certificate = readCertificate(bytes)
    if (certificate) store.certificates.push(certificate)
    else store.skipped.push(name)
  }
  return store
}

function readCrl(bytes: Uint8Array): RevocationList | undefined {
  try {
    return parseCrl(bytes)
  } catch {
    return undefined
  }
}
