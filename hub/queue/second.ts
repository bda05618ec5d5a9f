import type { Db } from '../store/store.ts'
import { requeue } from './requeue.ts'

/**
 * The box keeps a first approval that was signed under `claim`: that claim ends, and the case waits for another caseworker,
 * whom the queue finds, also when the first one let go of it or handed it on before the box's word came. Said again, it
 * changes nothing. Inside a transaction that has locked the case; the database refuses a claim of the first one's (migration
 * 203).
 */
export async function toSecond(tx: Db, id: string, claim: string): Promise<void> {
  const made = await tx
    .selectFrom('claims')
    .innerJoin('cases', 'cases.id', 'claims.case_id')
    .select(['claims.user_name', 'cases.first_claim'])
    .where('claims.id', '=', claim)
    .where('case_id', '=', id)
    .executeTakeFirst()
  if (!made || made.first_claim === claim) return
  const first = { first_user: made.user_name, first_claim: claim, last_user: null, held_for: null, held_until: null }
  await tx.updateTable('cases').set(first).where('id', '=', id).execute()
  const held = await tx
    .selectFrom('claims')
    .select(['id', 'user_name'])
    .where('case_id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (held?.user_name === made.user_name) await requeue(tx, held.id, id, 'second')
}
