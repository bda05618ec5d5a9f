import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Caseworker, PublicKey } from '../../device/contract/nouns.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { endCase } from './cases.ts'
import { changed } from './changed.ts'
import { fitOf } from './fit.ts'
import { lockNext } from './next.ts'
import { endClaim, requeue } from './requeue.ts'
import { abilitiesOf } from './staff.ts'

export type Claiming = {
  /** Null: whoever is best for this caseworker. */
  case: string | null
  desk: string
  user: string
  caseworker: Caseworker
  sealKey: PublicKey
  signKey: PublicKey
  /** Why a case that is kept for somebody else is opened. */
  reason?: string
}
export type Claimed =
  | { is: 'claimed'; case: string; claim: string; startedAt: Date }
  | { is: 'taken' | 'gone' | 'held' | 'skill' | 'routed' | 'second' | 'none' }

/** Parked: kept for the same caseworker for so long, then for anybody (minutes). */
const PARKED = 10
/** Transferred to one person: after this anybody may, so that nobody waits for somebody who has left (minutes). */
const TRANSFERRED = 5
/** Before a call-back that nobody answered is tried again (minutes). */
const NO_ANSWER = 15

/** The next one in line is locked: looked again so often, after so long (ms). */
const BUSY_TRIES = 20
const BUSY_MS = 25

/**
 * Gives a case to one desk. The row is locked and waited for, not skipped: the case is named, and another lock on it is
 * as often the box's own report as another claim. The same caseworker with the same key takes up the claim that a lost
 * socket left; with a new key (a reloaded page) gets a new claim, as long as no other desk of theirs holds it.
 */
export async function claimCase(db: Db, by: Claiming): Promise<Claimed> {
  for (let tries = 0; ; tries += 1) {
    const got = await claimOnce(db, by)
    if (got.is !== 'busy') return got
    if (tries === BUSY_TRIES) return { is: 'none' }
    await sleep(BUSY_MS)
  }
}

async function claimOnce(db: Db, by: Claiming): Promise<Claimed | { is: 'busy' }> {
  return db.transaction().execute(async (tx): Promise<Claimed | { is: 'busy' }> => {
    const abilities = await abilitiesOf(tx, by.user)
    const next = by.case ? null : await lockNext(tx, abilities)
    if (next && next.is !== 'locked') return next
    const wanted = by.case ?? next!.id
    const found = await tx
      .selectFrom('cases')
      .select(['state', 'box', 'skills', 'language', 'urgency', 'held_for', 'held_until', 'why', 'first_user', 'voice'])
      .where('id', '=', wanted)
      .forUpdate()
      .executeTakeFirst()
    if (!found || found.state === 'ended') return { is: 'gone' }
    const held = await tx
      .selectFrom('claims')
      .select(['id', 'user_name', 'seal_key', 'desk', 'started_at'])
      .where('case_id', '=', wanted)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    const about = { who: by.user, box: found.box, case: wanted }
    if (held) {
      if (held.user_name !== by.user) return { is: 'taken' }
      if (held.seal_key.x === by.sealKey.x && held.seal_key.y === by.sealKey.y) {
        await tx.updateTable('claims').set({ desk: by.desk, lost_at: null }).where('id', '=', held.id).execute()
        await changed(tx, wanted)
        await audit(tx, { act: 'resumed', ...about, claim: held.id })
        return { is: 'claimed', case: wanted, claim: held.id, startedAt: held.started_at }
      }
      if (held.desk) return { is: 'taken' }
      await endClaim(tx, held.id, 'desk-lost')
    }
    // Named by hand, a case of another place may be taken; one that needs a skill they lack, or is kept for somebody, not.
    const { skills, language, held_for: heldFor, held_until: heldUntil, first_user: firstUser, voice } = found
    const need = { skills, language, heldUntil, firstUser, voice, place: null }
    const fit = fitOf(abilities, { ...need, heldFor }, new Date())
    if (fit === 'second') return { is: 'second' }
    // Whoever had it and came back, and whoever the queue sends; nobody else by name.
    if (found.why === 'second' && by.case !== null && !held) return { is: 'routed' }
    const opened = fit === 'held' && by.reason !== undefined
    // A reason opens what is kept, not what takes a skill.
    const stands = opened ? fitOf(abilities, { ...need, heldFor: null }, new Date()) : fit
    if (found.urgency < 2 && (stands === 'held' || stands === 'skill')) return { is: stands }
    const claim = randomUUID()
    const startedAt = new Date()
    // In one statement: every round trip counts where hundreds claim in a second.
    await sql`
      with claim as (
        insert into claims (id, case_id, user_name, caseworker, seal_key, sign_key, desk, started_at)
        values (${claim}, ${wanted}, ${by.user}, ${JSON.stringify(by.caseworker)}, ${JSON.stringify(by.sealKey)},
          ${JSON.stringify(by.signKey)}, ${by.desk}, ${startedAt})
      ), taken as (
        update cases set state = 'claimed', last_user = ${by.user}, held_for = null, held_until = null
        where id = ${wanted}
      ), busy as (
        update users set availability = 'available', pause_reason = null
        where name = ${by.user} and availability <> 'available'
      ) select pg_notify('hub_changed', ${wanted})`.execute(tx)
    // The audit log's lock is taken last, everywhere: all other processes wait for it.
    await audit(tx, { act: 'claim', ...about, claim })
    if (opened) await audit(tx, { act: 'opened', ...about, claim, detail: by.reason! })
    return { is: 'claimed', case: wanted, claim, startedAt }
  })
}

