import 'reflect-metadata'
import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509'
import { Enrolled, type EnrolRequest, type SignIn } from '../../device/contract/api.ts'
import { decoder } from '../../device/contract/decode.ts'
import { Fault } from '../../device/contract/faults.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'
import { publicKeyOf } from '../../device/link/keys.ts'

const decodeEnrolled = decoder(Enrolled)

/** Signs in at the hub's web port and returns the cookie. Throws `hub.refused` or `hub.gone`. */
export async function signIn(web: string, who: SignIn): Promise<string> {
  const reply = await post(new URL('/api/session', web), who)
  const cookie = reply.headers.getSetCookie()[0]?.split(';')[0]
  if (!reply.ok || !cookie) throw new Fault('hub.refused', `sign-in of ${who.user}: HTTP ${reply.status}`)
  return cookie
}

async function post(url: URL, body: unknown, cookie?: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url.origin, ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    })
  } catch (error) {
    throw new Fault('hub.gone', url.origin, { cause: error })
  }
}

export type EnrolOptions = {
  /** The hub's web port. */
  web: string
  technician: SignIn
  name: string
  place: string
  /** The authority's public key, brought by the technician: from here on it is pinned. */
  authority: PublicKey
  /** Gets box.key, box.crt, hub-ca.crt, box.json and authority.jwk. */
  folder: string
}

/**
 * Enrols a box: its key is made here and never leaves the folder, the hub signs its certificate. A software key: in service
 * it belongs into the TPM, which another issue brings. Returns the box's id, its public key and the hub's box port.
 */
export async function enrol(options: EnrolOptions): Promise<{ box: string; publicKey: PublicKey; hub: string }> {
  const { web, name, place, folder } = options
  const cookie = await signIn(web, options.technician)
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'der' })
  const spki = pair.publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const csr = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [name] }],
    keys: {
      privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
      publicKey: await crypto.subtle.importKey('spki', spki, algorithm, true, ['verify']),
    },
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  })
  const request: EnrolRequest = { name, place, csr: csr.toString('pem') }
  const reply = await post(new URL('/api/boxes', web), request, cookie)
  if (!reply.ok) throw new Fault('hub.refused', `enrolment: HTTP ${reply.status} ${await reply.text()}`)
  const enrolled = decodeEnrolled(await reply.json())

  await mkdir(folder, { recursive: true, mode: 0o700 })
  const put = (file: string, text: string) => writeFile(join(folder, file), text, { mode: 0o600 })
  await put('box.key', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  await put('box.crt', enrolled.certificate)
  await put('hub-ca.crt', enrolled.ca)
  await put('authority.jwk', JSON.stringify(options.authority))
  await put('box.json', JSON.stringify({ box: enrolled.box, hub: enrolled.hub }))
  return { box: enrolled.box, publicKey: publicKeyOf(pair.publicKey), hub: enrolled.hub }
}
