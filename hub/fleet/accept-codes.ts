/**
 * The one-time code that opens the acceptance test at a box's own screen. That screen stands in a public room: whoever passes by
 * could say that a moved box works there, so it opens for a technician who is signed in at the hub.
 */
import { randomInt, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { AcceptCode } from '../../device/contract/fleet-view.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { problem } from '../web/problem.ts'
import type { Authority } from './ca.ts'

/** From the fleet page to the box in the same room (minutes). */
const MINUTES = 15
/** One in 200,000 guesses its six digits; five slips of a finger are enough. */
const TRIES = 5

const tagOf = (ca: Authority, box: string, code: string) => ca.tag(`acceptance ${box} ${code}`)

/** A new code; an earlier one of this box is worth nothing then. 409 for a box that needs no test, null for no such box. */
export async function newAcceptCode(db: Db, ca: Authority, box: string, who: string): Promise<AcceptCode | null> {
  const row = await db
    .selectFrom('boxes')
    .select(['accepted_at', 'revoked_at'])
    .where('id', '=', box)
    .executeTakeFirst()
  if (!row || row.revoked_at) return null
  if (row.accepted_at) throw problem(409, 'This box has passed its test here.')
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const until = new Date(Date.now() + MINUTES * 60_000)
  const values = { tag: tagOf(ca, box, code), until, tries_left: TRIES }
  await db
    .insertInto('accept_codes')
    .values({ box, ...values })
    .onConflict((conflict) => conflict.column('box').doUpdateSet(values))
    .execute()
  await audit(db, { act: 'accept-code', who, box })
  return { code, until: until.toISOString() }
}

/** Whether this code opens this box's test now. It never does so again; each wrong one costs a try. */
export async function takeAcceptCode(db: Db, ca: Authority, box: string, code: string): Promise<boolean> {
  const row = await db
    .updateTable('accept_codes')
    .set({ tries_left: sql<number>`tries_left - 1` })
    .where('box', '=', box)
    .where('tries_left', '>', 0)
    .where('until', '>', new Date())
    .returning('tag')
    .executeTakeFirst()
  const [wanted, given] = [Buffer.from(row?.tag ?? ''), Buffer.from(tagOf(ca, box, code))]
  const right = wanted.length === given.length && timingSafeEqual(wanted, given)
  if (right) {
    const { numDeletedRows } = await db
      .deleteFrom('accept_codes')
      .where('box', '=', box)
      .where('tag', '=', row!.tag)
      .executeTakeFirst()
    if (numDeletedRows === 0n) return false
  }
  await audit(db, { act: 'accept-code', box, detail: right ? 'used' : 'wrong, used up or too old' })
  return right
}