/** The caseworker lets go: `done` ends the case, `requeue` puts it back at the head. Nothing happens to a claim that ended. */
export async function releaseClaim(db: Db, claim: string, desk: string, how: 'done' | 'requeue'): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const held = await lockCase(tx, claim)
    if (held?.desk !== desk) return
    await changed(tx, held.case_id)
    if (how === 'done') {
      await tx
        .updateTable('users')
        .set({ availability: 'wrap-up', availability_since: new Date() })
        .where('name', '=', held.user_name)
        .execute()
      await endCase(tx, held.case_id, 'done')
    } else await requeue(tx, claim, held.case_id, 'requeue')
  })
}

export type HandOver =
  | { is: 'park' }
  | { is: 'transfer'; to: { user: string } | { skill: string } }
  /** A call-back that nobody answered. */
  | { is: 'no-answer' }

/** Puts a case back with a note for whoever takes it next: kept for oneself, for a colleague or for a skill, or for later. */
export async function handOver(
  db: Db,
  from: { claim: string; desk: string },
  how: HandOver,
  note: string | null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const held = await lockCase(tx, from.claim)
    if (held?.desk !== from.desk) return
    const { case_id: id, user_name: user } = held
    const ends = { park: 'parked', transfer: 'transferred', 'no-answer': 'no-answer' } as const
    await requeue(tx, from.claim, id, ends[how.is])
    const to = how.is === 'park' ? user : how.is === 'transfer' && 'user' in how.to ? how.to.user : null
    const minutes = how.is === 'park' ? PARKED : TRANSFERRED
    await tx
      .updateTable('cases')
      .set({
        ...(note ? { note, note_by: user } : {}),
        held_for: to,
        held_until: to ? new Date(Date.now() + minutes * 60_000) : null,
        not_before: how.is === 'no-answer' ? new Date(Date.now() + NO_ANSWER * 60_000) : null,
        ...(how.is === 'transfer' && 'skill' in how.to
          ? {
              skills: sql<string>`(select jsonb_agg(distinct s) from jsonb_array_elements(skills || ${JSON.stringify([how.to.skill])}::jsonb) s)`,
            }
          : {}),
      })
      .where('id', '=', id)
      .execute()
    await changed(tx, id)
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
    await changed(tx, held.case_id)
    await requeue(tx, claim, held.case_id, 'desk-lost')
    return true
  })
}

/** Locks in the order in which all do, case before claim, and reads the open claim again behind the lock. */
async function lockCase(tx: Db, claim: string) {
  const found = await tx.selectFrom('claims').select('case_id').where('id', '=', claim).executeTakeFirst()
  if (!found) return undefined
  await tx.selectFrom('cases').select('id').where('id', '=', found.case_id).forUpdate().execute()
  return tx
    .selectFrom('claims')
    .select(['case_id', 'desk', 'user_name'])
    .where('id', '=', claim)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}
