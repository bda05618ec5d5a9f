import type { BoxEvent } from '../../device/contract/link.ts'
import { storeBill } from '../bills/bills.ts'
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
    await boxVisitMoved(tx, box, said, new Date(event.at))
    if (said.is !== 'case-decided' && said.is !== 'caseworker-act' && said.is !== 'bill') return
    const id = said.is === 'bill' ? said.bill.case : said.case
    // A box speaks for its own cases: of another's nothing is written down, as if that box had said it.
    const owner = await tx.selectFrom('cases').select('box').where('id', '=', id).executeTakeFirst()
    if (owner && owner.box !== box) return
    if (said.is === 'bill') return storeBill(tx, box, said.bill, event.at)
    const claim = await tx
      .selectFrom('claims')
      .innerJoin('cases', 'cases.id', 'claims.case_id')
      .select('claims.user_name')
      .where('claims.id', '=', said.claim)
      .where('claims.case_id', '=', said.case)
      .where('cases.box', '=', box)
      .executeTakeFirst()
    const known = claim?.user_name ?? null
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
