import type { TLSSocket } from 'node:tls'
import { sql } from 'kysely'
import { audit } from '../desk/audit.ts'
import { noteLink } from '../figures/links.ts'
import type { Db } from '../store/store.ts'
import { fingerprintOf } from './ca.ts'

export type Box = { id: string; name: string; place: string }
export type Refusal = 'no certificate' | 'foreign certificate' | 'unknown certificate' | 'revoked'

/** Which box is at the other end of a TLS connection, or why it may not be there. */
export async function boxAt(
  db: Db,
  socket: TLSSocket,
): Promise<{ is: 'box'; box: Box } | { is: Refusal; box?: string }> {
  const { raw } = socket.getPeerCertificate()
  if (!raw) return { is: 'no certificate' }
  if (!socket.authorized) return { is: 'foreign certificate' }
  const row = await db
    .selectFrom('boxes')
    .select(['id', 'name', 'place', 'revoked_at'])
    .where('fingerprint', '=', fingerprintOf(raw))
    .executeTakeFirst()
  if (!row) return { is: 'unknown certificate' }
  if (row.revoked_at) return { is: 'revoked', box: row.id }
  return { is: 'box', box: { id: row.id, name: row.name, place: row.place } }
}

/** Closes the box port to a box for good. Its connection ends wherever it is. Returns false for an unknown one. */
export async function revoke(db: Db, box: string, who: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('boxes')
      .set({ revoked_at: new Date() })
      .where('id', '=', box)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await audit(tx, { act: 'revoked', who, box })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
    return true
  })
}

/** From now on this connection of the box counts, and no earlier one. Returns the box process that reported last. */
export async function attach(db: Db, box: string, hub: string, connection: string): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await noteLink(tx, box, true)
    const row = await tx
      .updateTable('boxes')
      .set({ hub, connection, last_seen: new Date() })
      .where('id', '=', box)
      .returning('boot')
      .executeTakeFirstOrThrow()
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
    return row.boot
  })
}

/** The connection is gone; nothing happens if another one took its place. */
export async function detach(db: Db, box: string, connection: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const left = await tx
      .updateTable('boxes')
      .set({ hub: null, last_seen: new Date() })
      .where('id', '=', box)
      .where('connection', '=', connection)
      .executeTakeFirst()
    if (left.numUpdatedRows > 0n) await noteLink(tx, box, false)
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
  })
}
