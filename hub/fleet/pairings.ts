/** The hub's side of enrolment by a code on the box's screen. See device/enrol/pairing.ts for the other. */
import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import { decoder } from '../../device/contract/decode.ts'
import { ALPHABET, committed, spoken, transcript } from '../../device/contract/fingerprint.ts'
import type {
  PairingAccept,
  PairingCode,
  PairingOffer,
  PairingReveal,
  PairingStatus,
  PairingView,
} from '../../device/contract/fleet.ts'
import { PublicKey } from '../../device/contract/nouns.ts'
import type { Hub } from '../context.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { problem } from '../web/problem.ts'
import type { Authority } from './ca.ts'
import { isBound, isByKnownMaker, makeCredential } from './tpm.ts'

/** As long as a technician may take from the box to the fleet page (minutes). */
const MINUTES = 15
/** Nobody is signed in here: more boxes than this are never set up at one time from one address. */
const OPEN_MAX = 50
/** The inbox answers at once or not at all (ms). */
const AUTHORITY_MS = 5_000

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const decodeKey = decoder(PublicKey)

/** Opens a pairing for a box that has committed to what it will say. 503 without the authority's key, 429 for too many. */
export async function offer(
  hub: Hub,
  ca: Authority,
  hubUrl: string,
  commit: string,
  from: string,
): Promise<PairingOffer> {
  const { db } = hub
  await db
    .deleteFrom('pairings')
    .where('at', '<', new Date(Date.now() - MINUTES * 60_000))
    .execute()
  const { open } = await db
    .selectFrom('pairings')
    .select((row) => row.fn.countAll<number>().as('open'))
    .where('state', 'in', ['waiting', 'typed'])
    .where('opened_from', '=', from)
    .executeTakeFirstOrThrow()
  if (Number(open) >= OPEN_MAX)
    throw problem(429, 'Too many boxes are being enrolled: try again in a quarter of an hour.')
  const authority = hub.config.authorityKey ?? (await askAuthority(hub.config.authority))
  const pairing = randomUUID()
  const nonce = randomBytes(32).toString('hex')
  await db
    .insertInto('pairings')
    .values({
      id: pairing,
      commit_hash: commit,
      nonce,
      authority: JSON.stringify(authority),
      hub_url: hubUrl,
      opened_from: from,
    })
    .execute()
  return { pairing, nonce, ca: ca.certificate, authority, hub: hubUrl }
}

