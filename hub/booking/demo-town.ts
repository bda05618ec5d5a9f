/** The made-up municipality of the demo: eight places, their boxes, counters, lines and hours. */
import type { Db } from '../store/store.ts'
import { scheduleChanged } from './schedule.ts'
import type { SeatKind } from './tables.ts'

type DemoPlace = {
  id: string
  name: string
  address: string
  boxes: number
  counters: number
  /** Minutes after midnight, Monday to Friday; longer on Thursdays. */
  open: [number, number]
  saturday?: boolean
  /** Where a walk-in chance queue is on. */
  standby?: boolean
}

/** `hovedbiblioteket` and `raadhuset` are those of the demo's box. */
export const demoPlaces: DemoPlace[] = [
  {
    id: 'hovedbiblioteket',
    name: 'Hovedbiblioteket',
    address: 'Torvet 3',
    boxes: 3,
    counters: 2,
    open: [540, 1080],
    saturday: true,
  },
  {
    id: 'raadhuset',
    name: 'Borgerservice på rådhuset',
    address: 'Rådhuspladsen 1',
    boxes: 1,
    counters: 6,
    open: [540, 900],
    standby: true,
  },
  { id: 'nordbyen', name: 'Nordbyens bibliotek', address: 'Nordre Allé 40', boxes: 2, counters: 1, open: [600, 1020] },
  {
    id: 'havnen',
    name: 'Kulturhuset ved havnen',
    address: 'Kajen 7',
    boxes: 2,
    counters: 1,
    open: [600, 1020],
    standby: true,
  },
  { id: 'vestby', name: 'Vestby bibliotek', address: 'Vestergade 88', boxes: 1, counters: 1, open: [600, 960] },
  { id: 'skoven', name: 'Biblioteket i Skovlund', address: 'Skovvej 2', boxes: 1, counters: 1, open: [600, 960] },
  { id: 'stranden', name: 'Strandby medborgerhus', address: 'Strandvej 15', boxes: 1, counters: 1, open: [600, 900] },
  { id: 'oen', name: 'Servicepunkt på øen', address: 'Havnegade 1', boxes: 1, counters: 0, open: [600, 840] },
]

const VIDEO = 6
const LINES = 3

export async function writeTown(db: Db): Promise<void> {
  await db
    .insertInto('booking_places')
    .values(demoPlaces.map(({ id, name, address }) => ({ id, name, address, slot_minutes: 15 })))
    .execute()
  const one = (place: string | null, kind: SeatKind, name: string, languages: string[] = []) => ({
    place,
    kind,
    name,
    languages,
    skills: [] as string[],
  })
  const some = (count: number, make: (n: number) => ReturnType<typeof one>) =>
    Array.from({ length: count }, (_, n) => make(n + 1))
  await db
    .insertInto('booking_resources')
    .values([
      ...demoPlaces.flatMap(({ id, boxes, counters }) => [
        ...some(boxes, (n) => one(id, 'box', `Boks ${n}`)),
        ...some(counters, (n) => one(id, 'counter', `Skranke ${n}`)),
      ]),
      ...some(VIDEO, (n) => one(null, 'video', `Skærm ${n}`)),
      ...some(LINES, (n) => one(null, 'phone', `Telefon ${n}`)),
      one(null, 'interpreter', 'Tolk (arabisk, farsi)', ['ar', 'fa']),
      one(null, 'interpreter', 'Tolk (ukrainsk)', ['uk']),
    ])
    .execute()
  type Hours = {
    place: string | null
    kind: SeatKind | null
    weekday: number
    opens: number
    closes: number
    weeks?: 'all' | 'odd' | 'even'
    keep_phone?: number
    keep_standby?: number
  }
  const hours: Hours[] = []
  for (const weekday of [1, 2, 3, 4, 5]) {
    for (const { id, open, counters, standby } of demoPlaces) {
      const closes = weekday === 4 ? open[1] + 60 : open[1]
      const keep = { keep_phone: counters >= 4 ? 1 : 0, keep_standby: standby && counters >= 4 ? 1 : 0 }
      // The island is manned in even weeks only.
      const weeks = id === 'oen' ? ('even' as const) : ('all' as const)
      hours.push({ place: id, kind: null, weekday, opens: open[0], closes, weeks })
      if (counters > 0) hours.push({ place: id, kind: 'counter', weekday, opens: open[0], closes, ...keep })
    }
    for (const kind of ['video', 'interpreter', 'phone'] as const)
      hours.push({ place: null, kind, weekday, opens: 540, closes: kind === 'video' ? 1140 : 900 })
  }
  for (const { id, saturday } of demoPlaces)
    if (saturday) hours.push({ place: id, kind: 'box', weekday: 6, opens: 600, closes: 840 })
  hours.push({ place: null, kind: 'video', weekday: 6, opens: 600, closes: 840 })
  // A place's boxes have rows of their own where Saturday does: the weekdays again.
  for (const { id, saturday, open } of demoPlaces)
    if (saturday)
      for (const weekday of [1, 2, 3, 4, 5])
        hours.push({ place: id, kind: 'box', weekday, opens: open[0], closes: weekday === 4 ? open[1] + 60 : open[1] })
  await db
    .insertInto('booking_hours')
    .values(hours.map((row) => ({ weeks: 'all' as const, keep_phone: 0, keep_standby: 0, ...row })))
    .execute()
  await db
    .insertInto('standby_policies')
    .values(
      demoPlaces
        .filter(({ standby }) => standby)
        .map(({ id, open }) => ({
          place: id,
          weekday: null,
          opens: open[0],
          closes: open[1],
          active: true,
          level: 0.9,
          limit_minutes: 5,
          spare: null,
          max_waiting: 8,
        })),
    )
    .execute()
  await scheduleChanged(db)
}
