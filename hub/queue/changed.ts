import { sql } from 'kysely'
import type { Db } from '../store/store.ts'

/**
 * Tells every hub process, when the transaction is committed, that something changed; with the id of a case, that it is
 * about that one, and its box is told at once.
 */
export async function changed(db: Db, id = ''): Promise<void> {
  await sql`select pg_notify('hub_changed', ${id})`.execute(db)
}
