import type { TLSSocket } from 'node:tls'
import { sql, type Updateable } from 'kysely'
import type { Static } from 'typebox'
import type { MoveAct, ServiceAct } from '../../device/contract/fleet-view.ts'
import type { Proposal } from '../../device/contract/proposal.ts'
import type { Settings } from '../../device/contract/settings.ts'
import { type AuditEntry, audit } from '../desk/audit.ts'
import { noteLink } from '../figures/links.ts'
import type { Db } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import { type Authority, fingerprintOf } from './ca.ts'
import { newest, putSettings } from './settings.ts'

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

/** One change to a box that is still in the fleet, with its entry in the audit log. False when there is no such box. */
async function change(
  db: Db,
  box: string,
  set: Updateable<Tables['boxes']>,
  entry: Pick<AuditEntry, 'act' | 'who' | 'detail'>,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('boxes')
      .set(set)
      .where('id', '=', box)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await audit(tx, { ...entry, box })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
    return true
  })
}

/** Closes a box to new visits, or opens it; `text` is what citizens read meanwhile. */
export const setService = (db: Db, box: string, { outOfService, text }: Static<typeof ServiceAct>, who: string) =>
  change(
    db,
    box,
    { out_of_service: outOfService, out_text: text && JSON.stringify(text) },
    { act: outOfService ? 'out-of-service' : 'in-service', who },
  )

/** The box stands somewhere else now: its configuration says so, and it proves itself there before citizens may use it. */
export async function move(
  db: Db,
  ca: Authority,
  box: string,
  to: Static<typeof MoveAct>,
  who: string,
): Promise<boolean> {
  const { name, place, at } = to
  const before = await db.selectFrom('boxes').select('place').where('id', '=', box).executeTakeFirst()
  const moved = before !== undefined && before.place !== place
  const set = {
    name,
    place,
    latitude: at?.[0] ?? null,
    longitude: at?.[1] ?? null,
    ...(moved ? { accepted_at: null } : {}),
  }
  if (!(await change(db, box, set, { act: 'moved', who, detail: place }))) return false
  const last = await newest(db, box)
  if (moved && last) await putSettings(db, ca, box, { ...(last.settings as Settings), place }, who)
  return true
}

/** Whether the box gets releases before all others. */
export const setTestBox = (db: Db, box: string, test: boolean, who: string) =>
  change(db, box, { test_box: test }, { act: 'configured', who, detail: test ? 'test box' : 'no longer a test box' })

/** The end of a box, in order: it finishes what it owes, erases itself, says so, and is closed then. */
export const retire = (db: Db, box: string, who: string) =>
  change(db, box, { retiring: true, out_of_service: true }, { act: 'retiring', who })

/** Nobody is rung for it until then; 0 ends the silence. */
export async function silence(db: Db, alarm: string, hours: number, who: string): Promise<boolean> {
  const silent_until = hours === 0 ? null : new Date(Date.now() + hours * 3_600_000)
  return note(db, alarm, { silent_until }, `silenced ${hours} h`, who)
}

/** Somebody has taken it over; null: nobody has. */
export const handOver = (db: Db, alarm: string, to: string | null, who: string) =>
  note(db, alarm, { handed_to: to }, to === null ? 'handed back' : `handed to ${to}`, who)

async function note(
  db: Db,
  alarm: string,
  set: Updateable<Tables['alarms']>,
  detail: string,
  who: string,
): Promise<boolean> {
  const row = await db
    .updateTable('alarms')
    .set(set)
    .where('id', '=', alarm)
    .where('ended_at', 'is', null)
    .returning(['box', 'kind'])
    .executeTakeFirst()
  if (row) await audit(db, { act: 'alarm', who, box: row.box, detail: `${row.kind}: ${detail}` })
  return row !== undefined
}

/** The box has erased itself, as it was told: closed for good. False when nobody told it. */
export async function retired(db: Db, box: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const now = new Date()
    const { numUpdatedRows } = await tx
      .updateTable('boxes')
      .set({ retired_at: now, revoked_at: now, retiring: false })
      .where('id', '=', box)
      .where('retiring', '=', true)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    await audit(tx, { act: 'revoked', box, detail: 'retired: data and keys erased' })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
    return true
  })
}

/** What the box finds plugged in now. */
export async function keepProposal(db: Db, box: string, proposal: Proposal): Promise<void> {
  await db
    .updateTable('boxes')
    .set({ proposal: JSON.stringify(proposal) })
    .where('id', '=', box)
    .execute()
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
