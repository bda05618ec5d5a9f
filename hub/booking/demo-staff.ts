/** The demo’s caseworkers: made-up names, skills somewhat short of the goal, a usual week, and the days made from it. */
import { addDays } from '../../device/rules/calendar.ts'
import { rollOut } from '../staffing/roster.ts'
import { savePerson } from '../staffing/staff.ts'
import type { Db } from '../store/store.ts'
import type { Schedule } from './schedule.ts'

const first =
  'Agnete Bertil Conni Dines Elva Folmer Gudrun Hjalte Ingolf Jytta Klavs Lisel Mogens Norma Otte Palle Ragna Svenning Tyra Uffe Vera Willads Ylva Æbbe Øjvind Åge'.split(
    ' ',
  )
const last = ['Prøvedal', 'Skemager', 'Vagtholm', 'Pultgaard', 'Kølund', 'Skranke']

type Post = {
  place: string | null
  channel: 'counter' | 'video' | 'phone'
  opens: number
  closes: number
  late: boolean
}

/** One person a counter, and those on video and telephone; open hours covered with one or two too few about noon. */
export async function writeStaff(
  db: Db,
  plan: Schedule,
  places: { id: string; counters: number; open: [number, number] }[],
  days: { from: string; to: string; today: string },
  random: () => number,
): Promise<void> {
  const posts: Post[] = [
    ...places.flatMap(({ id, counters, open }) =>
      Array.from(
        { length: counters },
        (): Post => ({ place: id, channel: 'counter', opens: open[0], closes: open[1], late: true }),
      ),
    ),
    ...Array.from({ length: 5 }, (): Post => ({ place: null, channel: 'video', opens: 540, closes: 1020, late: true })),
    ...Array.from({ length: 2 }, (): Post => ({ place: null, channel: 'phone', opens: 540, closes: 900, late: false })),
  ]
  const errands = [...plan.errands.keys()]
  const withCounter = places.filter(({ counters }) => counters > 0).map(({ id }) => id)
  for (const [i, post] of posts.entries()) {
    const name = `${first[i % first.length]!} ${last[Math.floor(random() * last.length)]!}`
    const broad = random() < 0.5
    const own = post.place ?? 'raadhuset'
    const person = await savePerson(db, null, {
      name,
      errands: broad ? errands : errands.filter((id) => id !== 'mitid' && random() < 0.7),
      channels: broad
        ? [post.channel, ...(post.channel === 'counter' ? (['video'] as const) : (['counter'] as const))]
        : [post.channel],
      places: broad ? [...new Set([own, ...withCounter.filter(() => random() < 0.5), 'hovedbiblioteket'])] : [own],
    })
    const rows = [1, 2, 3, 4, 5].flatMap((weekday) => {
      const closes = post.late && weekday === 4 ? post.closes + 60 : post.closes
      const base = { person: person!, weekday, weeks: 'all' as const, place: post.place, channel: post.channel }
      // Half an hour for lunch, in two turns.
      const noon = 690 + (i % 2) * 30
      return [
        { ...base, opens: post.opens, closes: noon },
        { ...base, opens: noon + 30, closes },
      ]
    })
    await db.insertInto('roster').values(rows).execute()
    if (random() < 0.3) {
      const from = addDays(days.today, Math.floor(random() * 8) - 2)
      await db
        .insertInto('absences')
        .values({ person: person!, first_day: from, last_day: addDays(from, Math.floor(random() * 5)) })
        .execute()
    }
  }
  await rollOut(db, plan, days.from, days.to)
}
