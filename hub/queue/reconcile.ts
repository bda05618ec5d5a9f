import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { ToDesk } from '../bus/messages.ts'
import type { BoxEnd, DeskEnd, Hub } from '../context.ts'
import { tellGuests } from '../desk/guests.ts'
import { iceFor } from '../desk/ice.ts'
import { releasesFor } from '../fleet/releases.ts'
import { newestSettings, standing } from '../fleet/standing.ts'
import { closing } from '../sockets.ts'
import { concerns } from './alarms.ts'
import { emptySnapshot, queueEntries, readSnapshot, readSome, type Snapshot } from './snapshot.ts'
import { colleague } from './staff.ts'
import { targetFor } from './target.ts'

type Reconciler = {
  snapshot(): Snapshot
  /** `urgent`: without a rest before it. */
  refresh(urgent?: boolean): Promise<void>
  look(about: string): Promise<void>
}

/** What a whole reading takes beyond this is followed by a rest … (ms) */
const SHORT_MS = 50
/** … this many times as long: with thousands of boxes there is other work to do. */
const REST = 3
/** … and by no longer one, so that positions in the queue stay fresh (ms). */
const REST_MAX_MS = 2_000

/**
 * Brings what desks and boxes of this process know in line with the database, whatever changed and wherever. While one
 * run is under way, or rests, all further wishes are met by a single run after it. What became of one case, its box is told
 * at once beside that (`look`).
 */
export function reconciler(hub: () => Hub): Reconciler {
  let snapshot = emptySnapshot
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<void> | undefined
  let resting = new AbortController()
  /** Cases of which word came since the whole reading that is under way began: what it has read of them may be old. */
  const newer = new Set<string>()
  const wanted = new Set<string>()
  let looking: Promise<void> | undefined
  const run = async () => {
    newer.clear()
    const read = await readSnapshot(hub().db)
    snapshot = read
    await tellBoxes(hub(), snapshot, newer)
    const again = [...newer]
    await Promise.all([tellDesks(hub(), snapshot), ...again.map(look)])
    await tellGuests(hub())
  }
  const refresh = (urgent = false): Promise<void> => {
    next ??= last.then(() => {
      next = undefined
      const began = performance.now()
      const mine = run()
      last = mine
        .catch(() => {})
        .then(() => {
          resting = new AbortController()
          const ms = Math.min(REST_MAX_MS, REST * Math.max(0, performance.now() - began - SHORT_MS))
          return sleep(ms, undefined, { ref: false, signal: resting.signal }).catch(() => {})
        })
      return mine
    })
    if (urgent) resting.abort()
    return next
  }
  const look = (about: string): Promise<void> => {
    newer.add(about)
    wanted.add(about)
    // Those that come while one question is under way share the next.
    looking ??= (async () => {
      while (wanted.size > 0) {
        const ids = [...wanted]
        wanted.clear()
        await tellOf(hub(), snapshot, ids)
      }
    })().finally(() => (looking = undefined))
    return looking
  }
  return { snapshot: () => snapshot, refresh, look }
}

/** Tells the boxes of these cases who has taken them, or that they are over. Those that wait are told by the whole reading. */
async function tellOf(hub: Hub, snapshot: Snapshot, ids: readonly string[]): Promise<void> {
  for (const one of await readSome(hub.db, ids)) {
    if (!one.box || !(one.claim || one.ended)) continue
    const known = snapshot.byBox.get(one.box)
    // The box has another case by now: that one's end is not this one's business.
    if (one.ended && known?.case !== one.case) continue
    if (known?.claim) snapshot.byClaim.delete(known.claim.id)
    snapshot.byBox.delete(one.box)
    if (one.claim) {
      snapshot.byBox.set(one.box, one)
      snapshot.byClaim.set(one.claim.id, one)
    }
    const end = hub.boxes.get(one.box)
    if (!end?.ready || !end.standing) continue
    end.target(targetFor(end.box, end.standing, snapshot, hub.config))
    handOnView(hub, end, snapshot)
  }
}

