/** One-time links for third parties, and whose page is connected where. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { GuestDown } from '../../device/contract/guest.ts'
import type { Reply } from '../../device/contract/link.ts'
import type { GuestKind } from '../../device/contract/nouns.ts'
import type { Hub } from '../context.ts'
import { audit } from './audit.ts'

/** A link is sent and opened while the citizen waits; after this it is worth nothing (minutes). */
const LINK_MINUTES = 15

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/** A link into the call of that claim. The token is told once and kept as its hash. */
export async function invite(
  { db }: Pick<Hub, 'db'>,
  by: { claim: string; case: string; user: string },
  kind: GuestKind,
): Promise<{ guest: string; token: string }> {
  const guest = randomUUID()
  const token = randomBytes(16).toString('base64url')
  await db.transaction().execute(async (tx) => {
    const expires_at = new Date(Date.now() + LINK_MINUTES * 60_000)
    await tx
      .insertInto('guests')
      .values({ id: guest, claim: by.claim, kind, token: hashOf(token), expires_at })
      .execute()
    await audit(tx, { act: 'guest-invited', who: by.user, case: by.case, claim: by.claim, detail: kind })
  })
  return { guest, token }
}

export type Entered = { is: 'in'; guest: string; claim: string; kind: GuestKind } | Extract<GuestDown, { is: 'no' }>

/** Uses a link up. Two who open it at once: one of them is in. */
export async function enter({ db, bus }: Pick<Hub, 'db' | 'bus'>, token: string): Promise<Entered> {
  return db.transaction().execute(async (tx): Promise<Entered> => {
    const found = await tx
      .selectFrom('guests')
      .innerJoin('claims', 'claims.id', 'guests.claim')
      .select(['guests.id', 'guests.claim', 'guests.kind', 'guests.expires_at', 'guests.used_at'])
      .select(['claims.ended_at', 'claims.case_id'])
      .where('guests.token', '=', hashOf(token))
      .forUpdate('guests')
      .executeTakeFirst()
    if (!found) return { is: 'no', why: 'unknown' }
    if (found.used_at) return { is: 'no', why: 'used' }
    if (found.ended_at || found.expires_at < new Date()) return { is: 'no', why: 'late' }
    await tx.updateTable('guests').set({ used_at: new Date(), hub: bus.id }).where('id', '=', found.id).execute()
    await audit(tx, { act: 'guest-here', case: found.case_id, claim: found.claim, detail: found.kind })
    return { is: 'in', guest: found.id, claim: found.claim, kind: found.kind }
  })
}

/** Their page has gone; once. */
export async function leave({ db }: Pick<Hub, 'db'>, guest: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const gone = await tx
      .updateTable('guests')
      .set({ gone_at: new Date() })
      .where('id', '=', guest)
      .where('gone_at', 'is', null)
      .returning(['claim', 'kind'])
      .executeTakeFirst()
    if (!gone) return
    const { case_id } = await tx
      .selectFrom('claims')
      .select('case_id')
      .where('id', '=', gone.claim)
      .executeTakeFirstOrThrow()
    await audit(tx, { act: 'guest-gone', case: case_id, claim: gone.claim, detail: gone.kind })
  })
}

/** A sealed message to a guest's page, or `null`: out with them. Wherever they are connected. */
export async function sendToGuest(hub: Hub, claim: string, guest: string, sealed: string | null): Promise<void> {
  const row = await hub.db
    .selectFrom('guests')
    .select(['hub', 'used_at'])
    .where('id', '=', guest)
    .where('claim', '=', claim)
    .executeTakeFirst()
  if (!row) return
  // Not used yet: it cannot be any more.
  if (!row.used_at && sealed === null)
    await hub.db.updateTable('guests').set({ expires_at: new Date() }).where('id', '=', guest).execute()
  if (!row.hub) return
  const message = { is: 'to-guest', guest, sealed } as const
  if (row.hub === hub.bus.id) guestTakes(hub, message)
  else await hub.bus.request(row.hub, message)
}

/** For a guest of this process. */
export function guestTakes(hub: Hub, { guest, sealed }: { guest: string; sealed: string | null }): Reply {
  const end = hub.guests.get(guest)
  if (!end) return { is: 'no-claim' }
  if (sealed === null) end.close()
  else end.send({ is: 'from-desk', sealed })
  return { is: 'ok' }
}

/** Calls that are over have no guests. */
export async function tellGuests(hub: Hub): Promise<void> {
  const claims = [...new Set([...hub.guests.values()].map(({ claim }) => claim))]
  if (claims.length === 0) return
  const ended = await hub.db
    .selectFrom('claims')
    .select('id')
    .where('id', 'in', claims)
    .where('ended_at', 'is not', null)
    .execute()
  const over = new Set(ended.map(({ id }) => id))
  for (const end of hub.guests.values()) if (over.has(end.claim)) end.close()
}
