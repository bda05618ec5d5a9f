import type { RosterEdit } from '../../device/contract/staffing.ts'
import { addDays, isoWeek, weekday } from '../../device/rules/calendar.ts'
import { closedBecause } from '../booking/opening.ts'
import type { Schedule } from '../booking/schedule.ts'
import type { Db } from '../store/store.ts'

/** At most so many days are made at once. */
export const ROLL_OUT_DAYS = 400

/** The roster’s rows of one day: holidays and closed places have none. */
export function rosterOn<T extends RosterEdit>(rows: readonly T[], plan: Schedule, day: string): T[] {
  const parity = isoWeek(day) % 2 === 0 ? 'even' : 'odd'
  return rows.filter(
    (row) =>
      row.weekday === weekday(day) &&
      (row.weeks === 'all' || row.weeks === parity) &&
      closedBecause(plan, row.place, day) === null,
  )
}

/** Makes the days from the roster. A day that has assignments stays as it is: somebody may have changed it by hand. */
export async function rollOut(
  db: Db,
  plan: Schedule,
  from: string,
  to: string,
): Promise<{ days: number; shifts: number }> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx.selectFrom('roster').selectAll().execute()
    const there = new Set(
      (
        await tx.selectFrom('shifts').select('day').distinct().where('day', '>=', from).where('day', '<=', to).execute()
      ).map(({ day }) => day),
    )
    const made: {
      person: number
      day: string
      opens: number
      closes: number
      place: string | null
      channel: 'counter' | 'video' | 'phone'
    }[] = []
    let days = 0
    for (let day = from, n = 0; day <= to && n < ROLL_OUT_DAYS; day = addDays(day, 1), n++) {
      if (there.has(day)) continue
      const today = rosterOn(rows, plan, day)
      if (today.length > 0) days++
      for (const { person, opens, closes, place, channel } of today)
        made.push({ person, day, opens, closes, place, channel })
    }
    for (let i = 0; i < made.length; i += BATCH)
      await tx
        .insertInto('shifts')
        .values(made.slice(i, i + BATCH))
        .execute()
    return { days, shifts: made.length }
  })
}

/** Rows of one insert: PostgreSQL takes 65,535 values. */
const BATCH = 5_000
