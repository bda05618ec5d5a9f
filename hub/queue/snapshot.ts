import { type RawBuilder, sql } from 'kysely'
import type { Channel, QueueEntry } from '../../device/contract/api.ts'
import type { Caseworker, PublicKey } from '../../device/contract/nouns.ts'
import { waitsFrom } from '../../device/contract/waiting.ts'
import type { Db } from '../store/store.ts'
import { type OpenAlarm, openAlarms } from './alarms.ts'
import { type Abilities, fitOf } from './fit.ts'
import { inOrder } from './order.ts'
import { type Person, readStaff } from './staff.ts'
import { expectedWaits, type Services } from './wait.ts'

/** One standing wish for a caseworker, with where its box and its desk are connected now. */
export type OpenCase = Pick<QueueEntry, 'case' | 'number' | 'errand' | 'step' | 'why' | 'again' | 'urgency'> & {
  voice: boolean
  language: QueueEntry['language']
  channel: Channel
  since: Date
  bookedFor: Date | null
  skills: string[]
  heldFor: string | null
  heldForName: string | null
  heldUntil: Date | null
  /** Who approved first, where two must. */
  firstUser: string | null
  note: string | null
  noteBy: string | null
  box: string | null
  boxName: string
  place: string
  boxHub: string | null
  claim: OpenClaim | null
}

export type OpenClaim = {
  id: string
  user: string
  /** What they can do; null: everything. */
  userSkills: string[] | null
  caseworker: Caseworker
  sealKey: PublicKey
  signKey: PublicKey
  startedAt: Date
  desk: string | null
  deskHub: string | null
}

/** The queue as the database had it at one moment: waiting cases first, in their order. */
export type Snapshot = {
  cases: OpenCase[]
  byBox: Map<string, OpenCase>
  byClaim: Map<string, OpenCase>
  waits: ReadonlyMap<string, { ahead: number; seconds: number | null }>
  staff: Person[]
  alarms: OpenAlarm[]
}

export const emptySnapshot: Snapshot = {
  cases: [],
  byBox: new Map(),
  byClaim: new Map(),
  waits: new Map(),
  staff: [],
  alarms: [],
}

/** How many services the mean is taken over: enough to be calm, few enough to follow the day. */
const SERVICES = 20
/** Fewer of one errand say less than all together. */
const ENOUGH = 5
/** A desk shows a screenful; how many more wait it is told as a number. */
const SHOWN = 60

type Row = Omit<OpenCase, 'claim'> & Omit<OpenClaim, 'id'> & { claim: string | null }

/** Cases with where their box and desk are now, waiting ones first, in their order. */
async function readCases(db: Db, which: RawBuilder<unknown>): Promise<(OpenCase & { ended: boolean })[]> {
  const { rows } = await sql<Row & { ended: boolean }>`
    select c.id as case, c.number, c.errand, c.language, c.step, c.why, c.since, c.again, c.urgency, c.voice, c.channel, c.skills,
      c.booked_for as "bookedFor", c.held_for as "heldFor", h.caseworker->>'name' as "heldForName",
      c.held_until as "heldUntil", c.first_user as "firstUser", c.note, n.caseworker->>'name' as "noteBy",
      b.id as box, coalesce(b.name, '') as "boxName", coalesce(c.place, b.place, '') as place, b.hub as "boxHub",
      k.id as claim, k.user_name as user, u.skills as "userSkills", k.caseworker, k.seal_key as "sealKey", k.sign_key as "signKey",
      k.started_at as "startedAt", k.desk, d.hub as "deskHub", c.state = 'ended' as ended
    from cases c left join boxes b on b.id = c.box
      left join users h on h.name = c.held_for
      left join users n on n.name = c.note_by
      left join claims k on k.case_id = c.id and k.ended_at is null
      left join users u on u.name = k.user_name
      left join desks d on d.id = k.desk
    where ${which}
    order by c.state = 'claimed', ${inOrder()}`.execute(db)
  return rows.map(({ claim, user, userSkills, caseworker, sealKey, signKey, startedAt, desk, deskHub, ...open }) => ({
    ...open,
    claim: claim ? { id: claim, user, userSkills, caseworker, sealKey, signKey, startedAt, desk, deskHub } : null,
  }))
}

