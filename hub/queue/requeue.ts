import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'

/** How a claim ends whose case goes on. */
export type Back = 'second' | 'requeue' | 'desk-lost' | 'parked' | 'transferred' | 'no-answer'

/** Back to the head of the queue, for whoever can do it all. Inside a transaction that has locked the case. */
export async function requeue(tx: Db, claim: string, id: string, how: Back): Promise<void> {
  await endClaim(tx, claim, how)
  await tx.updateTable('cases').set({ state: 'waiting', again: true, voice: false }).where('id', '=', id).execute()
}

/** Ends a claim, not its case. Inside a transaction that has locked the case. */
export async function endClaim(tx: Db, claim: string, how: Back): Promise<void> {
  const ended = await tx
    .updateTable('claims')
    .set({ ended_at: new Date(), how })
    .where('id', '=', claim)
    .returning(['case_id', 'user_name'])
    .executeTakeFirstOrThrow()
  await audit(tx, { act: how, who: ended.user_name, case: ended.case_id, claim })
}
