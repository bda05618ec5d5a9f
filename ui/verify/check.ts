import type { PublicCertificate, Statement } from '../../device/contract/certificate.ts'

export type Checked =
  | { is: 'nothing-asked' }
  | { is: 'unknown' }
  | { is: 'no-answer' }
  /** It is there, but the QR code's key is not: nothing can be shown of what it says. */
  | { is: 'listed'; certificate: PublicCertificate }
  /** The key does not open it, or the hub did not sign it. */
  | { is: 'false' }
  | { is: 'genuine'; statement: Statement; revoked: boolean }

const IV_BYTES = 12

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

/**
 * Checks a paper by what stands behind `#` in its address: `CODE` or `CODE.KEY`. That part never leaves this browser: the
 * hub is asked for the code alone, and what it keeps is opened here.
 */
export async function check(hash: string): Promise<Checked> {
  const [written = '', key] = decodeURIComponent(hash.replace(/^#/, '')).trim().split('.')
  const code = written.toUpperCase()
  if (!code) return { is: 'nothing-asked' }
  try {
    const answer = await fetch(`/api/certificates/${encodeURIComponent(code)}`)
    if (answer.status === 404) return { is: 'unknown' }
    if (!answer.ok) return { is: 'no-answer' }
    const certificate = (await answer.json()) as PublicCertificate
    if (!key) return { is: 'listed', certificate }
    const jwk = (await (await fetch('/api/certificates/key')).json()) as JsonWebKey
    const statement = await open(certificate.sealed, key, jwk)
    return statement?.code === code ? { is: 'genuine', statement, revoked: certificate.revoked } : { is: 'false' }
  } catch {
    return { is: 'no-answer' }
  }
}

/** The statement if the key opens it and the hub's signature holds (JWS, ES256). */
async function open(sealed: string, key: string, jwk: JsonWebKey): Promise<Statement | null> {
  const { subtle } = crypto
  try {
    const all = bytes(sealed)
    const secret = await subtle.importKey('raw', bytes(key), 'AES-GCM', false, ['decrypt'])
    const plain = await subtle.decrypt({ name: 'AES-GCM', iv: all.slice(0, IV_BYTES) }, secret, all.slice(IV_BYTES))
    const [header, payload, signature] = new TextDecoder().decode(plain).split('.')
    const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const publicKey = await subtle.importKey('jwk', jwk, ecdsa, false, ['verify'])
    const signed = new TextEncoder().encode(`${header}.${payload}`)
    if (!(await subtle.verify(ecdsa, publicKey, bytes(signature ?? ''), signed))) return null
    return JSON.parse(new TextDecoder().decode(bytes(payload ?? ''))) as Statement
  } catch {
    return null
  }
}