/** These cases as they stand now, those that have ended too. */
export const readSome = (db: Db, ids: readonly string[]) => readCases(db, sql`c.id = any(${ids}::uuid[])`)

/** The open case with that claim. */
export async function openCaseOf(db: Db, claim: string): Promise<OpenCase | undefined> {
  const [found] = await readCases(
    db,
    sql`c.state <> 'ended' and c.id = (select case_id from claims where id = ${claim} and ended_at is null)`,
  )
  return found
}

export async function readSnapshot(db: Db): Promise<Snapshot> {
  const cases = await readCases(db, sql`c.state <> 'ended' and (c.not_before is null or c.not_before <= now())`)
  const [staff, services, alarms] = [await readStaff(db), await readServices(db), await openAlarms(db)]
  const waiting = cases.filter((one) => !one.claim)
  return {
    cases,
    byBox: new Map(cases.flatMap((one) => (one.box ? [[one.box, one] as const] : []))),
    byClaim: new Map(cases.flatMap((one) => (one.claim ? [[one.claim.id, one] as const] : []))),
    waits: expectedWaits(waiting, staff, services, new Date()),
    staff,
    alarms,
  }
}

/** Mean service times as they were measured. */
async function readServices(db: Db): Promise<Services> {
  const { rows } = await sql<{ errand: string; seconds: number; n: number }>`
    select errand, avg(seconds) as seconds, count(*)::int as n from (
      select c.errand, extract(epoch from k.ended_at - k.started_at)::float8 as seconds,
        row_number() over (partition by c.errand order by k.ended_at desc) as nth
      from (select * from claims where how = 'done' order by ended_at desc limit ${SERVICES * 10}) k
        join cases c on c.id = k.case_id) as last
    where nth <= ${SERVICES} group by errand`.execute(db)
  const count = rows.reduce((sum, row) => sum + row.n, 0)
  return {
    all: count === 0 ? null : rows.reduce((sum, row) => sum + row.seconds * row.n, 0) / count,
    errands: new Map(rows.flatMap((row) => (row.n >= ENOUGH ? [[row.errand, row.seconds] as const] : []))),
  }
}

/** The queue as one caseworker's desk sees it: whom they may take first, the others behind, then those with a caseworker. */
export function queueEntries(
  snapshot: Snapshot,
  person: Abilities,
  now: Date,
): { queue: QueueEntry[]; waiting: number } {
  const first: QueueEntry[] = []
  const mine: QueueEntry[] = []
  const others: QueueEntry[] = []
  const claimed: QueueEntry[] = []
  let waiting = 0
  for (const open of snapshot.cases) {
    if (!open.claim) waiting += 1
    const list = open.claim ? claimed : undefined
    if ((list ?? mine).length >= SHOWN) continue
    const held = open.heldUntil && open.heldUntil > now ? open.heldFor : null
    const able = fitOf(person, open, now)
    // Nobody chooses who looks after them: the queue does.
    const fit = able === 'yes' && open.why === 'second' ? 'routed' : able
    const to = list ?? (able !== 'yes' ? others : held === person.user ? first : mine)
    if (to.length < SHOWN) to.push(entryOf(open, fit, held ? open.heldForName : null))
  }
  return { queue: [...first, ...mine, ...others, ...claimed].slice(0, 2 * SHOWN), waiting }
}

function entryOf(open: OpenCase, fit: QueueEntry['fit'], heldFor: string | null): QueueEntry {
  const { number, errand, language, step, why, again, urgency, channel, place, note, noteBy, voice } = open
  return {
    case: open.case,
    ...{ number, errand, language, step, why, again, urgency, channel, place, fit, heldFor },
    ...(voice ? { voice } : {}),
    box: open.boxName,
    since: open.since.toISOString(),
    bookedFor: open.bookedFor?.toISOString() ?? null,
    waitsFrom: new Date(waitsFrom(open.since.getTime(), open.bookedFor?.getTime() ?? null)).toISOString(),
    boxConnected: channel !== 'box' || open.boxHub !== null,
    claimedBy: open.claim?.caseworker.name ?? null,
    note: note === null ? null : { by: noteBy ?? '', text: note },
  }
}
