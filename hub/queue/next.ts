import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../store/store.ts'
import type { Abilities } from './fit.ts'
import { inOrder } from './order.ts'

/**
 * Locks whoever this caseworker should meet next. Must run in the transaction that claims. Rows that a colleague is claiming, or
 * whose box reports at this moment, are skipped and never waited for: a transaction that waits for one row while it holds
 * another's lock is half of a deadlock. `busy`: somebody waits, and is locked now; try again in a moment, in a new transaction.
 */
export async function lockNext(tx: Db, person: Abilities): Promise<{ is: 'locked'; id: string } | { is: 'busy' | 'none' }> {
  const found = await best(tx, person, sql`for update of c skip locked`)
  if (found) return { is: 'locked', id: found }
  return { is: (await best(tx, person, sql``)) ? 'busy' : 'none' }
}

async function best(tx: Db, person: Abilities, lock: RawBuilder<unknown>): Promise<string | null> {
  const { user, skills, languages, places } = person
  // The rule of `fit.ts`, where the database can use it.
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c left join boxes b on b.id = c.box
    where c.state = 'waiting'
      and (c.box is null or b.hub is not null)
      and (c.not_before is null or c.not_before <= now())
      and c.first_user is distinct from ${user}
      and (c.held_for is null or c.held_for = ${user} or c.held_until <= now())
      and (${skills}::text[] is null or not exists (select from jsonb_array_elements_text(c.skills) as need(skill)
        where not need.skill = any(${skills}::text[]) and not split_part(need.skill, '@', 1) = any(${skills}::text[])))
      and (${languages}::text[] is null or c.language = any(${languages}::text[]))
      and (${places}::text[] is null or coalesce(c.place, b.place) = any(${places}::text[]))
    order by ${inOrder(user)} limit 1 ${lock}`.execute(tx)
  return rows[0]?.id ?? null
}
