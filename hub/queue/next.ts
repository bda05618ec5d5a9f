import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../store/store.ts'
import type { Abilities } from './fit.ts'
import { inOrder } from './order.ts'

/**
 * Locks whoever this caseworker should meet next, or returns null when nobody waits for them. Must run in the transaction
 * that claims. Rows that a colleague is claiming are skipped, not waited for: both get somebody at once.
 */
export async function lockNext(tx: Db, person: Abilities): Promise<string | null> {
  // Somebody may be skipped only because their box reports at this moment: before nobody is found, that is waited for.
  for (const how of [sql`skip locked`, sql``, sql``]) {
    const found = await lockBest(tx, person, how)
    if (found) return found
  }
  return null
}

async function lockBest(tx: Db, person: Abilities, how: RawBuilder<unknown>): Promise<string | null> {
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
    order by ${inOrder(user)} limit 1 for update of c ${how}`.execute(tx)
  return rows[0]?.id ?? null
}
