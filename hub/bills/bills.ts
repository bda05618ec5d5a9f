import { stringify } from 'csv-stringify/sync'
import type { Bill, BillEnd, Bills, ListedBill } from '../../device/contract/bill.ts'
import { caseNumber } from '../../device/contract/numbers.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { problem } from '../web/problem.ts'

/** So many that have ended are shown; all of them are in the file. */
const ENDED_SHOWN = 100
const FILE_MOST = 20_000

/** A box's word that a fee is still to be paid; said again for a case, the first one stands. */
export async function storeBill(tx: Db, box: string, bill: Bill, at: string): Promise<void> {
  const { case: case_id, ...rest } = bill
  await tx
    .insertInto('bills')
    .values({ case_id, box, at, ...rest })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function list(db: Db, which: 'open' | 'ended', limit: number): Promise<ListedBill[]> {
  const rows = await db
    .selectFrom('bills')
    .leftJoin('boxes', 'boxes.id', 'bills.box')
    .selectAll('bills')
    .select('boxes.place')
    .where('ended_at', which === 'open' ? 'is' : 'is not', null)
    .orderBy(which === 'open' ? 'at' : 'ended_at', which === 'open' ? 'asc' : 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ case_id, application, errand, amount, way, at, place, ...row }) => ({
    ...{ case: case_id, application, errand, amount, way, place: place ?? '', at: at.toISOString() },
    ended: row.ended_at && {
      how: row.ended_how!,
      why: row.ended_why!,
      by: row.ended_by ?? '',
      at: row.ended_at.toISOString(),
    },
  }))
}

export async function bills(db: Db): Promise<Bills> {
  const open = await list(db, 'open', FILE_MOST)
  return {
    open,
    ended: await list(db, 'ended', ENDED_SHOWN),
    total: open.reduce((sum, { amount }) => sum + amount, 0),
  }
}

/** Ends a bill, once; the entry of the audit log stands or falls with it. */
export async function endBill(db: Db, id: string, { how, why }: BillEnd, who: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('bills')
      .set({ ended_at: new Date(), ended_how: how, ended_why: why, ended_by: who })
      .where('case_id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw problem(409, 'There is no such bill that is open.')
    await audit(tx, { act: 'bill-ended', who, case: id, detail: `${how}: ${why}` })
  })
}

const head = [
  'nummer',
  'sag',
  'ansøgning',
  'ærinde',
  'sted',
  'tidspunkt',
  'kr.',
  'hvordan',
  'endt',
  'begrundelse',
  'af',
]

/** For a spreadsheet or the finance system: semicolons and decimal commas, as Danish offices read them. */
export async function billsCsv(db: Db, which: 'open' | 'all'): Promise<string> {
  const rows = await list(db, 'open', FILE_MOST)
  if (which === 'all') rows.push(...(await list(db, 'ended', FILE_MOST)))
  const cells = rows.map((one) => [
    ...[caseNumber(one.case), one.case, one.application, one.errand, one.place, one.at],
    ...[(one.amount / 100).toFixed(2).replace('.', ','), one.way],
    ...[one.ended ? `${one.ended.how} ${one.ended.at}` : '', one.ended?.why ?? '', one.ended?.by ?? ''],
  ])
  // No cell can start a formula in a spreadsheet.
  return stringify([head, ...cells], { bom: true, delimiter: ';', escape_formulas: true })
}
