import { sql } from 'kysely'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { intake } from './intake.ts'

/**
 * A citizen at a box cannot wait and wants to be called. What they gave at the box stays there and is erased; the call stands
 * in the queue where they stood, with the errand and no more. Returns false when no such case of that box waits.
 */
export async function callBack(db: Db, box: string, wish: { case: string; phone: string }): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const waiting = await tx
      .selectFrom('cases')
      .innerJoin('boxes', 'boxes.id', 'cases.box')
      .select(['cases.errand', 'cases.skills', 'cases.language', 'cases.since', 'boxes.place'])
      .where('cases.id', '=', wish.case)
      .where('cases.box', '=', box)
      .where('cases.state', '=', 'waiting')
      .forUpdate('cases')
      .executeTakeFirst()
    if (!waiting) return false
    const { errand, skills, language, since, place } = waiting
    // The same number twice for one errand is one call. Anybody can type anybody's number: a call that was booked, or that is
    // about something else, stays as it is.
    const { rows } = await sql<{ id: string }>`select case_id as id from call_backs b join cases c on c.id = b.case_id
      where b.phone = ${wish.phone} and c.state = 'waiting' and c.errand = ${errand} and c.booked_for is null`.execute(
      tx,
    )
    const id = await intake(tx, {
      ...(rows[0] ? { id: rows[0].id } : {}),
      channel: 'phone',
      ...{ errand, skills, language, place, phone: wish.phone },
      urgency: 0,
    })
    await tx.updateTable('cases').set({ since }).where('id', '=', id).execute()
    await audit(tx, { act: 'call-back', box, case: id })
    return true
  })
}
