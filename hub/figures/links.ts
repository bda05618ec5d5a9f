import { sql } from 'kysely'
import type { Db } from '../store/store.ts'

/**
 * Writes down that a box’s connection began or ended. Only changes are kept; a box that comes back after its hub died without a
 * word was last seen when its row says so, and counts as away from then on.
 */
export async function noteLink(tx: Db, box: string, up: boolean): Promise<void> {
  const last = await tx
    .selectFrom('box_links')
    .select('up')
    .where('box', '=', box)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (up && last?.up) {
    await sql`insert into box_links (at, box, up)
      select least(last_seen, now()), id, false from boxes where id = ${box} and hub is null and last_seen is not null`.execute(
      tx,
    )
  }
  if (!up && !last?.up) return
  await tx.insertInto('box_links').values({ box, up }).execute()
}
