import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './tables.ts'

const folder = join(import.meta.dirname, 'migrations')
/** Advisory lock number: hub processes that start together migrate one after the other. */
export const MIGRATION_LOCK = 78_001

/** Brings the database to the newest shape: each numbered file once, all or none. Returns the numbers it applied. */
export async function migrate(db: Kysely<Tables>): Promise<number[]> {
  const files = readdirSync(folder)
    .filter((name) => /^\d{3}-.*\.sql$/.test(name))
    .sort()
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
    await sql`create table if not exists migrations (n integer primary key, at timestamptz not null default now())`.execute(
      tx,
    )
    const { rows } = await sql<{ n: number }>`select n from migrations`.execute(tx)
    const there = new Set(rows.map((row) => row.n))
    const applied: number[] = []
    for (const file of files) {
      const n = Number(file.slice(0, 3))
      if (there.has(n)) continue
      await sql.raw(readFileSync(join(folder, file), 'utf8')).execute(tx)
      await sql`insert into migrations (n) values (${n})`.execute(tx)
      applied.push(n)
    }
    return applied
  })
}
