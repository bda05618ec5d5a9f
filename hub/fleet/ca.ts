/** The hub's own certificate authority: boxes know the hub by it, and the hub its boxes. Made at the first start. */
import 'reflect-metadata'
import { createHash, createHmac, randomBytes, webcrypto } from 'node:crypto'
import * as fs from 'node:fs'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import { CompactSign } from 'jose'
import { Fault } from '../../device/contract/faults.ts'

const KEY = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000
const CA_DAYS = 3650
/** Made anew at each start of the hub, which comes sooner. */
const SERVER_DAYS = 730
/** Boxes fetch a new one at every start and when half of it is over. */
const BOX_DAYS = 1
/** A box's clock may be behind (ms). */
const BACKDATED_MS = 10 * 60_000

x509.cryptoProvider.set(webcrypto as unknown as Crypto)

export type Authority = {
  /** Own certificate, PEM. */
  certificate: string
  /** A new key and certificate for the box port, PEM. */
  forServer(names: string[]): Promise<{ key: string; cert: string }>
  /** A client certificate for a box from its request, PEM, with its fingerprint. `Fault('message.malformed')`. */
  forBox(box: string, csr: string): Promise<{ certificate: string; fingerprint: string; until: Date }>
  /** Signs what boxes are to take from this hub (compact JWS, ES256); `type` keeps one kind from passing for another. */
  sign(type: string, content: object): Promise<string>
  /** A tag that only this hub's processes can make. */
  tag(text: string): string
}

/** SHA-256 over the certificate (DER), lower-case hex: how boxes are known. */
export const fingerprintOf = (der: ArrayBuffer | Uint8Array) =>
  createHash('sha256').update(new Uint8Array(der)).digest('hex')

export async function openAuthority(folder: string): Promise<Authority> {
  const own = await load(join(folder, 'ca.pem'))
  const sign = async (
    days: number,
    subject: string,
    publicKey: CryptoKey | x509.PublicKey,
    extensions: x509.Extension[],
  ) =>
    x509.X509CertificateGenerator.create({
      serialNumber: serial(),
      subject,
      issuer: own.certificate.subject,
      ...lasting(days),
      publicKey: publicKey as CryptoKey,
      signingKey: own.key,
      signingAlgorithm: KEY,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        await x509.AuthorityKeyIdentifierExtension.create(own.certificate.publicKey),
        ...extensions,
      ],
    })
  return {
    certificate: own.certificate.toString('pem'),
    async forServer(names) {
      const keys = (await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])) as CryptoKeyPair
      const all = [...new Set([...names, hostname(), 'localhost', '127.0.0.1', '::1'])]
      const certificate = await sign(SERVER_DAYS, 'CN=Borgerboks hub', keys.publicKey, [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(
          all.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
        ),
      ])
      return { key: await keyPem(keys.privateKey), cert: certificate.toString('pem') }
    },
    async forBox(box, csr) {
      const request = await readRequest(csr)
      // Only the key is taken over; what the request says about itself is not.
      const certificate = await sign(BOX_DAYS, `CN=${box}`, request.publicKey, [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      ])
      const { notAfter: until, rawData } = certificate
      return { certificate: certificate.toString('pem'), fingerprint: fingerprintOf(rawData), until }
    },
    sign: (type, content) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(content)))
        .setProtectedHeader({ alg: 'ES256', typ: type })
        .sign(own.key),
    tag: (text) => createHmac('sha256', own.tagKey).update(text).digest('hex'),
  }
}

async function readRequest(csr: string): Promise<x509.Pkcs10CertificateRequest> {
  let request: x509.Pkcs10CertificateRequest
  let holds = false
  try {
    request = new x509.Pkcs10CertificateRequest(csr)
    holds = await request.verify()
  } catch (cause) {
    throw new Fault('message.malformed', '/csr is not a certificate request', { cause })
  }
  const algorithm = request.publicKey.algorithm as { name: string; namedCurve?: string }
  if (algorithm.namedCurve !== 'P-256') throw new Fault('message.malformed', '/csr holds no P-256 key')
  if (!holds) throw new Fault('message.malformed', '/csr is not signed by its own key')
  return request
}

/** One file with key and certificate: there is never one without the other, also when two hubs start at once. */
async function load(file: string): Promise<{ key: CryptoKey; certificate: x509.X509Certificate; tagKey: Buffer }> {
  if (!fs.existsSync(file)) {
    const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
    fs.writeFileSync(draft, await make(), { mode: 0o600, flush: true })
    try {
      fs.linkSync(draft, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      fs.rmSync(draft)
    }
  }
  const [key, certificate] = x509.PemConverter.decode(fs.readFileSync(file, 'utf8'))
  if (!key || !certificate) throw new Fault('config.invalid', `data: ${file} does not hold a key and a certificate`)
  return {
    key: (await webcrypto.subtle.importKey('pkcs8', key, KEY, false, ['sign'])) as CryptoKey,
    certificate: new x509.X509Certificate(certificate),
    tagKey: createHash('sha256').update('borgerboks tags').update(new Uint8Array(key)).digest(),
  }
}

async function make(): Promise<string> {
  const keys = (await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])) as CryptoKeyPair
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=Borgerboks hub CA',
    ...lasting(CA_DAYS),
    keys,
    signingAlgorithm: KEY,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return `${await keyPem(keys.privateKey)}${certificate.toString('pem')}\n`
}

async function keyPem(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key as webcrypto.CryptoKey)
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`
}

/** RFC 5280, 4.1.2.2: positive, at most 20 octets. */
const serial = () => `01${randomBytes(15).toString('hex')}`

function lasting(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now - BACKDATED_MS), notAfter: new Date(now + days * DAY_MS) }
}
