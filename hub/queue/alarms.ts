/** Emergency buttons: somebody feels threatened, at a box or at a desk. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Alarm } from '../../device/contract/api.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { changed, NOW } from './changed.ts'

/** An alarm that nobody took is a matter for the police by then; it must not greet the next day's staff (hours). */
const STALE_HOURS = 8

export type OpenAlarm = Alarm & { user: string | null }

/** Tells everybody whom it concerns, at once. A second press while the first is open changes nothing. */
export async function raiseAlarm(db: Db, from: { box: string } | { user: string }): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const box = 'box' in from ? from.box : null
    const user = 'user' in from ? from.user : null
    const { rows } = await sql`select from emergencies where taken_by is null and at > now() - interval '1 minute'
      and box is not distinct from ${box}::uuid and user_name is not distinct from ${user}`.execute(tx)
    if (rows.length > 0) return
    const place = box
      ? (await tx.selectFrom('boxes').select('place').where('id', '=', box).executeTakeFirst())?.place
      : null
    await tx
      .insertInto('emergencies')
      .values({ id: randomUUID(), from_whom: box ? 'citizen' : 'staff', user_name: user, box, place: place ?? null })
      .execute()
    await audit(tx, { act: 'alarm', who: user, box })
    await changed(tx, NOW)
  })
}

/** Somebody goes: the alarm leaves all screens. */
export async function takeAlarm(db: Db, id: string, user: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const taken = await tx
      .updateTable('emergencies')
      .set({ taken_by: user, taken_at: new Date() })
      .where('id', '=', id)
      .where('taken_by', 'is', null)
      .returning('box')
      .executeTakeFirst()
    if (!taken) return
    await audit(tx, { act: 'alarm-taken', who: user, box: taken.box })
    await changed(tx)
  })
}

export async function openAlarms(db: Db): Promise<OpenAlarm[]> {
  const { rows } = await sql<Omit<OpenAlarm, 'at'> & { at: Date }>`
    select a.id, a.at, a.from_whom as from, a.user_name as user, coalesce(b.name, u.caseworker->>'name', '') as who,
      coalesce(a.place, '') as place
    from emergencies a left join boxes b on b.id = a.box left join users u on u.name = a.user_name
    where a.taken_by is null and a.at > now() - ${STALE_HOURS} * interval '1 hour' order by a.at`.execute(db)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/**
 * Who sees an alarm: whoever serves that place; everybody, when nobody who is at work does, and for a colleague's own. Whoever
 * pressed the button is not told of it.
 */
export function concerns(
  alarm: OpenAlarm,
  person: { user: string; places: string[] | null },
  staff: readonly { user: string; places: string[] | null }[],
): boolean {
  if (alarm.user === person.user) return false
  const serves = (one: { places: string[] | null }) => one.places === null || one.places.includes(alarm.place)
  return alarm.place === '' || serves(person) || !staff.some(serves)
}
