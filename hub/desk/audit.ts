/**
 * The append-only audit log: who looked at which case and what was decided, sign-ins, enrolments, refused boxes. Each
 * entry's hash covers the one before, so that a change in the middle shows; the database refuses changes besides.
 * Entries cut off at the end do not show by themselves: keep the head's hash elsewhere now and then.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../store/store.ts'

export type Act =
  | 'signed-in'
  | 'signed-out'
  | 'sign-in-refused'
  | 'enrolled'
  | 'revoked'
  | 'box-refused'
  | 'accepted'
  // A technician asked for the code that opens a box's acceptance test, or somebody used it there.
  | 'accept-code'
  | 'not-accepted'
  | 'configured'
  // A technician had a box tell its newest log lines.
  | 'log-read'
  | 'moved'
  | 'retiring'
  | 'in-service'
  | 'out-of-service'
  | 'alarm'
  | 'claim'
  | 'resumed'
  | 'done'
  | 'requeue'
  | 'desk-lost'
  | 'box-lost'
  | 'ended'
  | 'looked'
  | 'retake'
  | 'approved'
  // The first of two approvals; the case went on to another caseworker.
  | 'second'
  | 'rejected'
  | 'referred'
  | 'postponed'
  | 'act'
  | 'opened'
  // Third parties in a call; what the citizen said to it is an `act` of the box.
  | 'guest-invited'
  | 'guest-here'
  | 'guest-gone'
  | 'parked'
  | 'transferred'
  | 'no-answer'
  | 'alarm'
  | 'alarm-taken'
  | 'call-back'
  // A box asked a register about the person before it; `detail` is the purpose.
  | 'looked-up'
  | 'issued'
  | 'withdrawn'
  // A bundle was taken in, or its ring changed; `detail` is the version.
  | 'released'
  // A person found out how a story of money or paper ended.
  | 'resolved'
  // A fee that was not paid by card has been paid, or is not to be; the list was taken as a file.
  | 'bill-ended'
  | 'bills-exported'

export type AuditEntry = {
  act: Act
  /** Sign-in name of the person who acted; null when none did. */
  who?: string | null
  box?: string | null
  case?: string | null
  claim?: string | null
  step?: string | null
  /** In the field's terms; holds nothing of a citizen. */
  detail?: string | null
}

export type AuditRow = Required<AuditEntry> & { n: number; at: string; previous: string; hash: string }

const AUDIT_LOCK = 78_002
const FIRST = '0'.repeat(64)
const PAGE = 1_000

function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const { n, at, who, act, box, claim, step, detail, previous } = row
  return createHash('sha256')
    .update(JSON.stringify([n, at, who, act, box, row.case, claim, step, detail, previous]))
    .digest('hex')
}

/** Appends one entry. `db` may be a transaction: then the entry stands or falls with it. */
export async function audit(db: Db, entry: AuditEntry): Promise<void> {
  const append = async (tx: Db) => {
    // One at a time, over all hub processes, until commit: the chain has one end.
    const { rows } = await sql<{ n: number; hash: string }>`select n, hash from audit_head(${AUDIT_LOCK})`.execute(tx)
    const [last] = rows
    const row = {
      n: (last?.n ?? 0) + 1,
      at: new Date().toISOString(),
      who: entry.who ?? null,
      act: entry.act,
      box: entry.box ?? null,
      case: entry.case ?? null,
      claim: entry.claim ?? null,
      step: entry.step ?? null,
      detail: entry.detail ?? null,
      previous: last?.hash ?? FIRST,
    }
    const { case: case_id, ...columns } = row
    await tx
      .insertInto('audit')
      .values({ ...columns, case_id, hash: hashOf(row) })
      .execute()
  }
  if (db.isTransaction) await append(db)
  else await db.transaction().execute(append)
}

/** Entries after number `after`, oldest first, at most 1000. */
export async function readAudit(db: Db, after: number): Promise<AuditRow[]> {
  const rows = await db.selectFrom('audit').selectAll().where('n', '>', after).orderBy('n').limit(PAGE).execute()
  return rows.map(({ case_id, ...row }) => ({ ...row, act: row.act as Act, case: case_id }))
}

/** Walks the whole chain: its end, or the number of the first entry that is not as it was written. */
export async function verifyAudit(
  db: Db,
): Promise<{ is: 'intact'; entries: number; head: string } | { is: 'broken'; n: number }> {
  let n = 0
  let head = FIRST
  for (;;) {
    const page = await readAudit(db, n)
    for (const row of page) {
      n++
      if (row.n !== n || row.previous !== head || row.hash !== hashOf(row)) return { is: 'broken', n }
      head = row.hash
    }
    if (page.length < PAGE) return { is: 'intact', entries: n, head }
  }
}
