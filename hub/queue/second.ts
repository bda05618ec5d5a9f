import type { Db } from '../store/store.ts'
import { requeue } from './requeue.ts'

/**
 * The box keeps a first approval that was signed under `claim`: that claim ends, and the case waits for another caseworker,
 * whom the queue finds. Said again, or of a claim that has ended, it changes nothing. Inside a transaction that has locked
 * the case; the database refuses a claim of the first one's (migration 203).
 */
export async function toSecond(tx: Db, id: string, claim: string): Promise<void> {
  const held = await tx
    .selectFrom('claims')
    .select('user_name')
    .where('id', '=', claim)
    .where('case_id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!held) return
  const first = { first_user: held.user_name, first_claim: claim, last_user: null }
  await tx.updateTable('cases').set(first).where('id', '=', id).execute()
  await requeue(tx, claim, id, 'second')
}
