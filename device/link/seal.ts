import { createHash, type KeyObject } from 'node:crypto'
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify, type JWK } from 'jose'
import { type Applicant, Application, type Captures, type EvidenceHashes } from '../contract/application.ts'
import { canonical } from '../contract/canonical.ts'
import { decoder } from '../contract/decode.ts'
import { Fault } from '../contract/faults.ts'
import type { InspectionReport } from '../contract/inspection.ts'
import type { PublicKey } from '../contract/nouns.ts'

/** A private P-256 key, as Node or jose knows it. */
export type PrivateKey = KeyObject | CryptoKey | JWK
/** A key that cannot be taken out, such as the TPM's: signs SHA-256 of `data`, 64 bytes r and s (IEEE P1363). */
export type Signer = { sign(data: Uint8Array): Promise<Uint8Array> }

const utf8 = new TextEncoder()
const text = new TextDecoder('utf-8', { fatal: true })

/** Seals to a public key: compact JWE, ECDH-ES (direct, RFC 7518 §4.6) with A256GCM. Objects travel as JSON. */
export function sealFor(key: PublicKey, content: Uint8Array | object): Promise<string> {
  const bytes = content instanceof Uint8Array ? content : utf8.encode(JSON.stringify(content))
  return new CompactEncrypt(bytes).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' }).encrypt(key)
}

/** What was sealed to us. `Fault('message.malformed')` when it does not open: damaged, or sealed to somebody else. */
export async function openSealed(key: PrivateKey, sealed: string): Promise<Uint8Array> {
  return (await decrypt(key, sealed)).plaintext
}

async function decrypt(key: PrivateKey, sealed: string) {
  try {
    // The algorithms are ours to choose, never the message's.
    const options = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] }
    return await compactDecrypt(sealed, key, options)
  } catch {
    throw new Fault('message.malformed', 'sealed message does not open')
  }
}

/**
 * `openSealedJson` for what a desk sealed under one claim: the seal covers which one (a member of the protected header), so
 * that the hub cannot keep a message and hand it on under the next claim. `Fault('message.malformed')` then. A desk's page of
 * before the contract had it names none; it cannot be taken off a message that has it.
 */
export async function openOfClaim(key: PrivateKey, sealed: string, claim: string): Promise<unknown> {
  const { plaintext, protectedHeader } = await decrypt(key, sealed)
  const named = protectedHeader.claim ?? claim
  if (named !== claim) throw new Fault('message.malformed', 'sealed under another claim')
  return parse(plaintext)
}

/** `openSealed` for JSON; the caller decodes the value against its schema. */
export async function openSealedJson(key: PrivateKey, sealed: string): Promise<unknown> {
  return parse(await openSealed(key, sealed))
}

/** Signs an object as JSON: compact JWS, ES256. */
export async function signAs(key: PrivateKey | Signer, content: object): Promise<string> {
  if ('sign' in key && typeof key.sign === 'function') {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ alg: 'ES256' })}.${part(content)}`
    return `${signed}.${Buffer.from(await key.sign(utf8.encode(signed))).toString('base64url')}`
  }
  return new CompactSign(utf8.encode(JSON.stringify(content)))
    .setProtectedHeader({ alg: 'ES256' })
    .sign(key as PrivateKey)
}

/** The signed value, to be decoded against its schema. `Fault('message.malformed')` when the signature is not by `key`. */
export async function verifySigned(key: PublicKey, jws: string): Promise<unknown> {
  let payload: Uint8Array
  try {
    payload = (await compactVerify(jws, key, { algorithms: ['ES256'] })).payload
  } catch {
    throw new Fault('message.malformed', 'signature does not verify')
  }
  return parse(payload)
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text.decode(bytes))
  } catch {
    throw new Fault('message.malformed', 'not JSON')
  }
}

/** SHA-256 of bytes, lower-case hex. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 over the canonical JSON of one part, as `EvidenceHashes` holds it. The same after a trip through JSON. */
export function hashOf(part: unknown): string {
  return sha256(canonical(part))
}

export type Evidence = {
  applicant: Applicant
  chip: InspectionReport | null
  portrait: Captures['portrait'] | null
  fingers: Captures['fingers'] | null
  signature: Captures['signature'] | null
  contact: Pick<Application, 'contact' | 'delivery'> | null
}

/** The hashes that the desk signs over: each part exactly as it will stand in the application. */
export function hashEvidence(parts: Evidence): EvidenceHashes {
  const orNull = (part: unknown) => (part === null ? null : hashOf(part))
  return {
    applicant: hashOf(parts.applicant),
    chip: orNull(parts.chip),
    portrait: orNull(parts.portrait),
    fingers: orNull(parts.fingers),
    signature: orNull(parts.signature),
    contact: orNull(parts.contact),
  }
}

const asApplication = decoder(Application)

/** Signs as the box, then encrypts to the authority. Everything that leaves the box for good goes through here. */
export async function sealApplication(
  application: Application,
  boxKey: PrivateKey | Signer,
  authority: PublicKey,
): Promise<string> {
  return sealFor(authority, utf8.encode(await signAs(boxKey, asApplication(application))))
}

/**
 * The authority's side of `sealApplication`. `boxKey` finds the registered key of the box that the application names:
 * it is read before the signature is verified, and believed only after. Hashes and decision are the caller's to check.
 */
export async function openApplication(
  sealed: string,
  authorityKey: PrivateKey,
  boxKey: (box: string) => PublicKey | undefined,
): Promise<Application> {
  const jws = text.decode(await openSealed(authorityKey, sealed))
  const claimed = asApplication(parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url')))
  const key = boxKey(claimed.box)
  if (!key) throw new Fault('message.malformed', 'box is not registered')
  return asApplication(await verifySigned(key, jws))
}
