import { sql } from 'kysely'
import type { Report } from '../../device/contract/link.ts'
import { caseNumber } from '../../device/contract/numbers.ts'
import { audit } from '../desk/audit.ts'
import { wantAcceptance } from '../fleet/acceptances.ts'
import { noteUpdate } from '../fleet/left-behind.ts'
import { noteSettings } from '../fleet/settings.ts'
import type { Db } from '../store/store.ts'
import { changed } from './changed.ts'
import { fitOf } from './fit.ts'
import { requeue } from './requeue.ts'
import { toSecond } from './second.ts'
import { abilitiesOf } from './staff.ts'

/** Who watches a capture must be trained for it (SP 800-63A, supervised remote: trained operators). */
export const SUPERVISING = 'supervised-enrolment'

/** How a case ended. `ended`: the citizen is done or left; `done`: a caseworker released it. */
export type CaseEnd = 'ended' | 'done' | 'box-lost'

/**
 * Takes over a box's report: its standing handoff opens, changes or ends its case. `fresh` says that the box process may be
 * another one than before: a case it no longer knows is lost, with its evidence. Returns false when this connection of
 * the box no longer counts, or the case belongs to another box.
 */
export async function takeReport(
  db: Db,
  from: { box: string; connection: string; boot: string | null },
  report: Report,
  fresh: boolean,
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const box = await tx
      .updateTable('boxes')
      .set({
        report: JSON.stringify(report),
        software: report.software,
        boot: from.boot,
        last_seen: new Date(),
        ...(report.health ? { health: JSON.stringify(report.health) } : {}),
        ...(report.visit ? { last_visit: new Date() } : {}),
      })
      .where('id', '=', from.box)
      .where('connection', '=', from.connection)
      .executeTakeFirst()
    if (box.numUpdatedRows === 0n) return false

    if (report.tamper === 'opened') await wantAcceptance(tx, from.box)
    if (report.health) await noteSettings(tx, from.box, report.health)
    if (report.health?.update) await noteUpdate(tx, from.box, report.health.update)
    const open = await tx
      .selectFrom('cases')
      .select(['id'])
      .where('box', '=', from.box)
      .where('state', '<>', 'ended')
      .forUpdate()
      .executeTakeFirst()
    const { handoff } = report
    if (open && open.id !== handoff?.case) await endCase(tx, open.id, fresh ? 'box-lost' : 'ended')
    if (handoff) {
      const { case: id, errand, language, step, why, since, urgency = 0, voice = false } = handoff
      const skills = JSON.stringify(why === 'supervised' ? [errand, SUPERVISING] : [errand])
      const values = { errand, language, step, why, since, urgency, voice }
      const { rows } = await sql<{ box: string }>`
        insert into cases (id, number, box, errand, skills, language, step, why, since, urgency, voice, state)
        values (${id}, ${caseNumber(id)}, ${from.box}, ${errand}, ${skills}, ${language}, ${step}, ${why}, ${since},
          ${urgency}, ${voice}, 'waiting')
        on conflict (id) do nothing returning box`.execute(tx)
      if (rows.length === 0) {
        const known = await tx
          .selectFrom('cases')
          .selectAll()
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirstOrThrow()
        if (known.box !== from.box) return false
        // A caseworker's "done" stands until the citizen calls anew; a case that only seemed lost is there again.
        const anew = known.state === 'ended' && (new Date(since) > known.since || known.how === 'box-lost')
        // A skill that a caseworker has added stays.
        const asked =
          known.errand === errand && (known.why === why || why === 'second') ? values : { ...values, skills }
        if (known.state !== 'ended') {
          await tx.updateTable('cases').set(asked).where('id', '=', id).execute()
          if (handoff.first) await toSecond(tx, id, handoff.first)
          if (why !== 'help' && urgency < 2 && !voice) await leaveToAbler(tx, id)
        } else if (anew) {
          const waiting = { ...asked, state: 'waiting', again: false, how: null, ended_at: null } as const
          await tx.updateTable('cases').set(waiting).where('id', '=', id).execute()
        }
      }
    }
    // A step of a citizen who wants nobody is news to no one but the figures.
    if (open && open.id !== handoff?.case) await changed(tx, open.id)
    if (handoff) await changed(tx, handoff.case)
    else if (report.health?.update?.is === 'rolled-back') await changed(tx)
    return true
  })
}

/**
 * What a case needs may only be known after somebody came to help: whoever lacks it gives it back to the queue. Place and
 * language are no reason: they have met already. Inside a transaction that has locked the case.
 */
async function leaveToAbler(tx: Db, id: string): Promise<void> {
  const held = await tx
    .selectFrom('claims')
    .innerJoin('cases', 'cases.id', 'claims.case_id')
    .select(['claims.id', 'claims.user_name', 'cases.skills', 'cases.language'])
    .where('case_id', '=', id)
    .where('claims.ended_at', 'is', null)
    .executeTakeFirst()
  if (!held) return
  const need = { skills: held.skills, language: held.language, place: null, heldFor: null, heldUntil: null }
  if (fitOf(await abilitiesOf(tx, held.user_name), need, new Date()) === 'skill')
    await requeue(tx, held.id, id, 'requeue')
}

/** Ends a case and its claim, if one is open. Inside a transaction. */
export async function endCase(tx: Db, id: string, how: CaseEnd): Promise<void> {
  const now = new Date()
  await tx.deleteFrom('call_backs').where('case_id', '=', id).execute()
  const ended = await tx
    .updateTable('cases')
    .set({ state: 'ended', how, ended_at: now, note: null, note_by: null, held_for: null, held_until: null })
    .where('id', '=', id)
    .returning('box')
    .executeTakeFirst()
  const claim = await tx
    .updateTable('claims')
    .set({ ended_at: now, how })
    .where('case_id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['id', 'user_name'])
    .executeTakeFirst()
  if (claim || how === 'box-lost') {
    const who = how === 'done' ? (claim?.user_name ?? null) : null
    await audit(tx, { act: how, who, box: ended?.box ?? null, case: id, claim: claim?.id ?? null })
  }
}
