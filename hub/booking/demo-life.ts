/**
 * What the made-up municipality's pages show besides its appointments: the chance queue's tickets with what was promised and
 * what came, ways out of the questions, the outbox and the waitlist. Shares are invented;
 * each is written in one statement, so that the demo starts at once.
 */
import { sql } from 'kysely'
import { stream } from '../planning/random.ts'
import type { Db } from '../store/store.ts'
import { tell } from './messages.ts'
import type { Schedule } from './schedule.ts'
import { seedTriage } from './seed-triage.ts'

/** Days back that have tickets and counted ways out. */
const DAYS = 120
/** Tickets an open day at a place with a chance queue. */
const TICKETS = 7
/** Messages in the outbox: the next bookings'. */
const TOLD = 60
const WAITING = 12

export async function writeLife(db: Db, plan: Schedule, seed: number, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Numbers that no Danish subscriber has: they begin with 00.
    await sql`
      update bookings set phone = '+4500' || lpad((('x' || substr(md5(id::text), 1, 6))::bit(24)::int % 1000000)::text, 6, '0')
      where state = 'booked' and name is not null`.execute(tx)
    await tickets(tx, seed, now)
    await exits(tx, seed, now)
    await outbox(tx, plan, now)
  })
}

/** Chances are told as an honest queue tells them: what is said comes true about as often. */
async function tickets(tx: Db, seed: number, now: Date): Promise<void> {
  const random = stream(seed, 4)
  const days = await sql<{ place: string; day: string; first: Date; last: Date; resource: number }>`
    select b.place, b.day::text, min(b.starts) as first, max(b.ends) as last, min(s.resource)::int as resource
    from bookings b join booking_seats s on s.booking = b.id
    where b.kind = 'counter' and b.state = 'served' and b.starts > ${now}::timestamptz - make_interval(days => ${DAYS})
      and b.place in (select place from standby_policies) group by b.place, b.day`.execute(tx)
  const rows = days.rows.flatMap(({ place, day, first, last, resource }) =>
    Array.from({ length: Math.round(TICKETS * (0.4 + random() * 1.2)) }, (_, n) => {
      const made = new Date(first.getTime() + (last.getTime() - first.getTime()) * random())
      // Early ones have a better chance than those who come before closing.
      const left = (last.getTime() - made.getTime()) / (last.getTime() - first.getTime())
      const chance = Math.round(Math.min(0.98, Math.max(0.05, left * 1.1 + (random() - 0.5) * 0.3)) * 100) / 100
      const wait = -Math.log(random()) * 16
      const served = random() < chance
      const called = served ? new Date(Math.min(made.getTime() + wait * 60_000, last.getTime() - 60_000)) : null
      const ended = called ? new Date(called.getTime() + (7 + random() * 9) * 60_000) : last
      return {
        ...{ place, day, resource, chance, made, called, ended },
        number: `C ${n + 1}`,
        errand: random() < 0.5 ? 'id-card' : 'passport-renewal',
        need: random() < 0.08,
        // The quartiles of the wait that is drawn above.
        low: 5,
        high: 22,
        by: last,
        state: served ? 'served' : 'closed',
      }
    }),
  )
  await sql`
    insert into standby_tickets (id, token, place, number, day, errands, need, made_at, told_chance, told_low, told_high, told_by,
      state, resource, called_at, started_at, ended_at)
    select gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), place, number, day, array[errand], need, made, chance, low,
      high, by, state, case when called is null then null else resource end, called, called, ended
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(place text, number text, day date, errand text, need boolean,
      made timestamptz, chance real, low smallint, high smallint, by timestamptz, state text, resource integer,
      called timestamptz, ended timestamptz) on conflict do nothing`.execute(tx)
}

/** Every errand's ways out with how many took them; few of those who were sent elsewhere come again. */
async function exits(tx: Db, seed: number, now: Date): Promise<void> {
  const random = stream(seed, 5)
  const version = await tx.selectFrom('triage_trees').select('version').orderBy('version').executeTakeFirst()
  if (!version) return
  const rows: { exit: string; errand: string; perDay: number; back: number }[] = []
  for (const [errand, first] of Object.entries(seedTriage.first)) {
    const found = new Set<string>()
    const walk = (id: string) => {
      const node = seedTriage.nodes[id]
      if (node?.is === 'exit') found.add(id)
      else if (node) for (const { to } of node.answers) walk(to)
    }
    walk(first)
    for (const exit of found) rows.push({ exit, errand, perDay: 2 + random() * 14, back: 0.03 + random() * 0.12 })
  }
  await sql`
    insert into triage_counts (day, version, exit, errand, n, came_back)
    select day::date, ${version.version}, exit, errand, greatest(1, round(per_day * (0.5 + random()))),
      round(per_day * back * random() * 2)
    from jsonb_to_recordset(${JSON.stringify(rows.map(({ perDay, ...row }) => ({ ...row, per_day: perDay })))}::jsonb)
        as e(exit text, errand text, per_day real, back real),
      generate_series(${now}::timestamptz - make_interval(days => ${DAYS}), ${now}, interval '1 day') as day
    where extract(isodow from day) < 6 on conflict do nothing`.execute(tx)
}

/** The next bookings' confirmations and reminders, and some of those booked who would like an earlier time. */
async function outbox(tx: Db, plan: Schedule, now: Date): Promise<void> {
  const next = await tx
    .selectFrom('bookings')
    .selectAll()
    .where('state', '=', 'booked')
    .where('starts', '>', now)
    .orderBy('starts')
    .limit(TOLD)
    .execute()
  for (const booking of next) await tell(tx, plan, booking, 'booked', now)
  await sql`
    insert into waitlist (id, booking, earliest, latest, made_at)
    select gen_random_uuid(), id, ${now}::date, day - 1, made_at from bookings
    where state = 'booked' and day > ${now}::date + 10 order by id limit ${WAITING} on conflict do nothing`.execute(tx)
}