async function tellBoxes(hub: Hub, snapshot: Snapshot, newer: ReadonlySet<string>): Promise<void> {
  // Those of now: a connection that comes while we ask the database is newer than the rows, and must not be judged by them.
  const ends = new Map(hub.boxes)
  const ids = [...ends.keys()]
  if (ids.length === 0) return
  const rows = await hub.db
    .selectFrom('boxes')
    .select(['id', 'connection', 'revoked_at', 'out_of_service', 'out_text', 'accepted_at', 'retiring'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  const settings = await newestSettings(hub.db, ids)
  const releases = await releasesFor(hub.db)
  for (const row of rows) {
    const end = ends.get(row.id)
    if (!end?.ready || hub.boxes.get(row.id) !== end) continue
    if (row.revoked_at) end.close(closing.refused, 'this box is revoked')
    else if (row.connection !== end.connection) end.close(closing.replaced, 'the box opened another connection')
    else {
      end.standing = standing(row, settings.get(row.id), releases.get(row.id), hub.config)
      if (newer.has(snapshot.byBox.get(row.id)?.case ?? '')) continue
      end.target(targetFor(end.box, end.standing, snapshot, hub.config))
      handOnView(hub, end, snapshot)
    }
  }
}

/** A desk that took its claim up again on a new socket gets the view that it missed. */
function handOnView(hub: Hub, end: BoxEnd, snapshot: Snapshot): void {
  const { view } = end
  if (!view) return
  const claim = snapshot.byBox.get(end.box)?.claim
  if (claim?.id !== view.claim) end.view = null
  else if (claim.desk && claim.deskHub && claim.desk !== view.desk) {
    view.desk = claim.desk
    const to = { id: claim.id, desk: claim.desk, deskHub: claim.deskHub }
    void sendToDesk(hub, to, { kind: 'view', sealed: view.sealed })
  }
}

/** To the desk's socket, here or on another hub process. Settles once that process has it. */
export async function sendToDesk(hub: Hub, to: { id: string; desk: string; deskHub: string }, what: ToDesk) {
  const message = { is: 'to-desk', desk: to.desk, claim: to.id, what } as const
  return to.deskHub === hub.bus.id ? deskTakes(hub, message) : hub.bus.request(to.deskHub, message)
}

/** Hands a box's or a guest's message to a desk of this process, at once whenever it can. */
export async function deskTakes(
  hub: Hub,
  { desk: id, claim, what }: { desk: string; claim: string; what: ToDesk },
): Promise<{ is: 'ok' } | { is: 'no-claim' }> {
  const desk = hub.desks.get(id)
  // The box may be told of a claim, and answer, before the desk that made it has heard of it.
  if (desk && !desk.claims.has(claim)) await desk.settled()
  if (!desk?.claims.has(claim)) return { is: 'no-claim' }
  if ('state' in what) desk.send({ is: 'guest', claim, ...what, ...iceFor(hub.config, what.guest, new Date()) })
  else if ('guest' in what) desk.send({ is: 'from-guest', claim, ...what })
  else if (what.kind === 'view') desk.view(claim, what.sealed)
  else desk.send({ is: 'from-box', claim, kind: 'message', sealed: what.sealed })
  return { is: 'ok' }
}

async function tellDesks(hub: Hub, snapshot: Snapshot): Promise<void> {
  const desks = [...hub.desks.values()]
  if (desks.length === 0) return
  const tokens = desks.map((desk) => desk.token)
  const { rows } = await sql<{ token: string }>`
    select s.token from sessions s join users u on u.name = s.user_name
    where s.token = any(${tokens}) and s.expires_at > now() and u.roles @> '["caseworker"]'`.execute(hub.db)
  const signedIn = new Set(rows.map((row) => row.token))
  const now = new Date()
  for (const desk of desks) {
    if (!signedIn.has(desk.token)) {
      desk.close(closing.refused, 'signed out')
      continue
    }
    tellQueue(desk, snapshot, now)
    await tellClaims(hub, desk, snapshot)
  }
}

function tellQueue(desk: DeskEnd, snapshot: Snapshot, now: Date): void {
  const me = snapshot.staff.find((one) => one.user === desk.user)
  // Not read yet: the desk is in the next snapshot.
  if (!me) return
  desk.send({ is: 'queue', ...queueEntries(snapshot, me, now) })
  const colleagues = snapshot.staff.filter((one) => one !== me).map(colleague)
  desk.send({ is: 'staff', me: colleague(me), colleagues })
  const alarms = snapshot.alarms.filter((alarm) => concerns(alarm, me, snapshot.staff))
  desk.send({ is: 'alarms', alarms: alarms.map(({ user: _, ...alarm }) => alarm) })
}

async function tellClaims(hub: Hub, desk: DeskEnd, snapshot: Snapshot): Promise<void> {
  const doubtful: string[] = []
  for (const [id, known] of desk.claims) {
    const open = snapshot.byClaim.get(id)
    if (open?.claim?.desk !== desk.id) doubtful.push(id)
    else if (open.box && known.silent !== (open.boxHub === null)) {
      known.silent = open.boxHub === null
      desk.send({ is: 'case', claim: id, state: known.silent ? 'box-silent' : 'box-back' })
    }
  }
  if (doubtful.length === 0) return
  // A claim made after the snapshot was read is not in it: what counts is how the claim stands now.
  const claims = await hub.db
    .selectFrom('claims')
    .select(['id', 'how', 'desk', 'ended_at'])
    .where('id', 'in', doubtful)
    .execute()
  for (const { id, how, desk: holder, ended_at } of claims) {
    if (!ended_at && holder === desk.id) continue
    const held = desk.claims.delete(id)
    const state = how === 'box-lost' || how === 'second' ? how : 'ended'
    if (held && ended_at) desk.send({ is: 'case', claim: id, state })
  }
}
