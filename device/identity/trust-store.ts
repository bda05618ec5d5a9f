/** The country signing certificates (CSCA) this box trusts. */
import { X509Certificate } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

export type TrustStore = {
  certificates: X509Certificate[]
  /** Files (or positions in the array) that are no certificate: for the technician. */
  skipped: string[]
}

/** A trust store of certificates at hand, in DER or PEM. */
export function trustStore(certificates: Iterable<Uint8Array>): TrustStore {
  return collect([...certificates].map((der, i) => [String(i), der]))
}

/** All certificates (.cer .der .crt .pem) of a folder; a folder that is not there is an error, an empty one is not. */
export async function loadTrustStore(folder: string): Promise<TrustStore> {
  const names = (await readdir(folder))
    .filter((name) => ['.cer', '.der', '.crt', '.pem'].includes(extname(name)))
    .sort()
  return collect(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)))
}

function collect(files: Iterable<readonly [name: string, bytes: Uint8Array]>): TrustStore {
  const store: TrustStore = { certificates: [], skipped: [] }
  for (const [name, bytes] of files) {
    try {
      store.certificates.push(new X509Certificate(bytes))
    } catch {
      store.skipped.push(name)
    }
  }
  return store
}
