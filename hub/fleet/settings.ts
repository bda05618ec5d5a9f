import { sql } from 'kysely'
import type { Health } from '../../device/contract/health.ts'
import type { Settings, SignedSettings } from '../../device/contract/settings.ts'
import { audit } from '../desk/audit.ts'
import type { Db } from '../store/store.ts'
import type { Authority } from './ca.ts'

/** As boxes expect it (device/settings/book.ts). */
const TYPE = 'boks-settings'

/** Signs a configuration as the box's next version. The box applies it between visits and goes back if it is not well. */
export async function putSettings(
  db: Db,
  ca: Authority,
  box: string,
  settings: Settings,
  who: string,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await tx.selectFrom('boxes').select('id').where('id', '=', box).forUpdate().executeTakeFirstOrThrow()
    const last = await newest(tx, box)
    const version = (last?.version ?? 0) + 1
    const jws = await ca.sign(TYPE, { box, version, settings } satisfies SignedSettings)
    await tx
      .insertInto('box_configs')
      .values({ box, version, who, settings: JSON.stringify(settings), jws })
      .execute()
    await tx.updateTable('boxes').set({ place: settings.place }).where('id', '=', box).execute()
    await audit(tx, { act: 'configured', who, box, detail: `version ${version}` })
    await sql`select pg_notify('hub_changed', '')`.execute(tx)
    return version
  })
}

/** The newest configuration of a box, or undefined. */
export function newest(db: Db, box: string) {
  return db
    .selectFrom('box_configs')
    .selectAll()
    .where('box', '=', box)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** What the box says became of its configurations. */
export async function noteSettings(db: Db, box: string, health: Health): Promise<void> {
  const { config, rolledBack } = health
  if (config > 0)
    await db
      .updateTable('box_configs')
      .set({ state: 'applied' })
      .where('box', '=', box)
      .where('version', '=', config)
      .where('state', '=', 'sent')
      .execute()
  if (!rolledBack) return
  await db
    .updateTable('box_configs')
    .set({ state: 'rolled-back', why: rolledBack.why })
    .where('box', '=', box)
    .where('version', '=', rolledBack.version)
    .where('state', '<>', 'rolled-back')
    .execute()
}
