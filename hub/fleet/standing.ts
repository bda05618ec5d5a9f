import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Standing } from '../queue/target.ts'
import type { Db } from '../store/store.ts'

type Row = {
  out_of_service: boolean
  out_text: { da: string; en: string } | null
  accepted_at: Date | null
  retiring: boolean
}

/** What is decided for a box itself: in service or not and why, its newest configuration, its end. */
export function standing(
  row: Row,
  settings: string | undefined,
  release: string | undefined,
  config: Config,
): Standing {
  const needed = row.accepted_at === null && !config.withoutAcceptance && !row.retiring
  return {
    outOfService: row.out_of_service || needed,
    ...(row.out_text ? { outText: row.out_text } : {}),
    ...(needed ? { acceptance: 'needed' as const, acceptanceCode: true } : {}),
    ...(settings ? { settings } : {}),
    ...(release && !row.retiring ? { update: { version: release } } : {}),
    ...(row.retiring ? { retire: true } : {}),
  }
}

/** The newest signed configuration of each of these boxes. */
export async function newestSettings(db: Db, boxes: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ box: string; jws: string }>`
    select distinct on (box) box, jws from box_configs where box = any(${boxes}::uuid[])
    order by box, version desc`.execute(db)
  return new Map(rows.map(({ box, jws }) => [box, jws]))
}
