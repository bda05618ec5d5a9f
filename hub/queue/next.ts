import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { type Abilities, fitOf, type Needs } from './fit.ts'
import { inOrder } from './order.ts'

/** Waiting cases looked at together: nearly always one of the first is for this caseworker. */
const PAGE = 50

/**
 * Locks whoever this caseworker should meet next. Must run in the transaction that claims. Rows that a colleague is claiming, or
 * whose box reports at this moment, are skipped and never waited for: a transaction that waits for one row while it holds
 * another's lock is half of a deadlock. `busy`: somebody waits, and is locked now; try again in a moment, in a new transaction.
 */
export async function lockNext(
  tx: Db,
  person: Abilities,
): Promise<{ is: 'locked'; id: string } | { is: 'busy' | 'none' }> {
  let busy = false
  for (let from = 0; ; from += PAGE) {
    // Those of whom nothing is said but since when they wait come by an index, however long the queue is.
    const { rows } = await sql<Needs & { id: string }>`
      select c.id, c.skills, c.language, c.voice, coalesce(c.place, c.stands) as place, c.held_for as "heldFor",
        c.held_until as "heldUntil", c.first_user as "firstUser"
      from (
        (select one.*, b.place as stands from cases one left join boxes b on b.id = one.box
          where one.state = 'waiting' and one.routine and (one.box is null or b.hub is not null)
          order by one.since limit ${from + PAGE})
        union all
        select one.*, b.place from cases one left join boxes b on b.id = one.box
          where one.state = 'waiting' and not one.routine and (one.box is null or b.hub is not null)
            and (one.not_before is null or one.not_before <= now())
      ) c
      order by ${inOrder(person.user)} limit ${PAGE} offset ${from}`.execute(tx)
    const now = new Date()
    const fit = rows.filter((one) => fitOf(person, one, now) === 'yes').map(({ id }) => id)
    const found = await first(tx, fit, sql`for update skip locked`)
    if (found) return { is: 'locked', id: found }
    busy ||= (await first(tx, fit, sql``)) !== null
    if (rows.length < PAGE) return { is: busy ? 'busy' : 'none' }
  }
}

/** The first of these, in their order, that still waits. */
async function first(tx: Db, ids: string[], lock: RawBuilder<unknown>): Promise<string | null> {
  if (ids.length === 0) return null
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c where c.id = any(${ids}::uuid[]) and c.state = 'waiting'
    order by array_position(${ids}::uuid[], c.id) limit 1 ${lock}`.execute(tx)
  return rows[0]?.id ?? null
}
