import { sql } from 'kysely'
import type { QueueEntry } from '../../device/contract/api.ts'
import type { Caseworker, PublicKey } from '../../device/contract/nouns.ts'
import type { Db } from '../store/store.ts'

/** One standing wish for a caseworker, with where its box and its desk are connected now. */
export type OpenCase = Pick<QueueEntry, 'case' | 'number' | 'errand' | 'language' | 'step' | 'why' | 'again'> & {
  since: Date
  box: string
  boxName: string
  place: string
  boxHub: string | null
  claim: OpenClaim | null
}

export type OpenClaim = {
  id: string
  user: string
  caseworker: Caseworker
  sealKey: PublicKey
  signKey: PublicKey
  startedAt: Date
  desk: string | null
  deskHub: string | null
}

/** The queue as the database had it at one moment: waiting cases first, in their order. */
export type Snapshot = { cases: OpenCase[]; online: number; service: number | null }

/** How many services the mean is taken over: enough to be calm, few enough to follow the day. */
const SERVICES = 20

type Row = Omit<OpenCase, 'claim'> & {
  claim: string | null
  user: string
  caseworker: Caseworker
  sealKey: PublicKey
  signKey: PublicKey
  startedAt: Date
  desk: string | null
  deskHub: string | null
}

export async function readSnapshot(db: Db): Promise<Snapshot> {
  // `since` comes from the box: a clock that runs ahead must not put it last for ever.
  const { rows } = await sql<Row>`
    select c.id as case, c.number, c.errand, c.language, c.step, c.why, c.since, c.again,
      b.id as box, b.name as "boxName", b.place, b.hub as "boxHub",
      k.id as claim, k.user_name as user, k.caseworker, k.seal_key as "sealKey", k.sign_key as "signKey",
      k.started_at as "startedAt", k.desk, d.hub as "deskHub"
    from cases c join boxes b on b.id = c.box
      left join claims k on k.case_id = c.id and k.ended_at is null
      left join desks d on d.id = k.desk
    where c.state <> 'ended'
    order by c.state = 'claimed', c.again desc, least(c.since, now()), c.id`.execute(db)
  const { rows: measured } = await sql<{ service: number | null; online: number }>`
    select (select avg(s) from (
        select extract(epoch from ended_at - started_at)::float8 as s from claims
        where how = 'done' order by ended_at desc limit ${SERVICES}) as last) as service,
      (select count(distinct user_name) from desks) as online`.execute(db)
  return {
    cases: rows.map(({ claim, user, caseworker, sealKey, signKey, startedAt, desk, deskHub, ...open }) => ({
      ...open,
      claim: claim ? { id: claim, user, caseworker, sealKey, signKey, startedAt, desk, deskHub } : null,
    })),
    online: measured[0]?.online ?? 0,
    service: measured[0]?.service ?? null,
  }
}

/** The queue as desks see it. */
export function queueEntries(snapshot: Snapshot): QueueEntry[] {
  return snapshot.cases.map((open) => ({
    case: open.case,
    number: open.number,
    box: open.boxName,
    place: open.place,
    errand: open.errand,
    language: open.language,
    step: open.step,
    why: open.why,
    since: open.since.toISOString(),
    again: open.again,
    boxConnected: open.boxHub !== null,
    claimedBy: open.claim?.caseworker.name ?? null,
  }))
}
