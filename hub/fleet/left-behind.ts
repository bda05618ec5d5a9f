/**
 * Boxes that a release leaves behind. One that goes back stops it for all: the release may be to blame. When a person finds that
 * the box is, a dead disk, the release goes on without that box, by that person's word and with the reason.
 */
import { type Selectable, sql } from 'kysely'
import type { LeftBehind, UpdateState } from '../../device/contract/release.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import type { Tables } from '../store/tables.ts'
import { problem } from '../web/problem.ts'

/** What a box says of a release. The first time that one went back stops it; a box says so for as long as it stands. */
export async function noteUpdate(db: Db, box: string, { version, is, why }: UpdateState): Promise<void> {
  if (is !== 'rolled-back') return
  const known = await db
    .selectFrom('release_boxes')
    .select('back_at')
    .where('version', '=', version)
    .where('box', '=', box)
    .executeTakeFirst()
  if (known?.back_at) return
  // Whoever lets the release go on at this moment has seen this box, or comes before it.
  await db.selectFrom('releases').select('version').where('version', '=', version).forUpdate().execute()
  const { rows } = await sql<{ left_by: string | null }>`
    insert into release_boxes (version, box, back_at)
    select version, ${box}, now() from releases where version = ${version}
    on conflict (version, box) do update set back_at = now() where release_boxes.back_at is null
    returning left_by`.execute(db)
  if (rows.length === 0 || rows[0]!.left_by !== null) return
  const { numUpdatedRows } = await db
    .updateTable('releases')
    .set((eb) => ({ stood: eb.ref('ring'), ring: 'none', stopped: `a box went back: ${why ?? 'not well'}` }))
    .where('version', '=', version)
    .where('stopped', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await audit(db, { act: 'released', box, detail: `${version}: stopped, the box went back` })
}

/** The boxes without which that release goes on. */
export async function leftBy(db: Db, version: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('release_boxes')
    .select('box')
    .where('version', '=', version)
    .where('left_by', 'is not', null)
    .execute()
  return new Set(rows.map(({ box }) => box))
}

/** The release goes on without that box, from where it was stopped if no other went back. False: no such release. */
export async function leave(db: Db, version: string, box: string, why: string, who: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const release = await tx
      .selectFrom('releases')
      .selectAll()
      .where('version', '=', version)
      .forUpdate()
      .executeTakeFirst()
    if (!release) return false
    if (!(await tx.selectFrom('boxes').select('id').where('id', '=', box).executeTakeFirst()))
      throw problem(404, 'There is no such box.')
    const left = { left_by: who, left_why: why, left_at: new Date() }
    await tx
      .insertInto('release_boxes')
      .values({ version, box, ...left })
      .onConflict((conflict) => conflict.columns(['version', 'box']).doUpdateSet(left))
      .execute()
    await audit(tx, { act: 'released', who, box, detail: `${version}: goes on without this box: ${why}` })
    const others = await tx
      .selectFrom('release_boxes')
      .select('box')
      .where('version', '=', version)
      .where('back_at', 'is not', null)
      .where('left_by', 'is', null)
      .execute()
    if (release.stood && others.length === 0) {
      const { stood: ring } = release
      await tx
        .updateTable('releases')
        .set({ ring, stood: null, stopped: null })
        .where('version', '=', version)
        .execute()
      await audit(tx, { act: 'released', who, detail: `${version}: ${ring}` })
    }
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
    return true
  })
}

type Known = Pick<Selectable<Tables['boxes']>, 'id' | 'name' | 'place' | 'software' | 'health' | 'hub' | 'revoked_at'>

/** Of one release: boxes that went back, that refused it, and that are to get it but are not heard from. */
export function behindOf(
  version: string,
  boxes: readonly Known[],
  waiting: ReadonlySet<string>,
  said: readonly Selectable<Tables['release_boxes']>[],
): LeftBehind[] {
  return boxes.flatMap(({ id, name, place, software, health, hub, revoked_at }): LeftBehind[] => {
    const row = said.find((one) => one.version === version && one.box === id)
    // Of one that is no longer in the fleet, or has got it after all, there is nothing left to say.
    if ((revoked_at || software === version) && !(row?.back_at && !row.left_by)) return []
    const own = health?.update?.version === version ? health.update : null
    const refused = own?.is === 'refused'
    const is = row?.back_at ? 'rolled-back' : refused ? 'refused' : waiting.has(id) && hub === null ? 'silent' : null
    if (!is) return []
    const left = row?.left_by
      ? { who: row.left_by, why: row.left_why ?? '', at: (row.left_at ?? new Date()).toISOString() }
      : null
    return [{ box: id, name, place, is, why: own?.why ?? null, left }]
  })
}
