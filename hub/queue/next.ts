import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { type Abilities, fitOf, type Needs } from './fit.ts'
import { inOrder } from './order.ts'

/** Waiting cases looked at together: nearly always one of the first is for this caseworker. */
const PAGE = 200

/**
 * Locks whoever this caseworker should meet next, or returns null when nobody waits for them. Must run in the transaction
 * that claims. Rows that a colleague is claiming are skipped, not waited for: both get somebody at once.
 */
export async function lockNext(tx: Db, person: Abilities): Promise<string | null> {
  for (let from = 0; ; from += PAGE) {
    const { rows } = await sql<Needs & { id: string }>`
      select c.id, c.skills, c.language, coalesce(c.place, b.place) as place, c.held_for as "heldFor",
        c.held_until as "heldUntil"
      from cases c left join boxes b on b.id = c.box
      where c.state = 'waiting'
        and (c.box is null or b.hub is not null)
        and (c.not_before is null or c.not_before <= now())
      order by ${inOrder(person.user)} limit ${PAGE} offset ${from}`.execute(tx)
    const now = new Date()
    const fit = rows.filter((one) => fitOf(person, one, now) === 'yes').map(({ id }) => id)
    // Somebody may be skipped only because their box reports at this moment: before nobody is found, that is waited for.
    for (const how of fit.length > 0 ? [sql`skip locked`, sql``, sql``] : []) {
      const found = await lockFirst(tx, fit, how)
      if (found) return found
    }
    if (rows.length < PAGE) return null
  }
}

/** The first of these, in their order, that still waits. */
async function lockFirst(tx: Db, ids: string[], how: RawBuilder<unknown>): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c where c.id = any(${ids}::uuid[]) and c.state = 'waiting'
    order by array_position(${ids}::uuid[], c.id) limit 1 for update ${how}`.execute(tx)
  return rows[0]?.id ?? null
}
