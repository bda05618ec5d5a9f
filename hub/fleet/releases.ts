/** Which box is to run which release. A release goes from ring to ring by a person's word, and back by a box's. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { compareVersions, type ReleaseView, type Ring, rings } from '../../device/contract/release.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import { problem } from '../web/problem.ts'
import { behindOf, leftBy } from './left-behind.ts'

const TENTH = 10
type Member = { id: string; test_box: boolean; software: string | null }

/** The first ring that holds each box. Ten per cent are always the same ones, and never none. */
export function ringsOf(boxes: readonly Member[]): Map<string, Exclude<Ring, 'none'>> {
  const order = (id: string) => createHash('sha256').update(id).digest('hex')
  const others = boxes.filter(({ test_box }) => !test_box).sort((a, b) => (order(a.id) < order(b.id) ? -1 : 1))
  const tenth = new Set(others.slice(0, Math.ceil(others.length / TENTH)).map(({ id }) => id))
  return new Map(boxes.map(({ id, test_box }) => [id, test_box ? 'test' : tenth.has(id) ? 'tenth' : 'all']))
}

const members = (db: Db): Promise<Member[]> =>
  db.selectFrom('boxes').select(['id', 'test_box', 'software']).where('revoked_at', 'is', null).execute()

/** The release that each box is to have: the newest whose ring holds it. */
export async function releasesFor(db: Db): Promise<Map<string, string>> {
  const open = await db.selectFrom('releases').select(['version', 'ring']).where('ring', '<>', 'none').execute()
  if (open.length === 0) return new Map()
  const newestFirst = open.sort((a, b) => compareVersions(b.version, a.version))
  const found = new Map<string, string>()
  for (const [box, ring] of ringsOf(await members(db))) {
    const release = newestFirst.find((one) => rings.indexOf(one.ring) >= rings.indexOf(ring))
    if (release) found.set(box, release.version)
  }
  return found
}

/** One ring further, or back to nobody. 409 with the reason when it may not go further yet; false: no such release. */
export async function setRing(db: Db, version: string, ring: Ring, who: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const release = await tx
      .selectFrom('releases')
      .selectAll()
      .where('version', '=', version)
      .forUpdate()
      .executeTakeFirst()
    if (!release) return false
    const boxes = await members(tx)
    if (ring !== 'none') {
      if (release.stood)
        throw problem(
          409,
          `${version} is stopped, a box went back: say why it goes on without it, or make a newer one.`,
        )
      if (release.stopped) throw problem(409, `${version} is stopped: ${release.stopped}. Make a newer one.`)
      if (rings.indexOf(ring) > rings.indexOf(release.ring) + 1) throw problem(409, 'One ring after the other.')
      const before = ringsOf(boxes)
      const left = await leftBy(tx, version)
      const rank = (ring: Ring | undefined) => rings.indexOf(ring ?? 'all')
      const inRing = boxes.filter(({ id }) => before.get(id) === release.ring)
      const empty = inRing.length === 0
      // A ring that is left behind as a whole proves nothing: then one before it has to run it.
      const given = inRing.every(({ id }) => left.has(id))
        ? boxes.filter(({ id }) => rank(before.get(id)) <= rank(release.ring))
        : inRing
      const proved = given.some(({ software }) => software === version)
      if (ring === 'test' && ![...before.values()].includes('test')) throw problem(409, 'No box is a test box yet.')
      if (release.ring !== 'none' && !proved && !empty)
        throw problem(409, `No box of the ring before runs ${version} yet.`)
    }
    const stopped = ring === 'none' && release.ring !== 'none' ? `taken back by ${who}` : release.stopped
    await tx.updateTable('releases').set({ ring, stopped, stood: null }).where('version', '=', version).execute()
    await audit(tx, { act: 'released', who, detail: `${version}: ${ring}` })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
    return true
  })
}

/** Newest first. */
export async function releaseView(db: Db): Promise<ReleaseView[]> {
  const releases = await db.selectFrom('releases').selectAll().execute()
  const boxes = await db
    .selectFrom('boxes')
    .select(['id', 'name', 'place', 'software', 'health', 'hub', 'test_box', 'revoked_at'])
    .orderBy('name')
    .execute()
  const said = await db.selectFrom('release_boxes').selectAll().execute()
  const wanted = await releasesFor(db)
  return releases
    .sort((a, b) => compareVersions(b.version, a.version))
    .map(({ version, at, who, bytes, ring, stopped, stood }) => {
      const waiting = boxes.filter(({ id, software }) => wanted.get(id) === version && software !== version)
      const behind = behindOf(version, boxes, new Set(waiting.map(({ id }) => id)), said)
      const back = new Set(behind.filter(({ is }) => is === 'rolled-back').map(({ box }) => box))
      return {
        version,
        at: at.toISOString(),
        who,
        bytes: Number(bytes),
        ring,
        stopped,
        runs: boxes.filter(({ software, revoked_at }) => software === version && !revoked_at).length,
        waiting: waiting.filter(({ id }) => !back.has(id)).length,
        back: back.size,
        stoppedByBox: stood !== null,
        behind,
      }
    })
}
