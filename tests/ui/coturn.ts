/** A real coturn with the product's own configuration file, for tests and benches. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import 'reflect-metadata'
import { createHash, webcrypto } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'

export const SECRET = 'only-for-this-test'
export const PORT = 3478
/** Where only TLS goes out, as a web page's would. */
export const TLS_PORT = 5349
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** Null where coturn is installed; otherwise says that it is not. */
export function turnMissing(): string | null {
  try {
    execFileSync('turnserver', ['--version'], { stdio: 'ignore' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'coturn is not installed'
  }
  return null
}

export type CoturnOptions = {
  address: string
  tls: Awaited<ReturnType<typeof serverCertificate>>
  /** A program and its first arguments that run it elsewhere. */
  through?: string[]
  more?: string[]
}

/** Runs until `stop`; `said` is the end of its log. */
export function startCoturn({ address, tls, through = [], more = [] }: CoturnOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'boks-turn-'))
  writeFileSync(join(folder, 'cert.pem'), tls.certificate)
  writeFileSync(join(folder, 'key.pem'), tls.key)
  const filled: Record<string, string> = {
    ADDRESS: address,
    NAME: 'turn.test',
    TLS_PORT: String(TLS_PORT),
    CERTIFICATE: join(folder, 'cert.pem'),
    KEY: join(folder, 'key.pem'),
    SECRET,
  }
  const template = readFileSync(join(import.meta.dirname, '../../provisioning/turn/turnserver.conf'), 'utf8')
  writeFileSync(
    join(folder, 'turnserver.conf'),
    template.replace(/\{(\w+)\}/g, (all, name: string) => filled[name] ?? all),
  )
  const [program, ...args] = [
    ...[...through, 'turnserver', '-c', join(folder, 'turnserver.conf'), '--log-file=stdout', ...more],
    ...[`--pidfile=${join(folder, 'turn.pid')}`, `--userdb=${join(folder, 'turn.db')}`],
  ]
  const turn = spawn(program!, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder })
  let said = ''
  turn.stdout.on('data', (chunk: Buffer) => (said = (said + chunk).slice(-20_000)))
  turn.stderr.on('data', (chunk: Buffer) => (said = (said + chunk).slice(-20_000)))
  return {
    said: () => said,
    async stop() {
      await ended(turn)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A self-signed certificate for those addresses, and the hash of its key as Chromium wants it. A real one has a public authority's. */
export async function serverCertificate(addresses: string[]) {
  x509.cryptoProvider.set(webcrypto as unknown as Crypto)
  const keys = (await webcrypto.subtle.generateKey(P256, true, ['sign', 'verify'])) as CryptoKeyPair
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=turn.test',
    keys,
    signingAlgorithm: P256,
    notAfter: new Date(Date.now() + 86_400_000),
    extensions: [new x509.SubjectAlternativeNameExtension(addresses.map((value) => ({ type: 'ip' as const, value })))],
  })
  const spki = await webcrypto.subtle.exportKey('spki', keys.publicKey as webcrypto.CryptoKey)
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey as webcrypto.CryptoKey)
  return {
    certificate: certificate.toString('pem'),
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    spki: createHash('sha256').update(Buffer.from(spki)).digest('base64'),
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exit
}
