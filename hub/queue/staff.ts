/** Who is at work: what each caseworker can do and is doing now. */
import { sql } from 'kysely'
import type { Availability, Colleague } from '../../device/contract/api.ts'
import type { Db } from '../store/store.ts'
import type { Abilities } from './fit.ts'

export type Person = Abilities & {
  name: string
  availability: Availability
  reason: string | null
  since: Date
  /** Since when with a citizen; null: with none. */
  busySince: Date | null
  /** Of the case in hand. */
  busyErrand: string | null
}

/** Everybody with an open desk. */
export async function readStaff(db: Db): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select u.name as user, u.caseworker->>'name' as name, u.skills, u.languages, u.places, u.availability,
      u.pause_reason as reason, u.availability_since as since, k.started_at as "busySince", k.errand as "busyErrand"
    from users u left join lateral (select started_at, cases.errand from claims join cases on cases.id = claims.case_id
      where user_name = u.name and claims.ended_at is null order by started_at limit 1) k on true
    where exists (select from desks d where d.user_name = u.name) order by 2`.execute(db)
  return rows
}

export async function abilitiesOf(db: Db, user: string): Promise<Abilities> {
  const row = await db
    .selectFrom('users')
    .select(['skills', 'languages', 'places'])
    .where('name', '=', user)
    .executeTakeFirstOrThrow()
  return { user, ...row }
}

/** Available, on a pause with a reason, or finishing up after a citizen. `db` may be a transaction. */
export async function setAvailability(
  db: Db,
  user: string,
  availability: Availability,
  reason: string | null = null,
): Promise<void> {
  await db
    .updateTable('users')
    .set({ availability, pause_reason: availability === 'pause' ? reason : null, availability_since: new Date() })
    .where('name', '=', user)
    .execute()
  await sql`select pg_notify('hub_changed', '')`.execute(db)
}

export function colleague(person: Person): Colleague {
  const { user, name, availability, reason, since, busySince } = person
  return { user, name, availability, reason, since: since.toISOString(), busy: busySince !== null }
}
