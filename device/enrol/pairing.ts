/**
 * The box's side of enrolment. It meets a hub over a wire nobody vouches for; that the hub is the right one is what the
 * technician sees: the same fingerprint on both screens, confirmed on both.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Static, TSchema } from 'typebox'
import { decoder } from '../contract/decode.ts'
import { Fault } from '../contract/faults.ts'
import { committed, spoken, transcript } from '../contract/fingerprint.ts'
import { type KeyHome, PairingCode, PairingOffer, type PairingRequest, PairingStatus } from '../contract/fleet.ts'
import type { Proposal } from '../contract/proposal.ts'
import { type KeyPlace, makeIdentityKey } from './identity-key.ts'
import { tpmKey } from './tpm.ts'

/** Between two looks whether the technician is done (ms). */
const LOOK_MS = 1_000
/** An offer carries a certificate and two keys. */
const ANSWER_BYTES = 100_000
const ANSWER_MS = 15_000

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export type Pairing = {
  code: string
  fingerprint: string
  /** Of the authority's key that will be pinned: compare with the authority's letter. */
  authority: string
  key: 'software' | 'tpm'
  /** As far as the hub is: it says `enrolled` once the technician has accepted there. */
  status(): Promise<Static<typeof PairingStatus>>
  /** Keeps what was agreed: only after the technician has confirmed the fingerprint at the box too. */
  keep(box: string): void
}

export type PairingOptions = {
  /** The hub's web port. */
  web: string
  /** Where the identity is kept. */
  folder: string
  key: KeyPlace
  software: string
  found: string[]
  proposal?: Proposal
  signal?: AbortSignal
}

/** Makes the identity key and opens a pairing. `Fault('hub.gone')` when no hub answers, `hub.refused` when it will not. */
export async function beginPairing(options: PairingOptions): Promise<Pairing> {
  const { web, folder, software, found, proposal, signal } = options
  const identity = await makeIdentityKey(folder, options.key)
  const request: PairingRequest = {
    identity: identity.publicKey,
    key: await home(options.key),
    software,
    found,
    ...(proposal ? { proposal } : {}),
  }
  const nonce = randomBytes(32).toString('hex')
  const reveal = { nonce, request }
  const ask = <S extends TSchema>(schema: S, path: string, body?: object) =>
    call(schema, new URL(path, web), body, signal)

  const offer = await ask(PairingOffer, '/api/pairings', { commit: sha256(committed(reveal)) })
  const at = `/api/pairings/${offer.pairing}`
  const { code, challenge } = await ask(PairingCode, `${at}/reveal`, reveal)
  if (challenge && options.key.is === 'tpm') {
    const bytes = (text: string) => Buffer.from(text, 'base64')
    const opened = await tpmKey(options.key.tcti).activate({
      blob: bytes(challenge.blob),
      secret: bytes(challenge.secret),
    })
    await ask(PairingStatus, `${at}/prove`, { secret: opened.toString('base64') })
  }
  return {
    code,
    fingerprint: spoken(sha256(transcript(offer, nonce, request))),
    authority: authorityFingerprint(offer.authority),
    key: identity.is,
    status: () => ask(PairingStatus, at),
    keep(box) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const put = (name: string, text: string) => {
        writeFileSync(join(folder, `${name}.new`), text, { mode: 0o600, flush: true })
        renameSync(join(folder, `${name}.new`), join(folder, name))
      }
      put('hub-ca.crt', offer.ca)
      put('authority.jwk', JSON.stringify(offer.authority))
      // Last: the folder counts as enrolled once this stands.
      put('box.json', JSON.stringify({ box, hub: offer.hub }))
    },
  }
}

/** How an authority's key is compared with its letter. */
export const authorityFingerprint = ({ x, y }: { x: string; y: string }) => spoken(sha256(`${x}.${y}`))

/** Until the technician has accepted or refused at the hub. Null when the pairing is refused or too old. */
export async function untilAccepted(pairing: Pairing, signal: AbortSignal): Promise<string | null> {
  for (;;) {
    const status = await pairing.status().catch((error: Fault) => {
      if (error.code === 'hub.refused') return { is: 'refused' } as const
      // A hub that restarts is asked again.
      return { is: 'waiting' } as const
    })
    if (status.is === 'enrolled') return status.box
    if (status.is === 'refused') return null
    await sleep(LOOK_MS, undefined, { signal })
  }
}

async function home(place: KeyPlace): Promise<KeyHome> {
  if (place.is === 'software') return { is: 'software' }
  const { identity, endorsement, certificate } = await tpmKey(place.tcti).endorsement()
  const text = (bytes: Buffer) => bytes.toString('base64')
  return {
    is: 'tpm',
    identity: text(identity),
    endorsement: text(endorsement),
    certificate: certificate && text(certificate),
  }
}

/** A stranger may answer: nobody has been compared yet. Rejects for more than `bytes`. */
async function atMost(response: Response, bytes: number): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > bytes) throw new Error('the answer is too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

async function call<S extends TSchema>(schema: S, url: URL, body?: object, signal?: AbortSignal): Promise<Static<S>> {
  const limit = AbortSignal.timeout(ANSWER_MS)
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: body ? { 'content-type': 'application/json' } : {},
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    text = await atMost(response, ANSWER_BYTES)
  } catch (cause) {
    throw new Fault('hub.gone', url.origin, { cause })
  }
  if (response.status >= 500 || response.status === 429) throw new Fault('hub.gone', `HTTP ${response.status}`)
  if (!response.ok) throw new Fault('hub.refused', `pairing: HTTP ${response.status} ${text.slice(0, 200)}`)
  return decoder(schema)(text)
}
