import 'reflect-metadata'
import { generateKeyPairSync } from 'node:crypto'
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** A fresh P-256 key (PKCS #8, PEM) with a certificate request for it (PEM). */
export async function makeRequest(): Promise<{ key: string; csr: string }> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'der' })
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  const csr = await Pkcs10CertificateRequestGenerator.create({
    // The hub takes over nothing but the key.
    name: 'CN=box',
    keys: {
      privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']),
      publicKey: await crypto.subtle.importKey('spki', spki, ALGORITHM, true, ['verify']),
    },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  })
  return { key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), csr: csr.toString('pem') }
}
