/** A small town for the booking tests: two places, and a client of the public API. */
import type { Booked, Hold, Slot } from '../../device/contract/booking.ts'
import { scheduleChanged } from '../../hub/booking/schedule.ts'
import type { Db } from '../../hub/store/store.ts'
import { openStore } from '../../hub/store/store.ts'
import { post } from './clients.ts'

export type Town = { db: Db; end(): Promise<void> }

/** Library with two boxes (video: two caseworkers), town hall with two counters; open 9–16 every weekday. */
export async function town(
  database: string,
  options: { boxes?: number; opens?: number; closes?: number } = {},
): Promise<Town> {
  const db = await openStore(database, () => {})
  const { boxes = 2, opens = 540, closes = 960 } = options
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('booking_places')
      .values([
        { id: 'bibliotek', name: 'Biblioteket', address: 'Torvet 1', slot_minutes: 15 },
        { id: 'raadhus', name: 'Rådhuset', address: 'Torvet 2', slot_minutes: 15 },
      ])
      .execute()
    const one = (place: string | null, kind: 'box' | 'counter' | 'video' | 'phone' | 'interpreter', name: string) => ({
      place,
      kind,
      name,
      skills: [] as string[],
      languages: kind === 'interpreter' ? ['ar', 'uk'] : [],
    })
    await tx
      .insertInto('booking_resources')
      .values([
        ...Array.from({ length: boxes }, (_, n) => one('bibliotek', 'box', `Boks ${n + 1}`)),
        ...Array.from({ length: boxes }, (_, n) => one(null, 'video', `Skærm ${n + 1}`)),
        one('raadhus', 'counter', 'Skranke 1'),
        one('raadhus', 'counter', 'Skranke 2'),
        one(null, 'interpreter', 'Tolk'),
      ])
      .execute()
    const hours = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
      (
        [
          ['bibliotek', null],
          ['raadhus', null],
          [null, 'video'],
          [null, 'interpreter'],
        ] as const
      ).map(([place, kind]) => ({ place, kind, weekday, opens, closes })),
    )
    await tx.insertInto('booking_hours').values(hours).execute()
    await scheduleChanged(tx)
  })
  return { db, end: () => db.destroy() }
}

/** A weekday a fortnight or more away that is no holiday: free of the present moment. */
export function aDay(after = 14): string {
  for (let n = after; ; n++) {
    const day = new Date(Date.now() + n * 86_400_000)
    const text = day.toISOString().slice(0, 10)
    // Away from Easter, Whitsun and Christmas these months are without holidays.
    if (![0, 6].includes(day.getUTCDay()) && !/-(12-2[4-6]|12-31|01-01|06-05)$/.test(text)) return text
  }
}

export const slotsOf = async (web: string, query: Record<string, string>): Promise<Slot[]> => {
  const reply = await fetch(`${web}/api/slots?${new URLSearchParams(query)}`)
  if (!reply.ok) throw new Error(`slots: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as Slot[]
}

export const holdOf = async (web: string, slot: string, errands = ['passport-renewal']) => {
  const reply = await post(`${web}/api/holds`, { slot, errands })
  return { status: reply.status, body: (await reply.json()) as Hold & { error?: string } }
}

export async function bookOf(
  web: string,
  slot: string,
  contact: unknown = 'anna@example.dk',
  errands?: string[],
): Promise<Booked> {
  const { body } = await holdOf(web, slot, errands)
  const reply = await post(`${web}/api/appointments`, { hold: body.hold, name: 'Anna Prøve', contact })
  if (!reply.ok) throw new Error(`appointment: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as Booked
}
