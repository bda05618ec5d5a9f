import { sql } from 'kysely'
import type { AcceptReport } from '../../device/contract/accept.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'

/** The housing was opened: no citizen is served before somebody has looked and the box has passed its test anew. */
export async function wantAcceptance(tx: Db, box: string): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('boxes')
    .set({ accepted_at: null })
    .where('id', '=', box)
    .where('accepted_at', 'is not', null)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await audit(tx, { act: 'not-accepted', box, detail: 'the housing was opened' })
}

/** Keeps a report as the box signed it; a passed one opens the box to citizens. */
export async function storeAcceptance(db: Db, report: AcceptReport, jws: string): Promise<void> {
  const { id, box, at, passed } = report
  await db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('acceptances')
      .values({ id, box, at, passed, report: JSON.stringify(report), jws })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    if (!numInsertedOrUpdatedRows) return
    const accepted_at = passed ? new Date() : null
    await tx.updateTable('boxes').set({ accepted_at }).where('id', '=', box).execute()
    await audit(tx, { act: passed ? 'accepted' : 'not-accepted', box })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
  })
}
