/** How visits that no box reports come into the queue: somebody who has checked in, waits by chance, or wants a call. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { caseNumber } from '../../device/contract/numbers.ts'
import type { Db } from '../store/store.ts'
import { endCase } from './cases.ts'

export type Intake = {
  /** The same id again changes what was said before, as long as nobody has taken it. */
  id?: string
  channel: 'counter' | 'phone'
  errand: string
  /** What the caseworker must be able to do: errands, or `errand@authority`. */
  skills: readonly string[]
  language: string
  place: string | null
  /** The number the citizen was given, as it is called; made from the id when left out. */
  number?: string
  bookedFor?: Date | null
  /** 0 in turn, 1 soon (small children, illness), 2 now. */
  urgency: 0 | 1 | 2
  /** For `phone`: kept apart and forgotten when the case ends. */
  phone?: string
}

/** Puts a visit into the queue, or changes one that waits. Returns the case's id. `db` may be a transaction. */
export async function intake(db: Db, visit: Intake): Promise<string> {
  const id = visit.id ?? randomUUID()
  const put = async (tx: Db) => {
    const { channel, errand, language, place, urgency } = visit
    const skills = JSON.stringify(visit.skills)
    const why = channel === 'phone' ? 'call-back' : 'visit'
    const { rows } = await sql<{ id: string }>`
      insert into cases (id, number, channel, errand, skills, language, place, booked_for, urgency, step, why, since, state)
      values (${id}, ${visit.number ?? caseNumber(id)}, ${channel}, ${errand}, ${skills}, ${language}, ${place},
        ${visit.bookedFor ?? null}, ${urgency}, 'errand', ${why}, now(), 'waiting')
      on conflict (id) do update set errand = excluded.errand, skills = excluded.skills, language = excluded.language,
        place = excluded.place, booked_for = excluded.booked_for, urgency = excluded.urgency
      where cases.state = 'waiting' returning id`.execute(tx)
    if (rows.length > 0 && visit.phone) {
      await tx
        .insertInto('call_backs')
        .values({ case_id: id, phone: visit.phone })
        .onConflict((conflict) => conflict.column('case_id').doUpdateSet({ phone: visit.phone! }))
        .execute()
    }
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
  }
  if (db.isTransaction) await put(db)
  else await db.transaction().execute(put)
  return id
}

/** The visit is over or was called elsewhere. Nothing happens to one that a caseworker has in hand, or that has ended. */
export async function leaveQueue(db: Db, id: string): Promise<void> {
  const leave = async (tx: Db) => {
    const open = await tx.selectFrom('cases').select('state').where('id', '=', id).forUpdate().executeTakeFirst()
    if (open?.state !== 'waiting') return
    await endCase(tx, id, 'ended')
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
  }
  if (db.isTransaction) await leave(db)
  else await db.transaction().execute(leave)
}
