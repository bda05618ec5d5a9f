/** Whether what walk-ins were told came true, and whether those booked had to wait for it: from the live tickets. */
import { sql } from 'kysely'
import type { Reliability } from '../../device/contract/standby.ts'
import type { Db } from '../store/store.ts'
import { localOf } from './local-time.ts'

/** One walk-in who stayed: what was said, and what came. */
export type Kept = { chance: number; served: boolean; low: number | null; high: number | null; waited: number | null }

/** Chances are compared in groups of so much. */
const STEP = 0.1
const Z = 1.96

/** A share with its Wilson interval: right also for few and for shares near 0 and 1. */
export function wilson(k: number, n: number): { share: number; low: number; high: number } {
  if (n === 0) return { share: 0, low: 0, high: 1 }
  const share = k / n
  const middle = (share + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n)
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((share * (1 - share)) / n + (Z * Z) / (4 * n * n))
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** For each group of stated chances: what was said on average, and the share that was served in time. */
export function reliabilityTable(kept: Kept[]): Reliability['table'] {
  const groups = new Map<number, Kept[]>()
  for (const one of kept) {
    const group = Math.min(Math.floor(one.chance / STEP + 1e-9), 1 / STEP - 1)
    groups.set(group, [...(groups.get(group) ?? []), one])
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([group, list]) => ({
      from: Math.round(group * STEP * 100) / 100,
      to: Math.round((group + 1) * STEP * 100) / 100,
      told: list.reduce((sum, one) => sum + one.chance, 0) / list.length,
      n: list.length,
      served: list.filter((one) => one.served).length,
      ...wilson(list.filter((one) => one.served).length, list.length),
    }))
}

/** Served walk-ins whose wait lay within the range they were told, which is meant to hold half of them. */
export function waitsWithin(kept: Kept[]): { n: number; within: number } {
  const told = kept.filter((one) => one.served && one.low !== null && one.waited !== null)
  return { n: told.length, within: told.filter((one) => one.low! <= one.waited! && one.waited! <= one.high!).length }
}

/** Reads the tickets of so many days. Who left of their own accord before being called says nothing about the chance. */
export async function reliability(db: Db, days: number, now: Date): Promise<Reliability> {
  const today = localOf(now).day
  const { rows: kept } = await sql<Kept>`
    select told_chance::float8 as chance, told_low as low, told_high as high,
      coalesce(coalesce(started_at, called_at) <= told_by and state in ('serving', 'served'), false) as served,
      (extract(epoch from called_at - made_at) / 60)::float8 as waited
    from standby_tickets
    where made_at > ${now}::timestamptz - make_interval(days => ${days})
      and (state in ('served', 'closed') or (state = 'left' and called_at is not null) or day < ${today})
      and not (state = 'left' and called_at is null)`.execute(db)
  // A walk-in counts as harm when somebody booked at that place was called later than start (or arrival) and limit while the
  // walk-in's service ran: more than it can have caused, never less.
  const { rows: harm } = await sql<{ called: number; delayed: number }>`
    select count(*)::int as called, count(*) filter (where exists (
      select from bookings b where b.place = t.place and b.day = t.day and b.kind = 'counter' and b.arrived_at is not null
        and b.starts > t.called_at and b.starts < coalesce(t.ended_at, ${now})
        and b.called_at > greatest(b.starts, b.arrived_at) + make_interval(mins => p.limit_minutes)
    ))::int as delayed
    from standby_tickets t cross join lateral (
      select coalesce(max(limit_minutes), 5)::int as limit_minutes from standby_policies p where p.place = t.place) p
    where t.called_at is not null and t.state <> 'left' and t.made_at > ${now}::timestamptz - make_interval(days => ${days})`.execute(
    db,
  )
  return { days, table: reliabilityTable(kept), waits: waitsWithin(kept), promise: harm[0]! }
}
