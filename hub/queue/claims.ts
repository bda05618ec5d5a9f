import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Caseworker, PublicKey } from '../../device/contract/nouns.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { endCase } from './cases.ts'

export type Claiming = {
  case: string
  desk: string
  user: string
  caseworker: Caseworker
  sealKey: PublicKey
  signKey: PublicKey
}
export type Claimed = { is: 'claimed'; claim: string; startedAt: Date } | { is: 'taken' } | { is: 'gone' }

const changed = (tx: Db) => sql`select pg_notify('hub_changed', '')`.execute(tx)

/**
 * Gives a case to one desk. The row is locked and waited for, not skipped: the case is named, and another lock on it is
 * as often the box's own report as another claim. The same caseworker with the same key takes up the claim that a lost
 * socket left; with a new key (a reloaded page) gets a new claim, as long as no other desk of theirs holds it.
 */
export async function claimCase(db: Db, by: Claiming): Promise<Claimed> {
  return db.transaction().execute(async (tx): Promise<Claimed> => {
    const found = await tx
      .selectFrom('cases')
      .select(['state', 'box'])
      .where('id', '=', by.case)
      .forUpdate()
      .executeTakeFirst()
    if (!found || found.state === 'ended') return { is: 'gone' }
    const held = await tx
      .selectFrom('claims')
      .select(['id', 'user_name', 'seal_key', 'desk', 'started_at'])
      .where('case_id', '=', by.case)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    const about = { who: by.user, box: found.box, case: by.case }
    if (held) {
      if (held.user_name !== by.user) return { is: 'taken' }
      if (held.seal_key.x === by.sealKey.x && held.seal_key.y === by.sealKey.y) {
        await tx.updateTable('claims').set({ desk: by.desk, lost_at: null }).where('id', '=', held.id).execute()
        await audit(tx, { act: 'resumed', ...about, claim: held.id })
        await changed(tx)
        return { is: 'claimed', claim: held.id, startedAt: held.started_at }
      }
      if (held.desk) return { is: 'taken' }
      await endClaim(tx, held.id, 'desk-lost')
    }
    const claim = randomUUID()
    const startedAt = new Date()
    await tx
      .insertInto('claims')
      .values({
        id: claim,
        case_id: by.case,
        user_name: by.user,
        caseworker: JSON.stringify(by.caseworker),
        seal_key: JSON.stringify(by.sealKey),
        sign_key: JSON.stringify(by.signKey),
        desk: by.desk,
        started_at: startedAt,
      })
      .execute()
    await tx.updateTable('cases').set({ state: 'claimed' }).where('id', '=', by.case).execute()
    await audit(tx, { act: 'claim', ...about, claim })
    await changed(tx)
    return { is: 'claimed', claim, startedAt }
  })
}

/** The caseworker lets go: `done` ends the case, `requeue` puts it back at the head. Nothing happens to a claim that ended. */
export async function releaseClaim(db: Db, claim: string, desk: string, how: 'done' | 'requeue'): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const held = await lockCase(tx, claim)
    if (held?.desk !== desk) return
    if (how === 'done') await endCase(tx, held.case_id, 'done')
    else await requeue(tx, claim, held.case_id, 'requeue')
    await changed(tx)
  })
}

/** A desk's socket is gone: its claims wait for it for a little while. */
export async function leaveDesk(db: Db, desk: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('claims')
      .set({ lost_at: new Date() })
      .where('desk', '=', desk)
      .where('ended_at', 'is', null)
      .execute()
    await tx.deleteFrom('desks').where('id', '=', desk).execute()
    await changed(tx)
  })
}

/** Back to the head of the queue, if the claim is still open and `still` holds. Returns whether it was. */
export async function requeueLost(db: Db, claim: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const held = await lockCase(tx, claim)
    if (!held || held.desk) return false
    await requeue(tx, claim, held.case_id, 'desk-lost')
    await changed(tx)
    return true
  })
}

async function requeue(tx: Db, claim: string, id: string, how: 'requeue' | 'desk-lost'): Promise<void> {
  await endClaim(tx, claim, how)
  await tx.updateTable('cases').set({ state: 'waiting', again: true }).where('id', '=', id).execute()
}

async function endClaim(tx: Db, claim: string, how: 'requeue' | 'desk-lost'): Promise<void> {
  const ended = await tx
    .updateTable('claims')
    .set({ ended_at: new Date(), how })
    .where('id', '=', claim)
    .returning(['case_id', 'user_name'])
    .executeTakeFirstOrThrow()
  await audit(tx, { act: how, who: ended.user_name, case: ended.case_id, claim })
}

/** Locks in the order in which all do, case before claim, and reads the open claim again behind the lock. */
async function lockCase(tx: Db, claim: string) {
  const found = await tx.selectFrom('claims').select('case_id').where('id', '=', claim).executeTakeFirst()
  if (!found) return undefined
  await tx.selectFrom('cases').select('id').where('id', '=', found.case_id).forUpdate().execute()
  return tx
    .selectFrom('claims')
    .select(['case_id', 'desk'])
    .where('id', '=', claim)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}
