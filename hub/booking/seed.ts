import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import { scheduleChanged } from './schedule.ts'
import { seedErrands } from './seed-errands.ts'
import { seedTriage } from './seed-triage.ts'

/** Advisory lock number: hub processes that start together seed one after the other. */
const SEED_LOCK = 78_101

/** Errands and triage of a new hub. What is there stays. */
export async function seedBooking(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${SEED_LOCK})`.execute(tx)
    const there = await tx.selectFrom('booking_errands').select('id').limit(1).executeTakeFirst()
    if (!there) {
      const rows = seedErrands.map((errand, rank) => ({
        ...errand,
        rank,
        name: JSON.stringify(errand.name),
        documents: JSON.stringify(errand.documents),
        self: errand.self && JSON.stringify(errand.self),
      }))
      await tx.insertInto('booking_errands').values(rows).execute()
      await scheduleChanged(tx)
    }
    const tree = await tx.selectFrom('triage_trees').select('version').limit(1).executeTakeFirst()
    if (!tree) {
      await tx
        .insertInto('triage_trees')
        .values({ from_day: '2020-01-01', tree: JSON.stringify(seedTriage), made_by: 'Borgerboks' })
        .execute()
    }
  })
}
