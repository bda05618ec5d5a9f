/**
 * Two hub processes' worth of claims for the same citizens at the same moment, on one PostgreSQL: every case has to be got by
 * exactly one caseworker. Each case is claimed by name from both processes at once; every second one is left to "next" besides.
 * Run: node tests/soak/claim-races.ts [CASES] [SECONDS]: ends early after so long, and says how many were raced for.
 */
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { sql } from 'kysely'
import { verifyAudit } from '../../hub/desk/audit.ts'
import { claimCase } from '../../hub/queue/claims.ts'
import { openStore } from '../../hub/store/store.ts'
import { machineLine, table } from '../bench/machine.ts'
import { hubHere, publicKey } from '../hub/clients.ts'

/** Caseworkers of one process who race at a time. */
const LANES = 6
/** Cases that stand in the queue at a time: a queue of 100,000 would be no queue, and "next" would only sort it. */
const BATCH = 48

type Told = { claimed: number; refused: number }

/** One process: claims every case of the batch, in the same order as the other. */
async function racer(database: string, desks: { id: string; user: string }[]): Promise<void> {
  const db = await openStore(database, () => {})
  const keys = await Promise.all(Array.from({ length: LANES }, publicKey))
  process.on('message', (cases: string[] | 'end') => {
    if (cases === 'end') return void db.destroy().then(() => process.exit(0))
    const told: Told = { claimed: 0, refused: 0 }
    let next = 0
    const lane = async ({ id: desk, user }: { id: string; user: string }, n: number) => {
      const caseworker = { name: user, role: 'Borgerservice', municipality: 'Prøveby' }
      const by = { desk, user, caseworker, sealKey: keys[n]!, signKey: keys[n]! }
      while (next < cases.length) {
        const at = next++
        const got = await claimCase(db, { ...by, case: at % 2 ? null : cases[at]! })
        if (got.is === 'claimed') told.claimed += 1
        else told.refused += 1
      }
    }
    void Promise.all(desks.map(lane)).then(() => process.send!(told))
  })
  process.send!('ready')
}

export async function claimRaces(wanted = 100_000, limitS = Number.POSITIVE_INFINITY): Promise<boolean> {
  console.log(machineLine())
  const users = Array.from({ length: 2 * LANES }, (_, n) => `c${n}`)
  const person = { role: 'Borgerservice', roles: ['caseworker' as const] }
  const base = await hubHere({ users: users.map((user) => ({ ...person, user, name: user, hash: '-' })) })
  const db = await openStore(base.database, () => {})
  const { id: hub } = await db.selectFrom('hubs').select('id').executeTakeFirstOrThrow()
  const desks = users.map((user) => ({ id: randomUUID(), user }))
  await db
    .insertInto('desks')
    .values(desks.map(({ id, user }) => ({ id, hub, user_name: user })))
    .execute()
  const racers = [desks.slice(0, LANES), desks.slice(LANES)].map((mine) =>
    fork(import.meta.filename, ['racer', base.database, JSON.stringify(mine)]),
  )
  await Promise.all(racers.map((one) => once(one, 'message')))
  const total: Told = { claimed: 0, refused: 0 }
  let made = 0
  const started = performance.now()
  while (made < wanted && performance.now() - started < limitS * 1_000) {
    const n = Math.min(BATCH, wanted - made)
    const { rows } = await sql<{ id: string }>`
      insert into cases (id, number, channel, errand, skills, language, step, why, since, state)
      select gen_random_uuid(), 'R-1', 'counter', 'passport-renewal', '[]', 'da', 'errand', 'visit', now(), 'waiting'
      from generate_series(1, ${n}) returning id`.execute(db)
    made += n
    const ids = rows.map(({ id }) => id)
    const answers = racers.map((one) => once(one, 'message') as Promise<[Told]>)
    for (const one of racers) one.send(ids)
    for (const [told] of await Promise.all(answers)) {
      total.claimed += told.claimed
      total.refused += told.refused
    }
    // What neither got by name or by "next" is left for one more round of both.
    const left = await sql<{ id: string }>`select id from cases where state = 'waiting'`.execute(db)
    for (const { id } of left.rows) {
      const key = await publicKey()
      const by = { desk: desks[0]!.id, user: 'c0', caseworker: { name: 'c0', role: 'b', municipality: 'p' } }
      if ((await claimCase(db, { ...by, case: id, sealKey: key, signKey: key })).is === 'claimed') total.claimed += 1
    }
    // The sweep of a hub would give them back: they have no desk. They end as served.
    await sql`update claims set ended_at = now(), how = 'done' where ended_at is null`.execute(db)
    await sql`update cases set state = 'ended', how = 'done', ended_at = now() where state <> 'ended'`.execute(db)
  }
  const cases = made
  const seconds = (performance.now() - started) / 1000
  const { rows } = await sql<{ claims: number; once: number; never: number }>`
    select count(*)::int as claims, count(distinct case_id)::int as once,
      (select count(*)::int from cases c where not exists (select from claims k where k.case_id = c.id)) as never
    from claims`.execute(db)
  const { claims, once: served, never } = rows[0]!
  const chain = await verifyAudit(db)
  const audited = (await sql<{ n: number }>`select count(*)::int as n from audit where act = 'claim'`.execute(db))
    .rows[0]!.n
  console.log(
    table(`${cases} cases raced for by two processes of ${LANES} caseworkers each`, [
      { what: 'tries', figure: total.claimed + total.refused },
      { what: 'cases', figure: cases },
      { what: 'claimed', figure: claims },
      { what: 'claimed twice', figure: claims - served },
      { what: 'lost (never claimed)', figure: never },
      { what: 'claims a second', figure: Math.round(claims / seconds) },
      { what: 'claims in the audit log', figure: audited },
      { what: 'audit log intact (1: yes)', figure: chain.is === 'intact' ? 1 : 0 },
    ]),
  )
  for (const one of racers) one.send('end')
  await db.destroy()
  await base.end()
  return claims === cases && cases > 0 && served === cases && never === 0 && audited === cases && chain.is === 'intact'
}

if (process.argv[2] === 'racer') await racer(process.argv[3]!, JSON.parse(process.argv[4]!))
else if (process.argv[1] === import.meta.filename)
  process.exit(
    (await claimRaces(Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? Number.POSITIVE_INFINITY))) ? 0 : 1,
  )
