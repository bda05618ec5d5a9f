/** A booked visit at a box: begun there after checking in, and over when the box says so. */
import { sql } from 'kysely'
import type { BoxEvent } from '../../device/contract/link.ts'
import type { Outcome } from '../../device/contract/nouns.ts'
import type { Db } from '../store/store.ts'
import { event } from './events.ts'

/** Whoever left before the end, or whose box failed them, has not been served: they may begin again the same day. */
const UNSERVED: ReadonlySet<Outcome> = new Set(['cancelled', 'timed-out', 'faulted'])

/** No visit lasts longer than this (ms): what began it is looked for so far back. */
const VISIT_MS = 24 * 60 * 60_000

/**
 * Moves the appointment that a box's visit belongs to. Inside the transaction that stores the event, which counts once; what
 * is stored for the figures names no appointment. `at`: when it happened at the box.
 */
export async function boxVisitMoved(tx: Db, box: string, said: BoxEvent, at: Date): Promise<void> {
  if (said.is === 'visit-started' && said.booking) {
    const row = await tx
      .updateTable('bookings')
      .set({ state: 'called', called_at: at, box_visit: said.visit })
      .where('id', '=', said.booking)
      .where('kind', '=', 'box')
      .where('state', '=', 'arrived')
      // A box begins appointments of its own place. It is enrolled with the place's name; planners may give it the id.
      .where(
        sql<boolean>`exists (select from boxes b join booking_places p on b.place in (p.name, p.id)
          where b.id = ${box} and p.id = bookings.place)`,
      )
      .returning(['id', 'place', 'kind', 'errands'])
      .executeTakeFirst()
    if (row) await told(tx, 'called', row, at)
    return
  }
  if (said.is !== 'visit-ended' && said.is !== 'visit-lost') return
  const served = said.is === 'visit-ended' && !UNSERVED.has(said.outcome)
  const row = await tx
    .updateTable('bookings')
    .set({ box_visit: null, ...(served ? { state: 'served', ended_at: at } : { state: 'arrived', called_at: null }) })
    .where('box_visit', '=', said.visit)
    .where('state', '=', 'called')
    // Only the box at which it was begun says how it ended.
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('events')
          .select('events.n')
          .where('events.box', '=', box)
          .where('events.at', '>', new Date(at.getTime() - VISIT_MS))
          .where(sql<boolean>`events.event->>'is' = 'visit-started' and events.event->>'visit' = ${said.visit}`),
      ),
    )
    .returning(['id', 'place', 'kind', 'errands'])
    .executeTakeFirst()
  if (row && served) await told(tx, 'served', row, at)
}

type Moved = { id: string; place: string; kind: string; errands: string[] }
const told = (tx: Db, act: 'called' | 'served', { id, place, kind, errands }: Moved, at: Date) =>
  event(tx, { act, place, kind, errands, booking: id, detail: { by: 'box' } }, at)
