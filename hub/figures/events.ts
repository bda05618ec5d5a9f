import type { BoxEvent } from '../../device/contract/link.ts'
import type { Db } from '../store/store.ts'

/** Stores one event of a box; the same number again changes nothing, so that each counts once. */
export async function storeEvent(
  db: Db,
  box: string,
  event: { n: number; at: string; event: BoxEvent },
): Promise<void> {
  await db
    .insertInto('events')
    .values({ box, n: event.n, at: event.at, event: JSON.stringify(event.event) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