/** The box says what it committed to, and gets the code for its screen and, with a TPM, a challenge. 409 for anything else. */
export async function reveal(
  hub: Hub,
  ca: Authority,
  pairing: string,
  said: PairingReveal,
): Promise<Static<typeof PairingCode>> {
  const row = await find(hub.db, pairing)
  if (row.request || row.commit_hash !== sha256(committed(said))) throw problem(409, 'This is not what was promised.')
  const { request } = said
  const offered = { pairing, nonce: row.nonce, ca: ca.certificate, authority: row.authority, hub: row.hub_url }
  const challenge = challengeFor(said)
  const maker = request.key.is === 'tpm' && hub.config.tpmRoots
  const code = Array.from({ length: 6 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  await hub.db
    .updateTable('pairings')
    .set({
      request: JSON.stringify(request),
      fingerprint: spoken(sha256(transcript(offered, said.nonce, request))),
      code,
      secret_hash: challenge && sha256(challenge.inside),
      maker_known: maker ? isByKnownMaker(...makerOf(request.key), hub.config.tpmRoots!) : false,
    })
    .where('id', '=', pairing)
    .where('request', 'is', null)
    .execute()
  const text = (bytes: Buffer) => bytes.toString('base64')
  return { code, challenge: challenge && { blob: text(challenge.blob), secret: text(challenge.secret) } }
}

function makerOf(key: PairingReveal['request']['key']): [Buffer | null, Buffer] {
  if (key.is !== 'tpm') return [null, Buffer.alloc(0)]
  return [key.certificate ? Buffer.from(key.certificate, 'base64') : null, Buffer.from(key.endorsement, 'base64')]
}

function challengeFor({ request }: PairingReveal): ReturnType<typeof makeCredential> | null {
  if (request.key.is !== 'tpm') return null
  const identity = Buffer.from(request.key.identity, 'base64')
  if (!isBound(identity, request.identity)) throw problem(409, 'That key is not bound to a TPM.')
  try {
    return makeCredential(Buffer.from(request.key.endorsement, 'base64'), identity)
  } catch {
    throw problem(409, 'That is no endorsement key.')
  }
}

/** The TPM has opened the challenge. */
export async function prove(db: Db, pairing: string, secret: string): Promise<Static<typeof PairingStatus>> {
  const row = await find(db, pairing)
  if (row.secret_hash !== sha256(Buffer.from(secret, 'base64'))) throw problem(409, 'That was not in the challenge.')
  await db.updateTable('pairings').set({ proven: true }).where('id', '=', pairing).execute()
  return { is: 'waiting' }
}

export async function status(db: Db, pairing: string): Promise<Static<typeof PairingStatus>> {
  const { state, box } = await find(db, pairing)
  if (state !== 'enrolled' || !box) return { is: state === 'enrolled' ? 'waiting' : state }
  const { name, place } = await db
    .selectFrom('boxes')
    .select(['name', 'place'])
    .where('id', '=', box)
    .executeTakeFirstOrThrow()
  return { is: 'enrolled', box, name, place }
}

/** What the technician sees after typing the code. 404 when no box shows it. */
export async function view(hub: Hub, code: string): Promise<Static<typeof PairingView>> {
  const row = await hub.db
    .updateTable('pairings')
    .set({ state: 'typed' })
    .where('code', '=', code)
    .where('state', 'in', ['waiting', 'typed'])
    .where('at', '>', new Date(Date.now() - MINUTES * 60_000))
    .returningAll()
    .executeTakeFirst()
  if (!row?.request || !row.fingerprint) throw problem(404, 'No box shows this code now.')
  const { key, refusal } = judge(hub, row)
  const { software, found } = row.request
  const authority = spoken(sha256(`${row.authority.x}.${row.authority.y}`))
  return { pairing: row.id, fingerprint: row.fingerprint, authority, key, refusal, software, found }
}

function judge(
  hub: Hub,
  row: { request: PairingReveal['request'] | null; proven: boolean; maker_known: boolean },
): Pick<Static<typeof PairingView>, 'key' | 'refusal'> {
  if (row.request?.key.is !== 'tpm')
    return { key: 'software', refusal: hub.config.softwareKeys ? null : 'software-key' }
  if (!row.proven) return { key: 'tpm-unproven', refusal: 'tpm-unproven' }
  if (row.maker_known) return { key: 'tpm-verified', refusal: null }
  return { key: 'tpm-unknown-maker', refusal: hub.config.tpmRoots ? 'tpm-unknown-maker' : null }
}

/** Takes the box into the fleet, or puts it in another's place. 409 when it may not be, or was not compared. */
export async function accept(
  hub: Hub,
  pairing: string,
  { fingerprint, name, place, replaces }: Static<typeof PairingAccept>,
  who: string,
): Promise<{ box: string }> {
  const row = await find(hub.db, pairing)
  if (row.state !== 'typed' || row.fingerprint !== fingerprint || !row.request)
    throw problem(409, 'The fingerprint is not the one that was compared.')
  if (judge(hub, row).refusal) throw problem(409, 'This box’s key is not taken here.')
  const box = randomUUID()
  const { identity, key, proposal } = row.request
  const known = {
    identity: JSON.stringify(identity),
    key_home: key.is,
    proposal: proposal ? JSON.stringify(proposal) : null,
  }
  await hub.db.transaction().execute(async (tx) => {
    if (replaces) {
      // The earlier machine’s key and certificate are worth nothing from here on; its history stays under its own number.
      const now = new Date()
      const { numUpdatedRows } = await tx
        .updateTable('boxes')
        .set({ revoked_at: now, retired_at: now })
        .where('id', '=', replaces)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw problem(404, 'There is no such box.')
      await audit(tx, { act: 'revoked', who, box: replaces, detail: 'replaced' })
    }
    await tx
      .insertInto('boxes')
      .values({ id: box, name, place, ...known, enrolled_by: who })
      .execute()
    await audit(tx, { act: 'enrolled', who, box, detail: replaces ? 'replaced' : key.is })
    const { numUpdatedRows } = await tx
      .updateTable('pairings')
      .set({ state: 'enrolled', box, code: null })
      .where('id', '=', pairing)
      .where('state', '=', 'typed')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw problem(409, 'This box was enrolled already.')
  })
  await hub.bus.changed()
  return { box }
}

/** The fingerprints differ: somebody stands between, or it is another box. */
export async function refuse(db: Db, pairing: string, who: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('pairings')
    .set({ state: 'refused', code: null })
    .where('id', '=', pairing)
    .where('state', 'in', ['waiting', 'typed'])
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw problem(409, 'This box was enrolled already.')
  await audit(db, { act: 'box-refused', who, detail: 'fingerprints differ' })
}

async function find(db: Db, pairing: string) {
  const row = await db
    .selectFrom('pairings')
    .selectAll()
    .where('id', '=', pairing)
    .where('at', '>', new Date(Date.now() - MINUTES * 60_000))
    .executeTakeFirst()
  if (!row) throw problem(404, 'There is no such pairing, or it is too old.')
  return row
}

async function askAuthority(inbox: string): Promise<PublicKey> {
  try {
    const reply = await fetch(new URL('/key', inbox), { signal: AbortSignal.timeout(AUTHORITY_MS) })
    return decodeKey(await reply.text())
  } catch {
    throw problem(503, 'The issuing authority’s key is not known here: set authorityKey, or let its inbox answer.')
  }
}
