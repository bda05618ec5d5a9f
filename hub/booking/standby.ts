import { sql } from 'kysely'
import type { Db } from '../store/store.ts'
import type { Schedule } from './schedule.ts'

/** Ends tickets of days past. */
export async function closeStandby(db: Db, _plan: Schedule, now: Date): Promise<void> {
  await sql`
    update standby_tickets set state = 'closed', ended_at = ${now}, phone = null, resource = null
    where state in ('waiting', 'called', 'serving') and day < (${now}::timestamptz at time zone 'Europe/Copenhagen')::date`.execute(
    db,
  )
}
