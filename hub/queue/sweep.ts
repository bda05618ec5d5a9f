import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { endCase } from './cases.ts'
import { requeueLost } from './claims.ts'

/** How often each hub process looks for what nobody told of (ms). */
export const SWEEP_MS = 1_000
/** No visit outlives this without its box: the screen would have timed out long before (minutes). */
const BOX_AWAY_MINUTES = 15

/**
 * Ends what was left behind: hub processes that died (with what was connected to them), claims whose desk did not come back
 * within `graceMs`, cases whose box stayed away. Several processes may sweep at once.
 */
export async function sweep(db: Db, graceMs: number): Promise<void> {
  // A hub is alive as long as PostgreSQL knows its listening connection: no heartbeat, no clock.
  const dead = await sql`
    delete from hubs h where not exists (
      select from pg_stat_activity a where a.pid = h.backend and a.backend_start = h.backend_start) returning id`.execute(
    db,
  )
  const lost = await sql`
    update claims set lost_at = now() where ended_at is null and desk is null and lost_at is null returning id`.execute(
    db,
  )
  if (dead.rows.length || lost.rows.length) await sql`select pg_notify('hub_changed', '')`.execute(db)

  const late = await sql<{ id: string }>`
    select id from claims where ended_at is null and desk is null
      and lost_at < now() - ${graceMs} * interval '1 ms'`.execute(db)
  for (const { id } of late.rows) await requeueLost(db, id)

  const away = await sql<{ id: string }>`
    select c.id from cases c join boxes b on b.id = c.box where c.state <> 'ended' and b.hub is null
      and b.last_seen < now() - ${BOX_AWAY_MINUTES} * interval '1 minute'`.execute(db)
  for (const { id } of away.rows) await endAway(db, id)

  await sql`delete from relay where at < now() - interval '1 minute'`.execute(db)
  // A desk whose session has run out is told, wherever it is connected.
  const over = await sql`delete from sessions where expires_at < now() returning token`.execute(db)
  if (over.rows.length) await sql`select pg_notify('hub_changed', '')`.execute(db)
}

async function endAway(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const open = await tx
      .selectFrom('cases')
      .innerJoin('boxes', 'boxes.id', 'cases.box')
      .select('cases.id')
      .where('cases.id', '=', id)
      .where('cases.state', '<>', 'ended')
      .where('boxes.hub', 'is', null)
      .forUpdate('cases')
      .executeTakeFirst()
    if (!open) return
    await endCase(tx, id, 'box-lost')
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
  })
}
