/** The demo’s counts of triage, and what citizens answered by link. */
import { addDays, weekday } from '../../device/rules/calendar.ts'
import type { Db } from '../store/store.ts'
import { instant } from './local-time.ts'
import { triageInForce } from './triage.ts'

/** As they would stand after screening; nobody said them. */
const voices = [
  'Det gik hurtigt, og hun var venlig.',
  'Der var ingen tider om eftermiddagen, så jeg måtte tage fri.',
  'Jeg vidste ikke, at jeg skulle have et foto med. Det kunne have stået i mailen.',
  'God hjælp ved boksen, men skærmen sad lidt højt.',
  'Jeg ringede til [phone], men ingen tog den.',
  'Ventede længere end de lovede i chancekøen.',
  '[name] i skranken var meget tålmodig.',
  'Kunne ikke finde en tid før om tre uger.',
]
/** Of a day’s visits at places with counters. */
const ANSWERS_A_DAY = 6

export async function writeVoices(
  db: Db,
  places: readonly string[],
  errands: (random: () => number) => string,
  days: { today: string; count: number; now: Date },
  random: () => number,
): Promise<void> {
  const tree = await triageInForce(db, days.now)
  const nodes = Object.entries(tree?.tree.nodes ?? {}).flatMap(([id, node]) =>
    node.is === 'exit' ? [{ id, errand: node.errand }] : [],
  )
  const counts: { day: string; version: number; exit: string; errand: string; n: number; came_back: number }[] = []
  const surveys: {
    at: Date
    place: string
    errand: string
    way: 'link'
    solved: 'yes' | 'partly' | 'no'
    times: 'good' | 'poor'
    words: string | null
  }[] = []
  for (let back = days.count; back > 0; back--) {
    const day = addDays(days.today, -back)
    if (weekday(day) > 5) continue
    for (const { id, errand } of nodes) {
      const n = Math.floor(random() * 7)
      if (n > 0)
        counts.push({
          day,
          version: tree!.version,
          exit: id,
          errand: errand ?? errands(random),
          n,
          came_back: random() < 0.1 * n ? 1 : 0,
        })
    }
    for (let i = 0; i < ANSWERS_A_DAY; i++) {
      const luck = random()
      surveys.push({
        at: instant(day, 60 * (10 + Math.floor(random() * 8))),
        place: places[Math.floor(random() * places.length)]!,
        errand: errands(random),
        way: 'link',
        solved: luck < 0.8 ? 'yes' : luck < 0.92 ? 'partly' : 'no',
        times: random() < 0.71 ? 'good' : 'poor',
        words: random() < 0.15 ? voices[Math.floor(random() * voices.length)]! : null,
      })
    }
  }
  for (let i = 0; i < counts.length; i += BATCH)
    await db
      .insertInto('triage_counts')
      .values(counts.slice(i, i + BATCH))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (let i = 0; i < surveys.length; i += BATCH)
    await db
      .insertInto('surveys')
      .values(surveys.slice(i, i + BATCH))
      .execute()
}

const BATCH = 3_000
