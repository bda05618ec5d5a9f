import type { BoxEvent } from '../../device/contract/link.ts'
import { boxVisitMoved } from '../booking/box-visit.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'

/**
 * Stores one event of a box; the same number again changes nothing, so that each counts once. A decision that the box has
 * taken over becomes an entry of the audit log in the same transaction.
 */
export async function storeEvent(
  db: Db,
  box: string,
  event: { n: number; at: string; event: BoxEvent },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const stored = await tx
      .insertInto('events')
      .values({ box, n: event.n, at: event.at, event: JSON.stringify(withoutBooking(event.event)) })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    const said = event.event
    if (stored.numInsertedOrUpdatedRows !== 1n) return
    await boxVisitMoved(tx, said, new Date(event.at))
    if (said.is !== 'case-decided' && said.is !== 'caseworker-act') return
    const claim = await tx.selectFrom('claims').selectAll().where('id', '=', said.claim).executeTakeFirst()
    const known = claim?.case_id === said.case ? claim.user_name : null
    if (said.is === 'caseworker-act') {
      const { act, step, detail } = said
      const how = detail ? `${act} ${detail}` : act
      return audit(tx, { act: 'act', who: known, box, case: said.case, claim: said.claim, step, detail: how })
    }
    await audit(tx, { act: said.verdict, who: known, box, case: said.case, claim: said.claim })
  })
}

function withoutBooking(event: BoxEvent): BoxEvent {
  if (event.is !== 'visit-started') return event
  const { booking: _, ...rest } = event
  return rest
}
