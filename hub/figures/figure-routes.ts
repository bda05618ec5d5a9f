/** Figures: on the page, as files, and the lines they are made of. */
import Type from 'typebox'
import { FiguresAnswer, SurveyWords } from '../../device/contract/figures.ts'
import { addDays } from '../../device/rules/calendar.ts'
import { type Route, route } from '../booking/api.ts'
import { dayBase, isDay, localOf } from '../booking/local-time.ts'
import { type Schedule, schedule } from '../booking/schedule.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { aside } from './aside.ts'
import { chanceDefinition, definitions } from './definitions.ts'
import { csvOf, xlsxOf } from './export.ts'
import type { Figures } from './figures.ts'
import { inOrder } from './lines.ts'
import { readLines } from './read.ts'

/** A period shown at once is at most this long (days). */
const LONGEST_DAYS = 400
const Query = Type.Object({
  from: Type.String(),
  to: Type.String(),
  place: Type.Optional(Type.String()),
  lang: Type.Optional(Type.Enum(['da', 'en'])),
})
const DAY_MS = 86_400_000

export function figureRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const periodOf = (query: { from: string; to: string; place?: string }) => {
    const { from, to, place } = query
    if (!isDay(from) || !isDay(to) || to < from) throw problem(400, 'Give two days in order.')
    if (addDays(from, LONGEST_DAYS) < to) throw problem(400, `At most ${LONGEST_DAYS} days at once.`)
    return { from, to, place: place || null }
  }
  const made = async (query: { from: string; to: string; place?: string }): Promise<Figures> => {
    const period = periodOf(query)
    const until = Math.min(now().getTime(), dayBase(period.to) + DAY_MS)
    return aside({ is: 'figures', database: hub.database, period, until })
  }
  return [
    route({
      method: 'get',
      path: '/api/plan/figures',
      summary: 'The figures of a period, made from events; small numbers are hidden',
      query: Query,
      answer: FiguresAnswer,
      staff: true,
      handle: async ({ request, query }) => {
        await signedIn(db, request, 'planner')
        const { figures, chance, ...rest } = await made(query)
        return {
          ...rest,
          figures: figures.map((one) => ({ ...one, definition: definitions[one.id] })),
          chance: { definition: chanceDefinition, ...chance },
          names: namesOf(await schedule(db)),
        }
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/figures.csv',
      summary: 'The same as CSV, ready for a spreadsheet in the chosen language',
      query: Query,
      answer: Type.String(),
      staff: true,
      handle: async ({ request, query, reply }) => {
        await signedIn(db, request, 'planner')
        const found = await made(query)
        await reply
          .header('content-type', 'text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${fileName(found)}.csv"`)
          .send(csvOf(found, query.lang ?? 'da'))
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/figures.xlsx',
      summary: 'The same as XLSX, with a sheet of definitions',
      query: Query,
      answer: Type.Unsafe<Buffer>(Type.Any()),
      staff: true,
      handle: async ({ request, query, reply }) => {
        await signedIn(db, request, 'planner')
        const found = await made(query)
        await reply
          .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
          .header('content-disposition', `attachment; filename="${fileName(found)}.xlsx"`)
          .send(await xlsxOf(found, query.lang ?? 'da'))
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/lines',
      summary: 'Every happening behind the figures, one JSON a line: the figures can be made again from it',
      query: Query,
      answer: Type.String(),
      staff: true,
      handle: async ({ request, query, reply }) => {
        await signedIn(db, request, 'planner')
        const { from, to } = periodOf(query)
        const lines = inOrder(await readLines(db, from, to))
        await reply
          .header('content-type', 'application/x-ndjson; charset=utf-8')
          .send(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/survey',
      summary: 'What citizens wrote: screened before it was stored',
      query: Query,
      answer: SurveyWords,
      staff: true,
      handle: async ({ request, query }) => {
        await signedIn(db, request, 'planner')
        const { from, to, place } = periodOf(query)
        const rows = await db
          .selectFrom('surveys')
          .select(['at', 'place', 'solved', 'words'])
          .where('words', 'is not', null)
          .where('at', '>=', new Date(dayBase(from)))
          .where('at', '<', new Date(dayBase(to) + DAY_MS))
          .$if(place !== null, (all) => all.where('place', '=', place))
          .orderBy('n', 'desc')
          .limit(500)
          .execute()
        return rows.map(({ at, place, solved, words }) => ({
          day: localOf(at).day,
          place: place ?? '',
          solved,
          words: words!,
        }))
      },
    }),
  ]
}

const fileName = ({ period: { from, to, place } }: Figures) => `borgerboks-${from}-${to}${place ? `-${place}` : ''}`

function namesOf(plan: Schedule) {
  return Object.fromEntries([
    ...[...plan.places.values()].map(({ id, name }) => [id, { da: name, en: name }]),
    ...[...plan.errands.values()].map(({ id, name }) => [id, name]),
  ])
}
