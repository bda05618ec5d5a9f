/** The questions before the calendar, for planners: versions, and how often each way out was reached. */
import { sql } from 'kysely'
import Type from 'typebox'
import { Triage, TriageDraft, TriageExitCount, TriageVersion } from '../../device/contract/triage.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { problem } from '../web/problem.ts'
import { type Route, route } from './api.ts'
import { isDay, localOf } from './local-time.ts'
import { schedule } from './schedule.ts'
import { faultsOf } from './triage.ts'

/** Versions shown, newest first. */
const VERSIONS = 50

const example = {
  from: '2027-01-04',
  tree: {
    first: { 'health-card': 'health-mitid' },
    nodes: {
      'health-mitid': {
        is: 'question',
        text: { da: 'Har du MitID?', en: 'Do you have MitID?' },
        answers: [
          { text: { da: 'Ja', en: 'Yes' }, to: 'health-self' },
          { text: { da: 'Nej', en: 'No' }, to: 'counter' },
        ],
      },
      'health-self': {
        is: 'exit',
        exit: 'self-service',
        text: { da: 'Bestil kortet selv nu.', en: 'Order the card yourself now.' },
        errand: null,
        url: 'https://www.borger.dk/sundhed-og-sygdom',
        need: [{ da: 'MitID', en: 'MitID' }],
      },
      counter: {
        is: 'exit',
        exit: 'counter',
        text: { da: 'En medarbejder hjælper dig.', en: 'Somebody helps you.' },
        errand: null,
        url: null,
        need: [],
      },
    },
  },
}

export function triageRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  return [
    route({
      method: 'get',
      path: '/api/triage/versions',
      summary: 'Versions of the questions, newest first, and which is in force',
      answer: Type.Array(TriageVersion),
      staff: true,
      examples: {
        answer: [{ version: 3, from: '2027-01-04', madeBy: 'plan', madeAt: '2026-12-20T09:00:00.000Z', is: 'coming' }],
      },
      handle: async ({ request }) => {
        await signedIn(db, request, 'planner')
        const rows = await db
          .selectFrom('triage_trees')
          .select(['version', 'from_day', 'made_by', 'made_at'])
          .orderBy('from_day', 'desc')
          .orderBy('version', 'desc')
          .limit(VERSIONS)
          .execute()
        const today = localOf(now()).day
        const inForce = rows.find((row) => row.from_day <= today)?.version
        return rows.map(({ version, from_day, made_by, made_at }) => ({
          version,
          from: from_day,
          madeBy: made_by,
          madeAt: made_at.toISOString(),
          is: version === inForce ? 'in-force' : from_day > today ? 'coming' : 'past',
        }))
      },
    }),
    route({
      method: 'get',
      path: '/api/triage/versions/:n',
      summary: 'One version of the questions',
      answer: Triage,
      staff: true,
      problems: { 404: 'There is no such version.' },
      examples: { answer: { version: 3, tree: example.tree } },
      handle: async ({ params, request }) => {
        await signedIn(db, request, 'planner')
        const row = await db
          .selectFrom('triage_trees')
          .select(['version', 'tree'])
          .where('version', '=', Number(params.n))
          .executeTakeFirst()
        if (!row) throw problem(404, 'There is no such version.')
        return row
      },
    }),
    route({
      method: 'put',
      path: '/api/triage',
      summary: 'A new version of the questions, from a day on',
      body: TriageDraft,
      examples: { body: example, answer: { version: 4 } },
      answer: Type.Object({ version: Type.Integer() }),
      staff: true,
      problems: { 400: 'The tree cannot be used; the sentence says why.' },
      handle: async ({ body, request }) => {
        const { user } = await signedIn(db, request, 'planner')
        const plan = await schedule(db)
        const [fault] = faultsOf(body.tree, new Set(plan.errands.keys()))
        if (fault) throw problem(400, fault)
        if (!isDay(body.from)) throw problem(400, 'Give the day such as 2026-12-31.')
        return db
          .insertInto('triage_trees')
          .values({ from_day: body.from, tree: JSON.stringify(body.tree), made_by: user })
          .returning('version')
          .executeTakeFirstOrThrow()
      },
    }),
    route({
      method: 'get',
      path: '/api/triage/counts',
      summary: 'How often each way out was reached, and how many came again',
      query: Type.Object({ from: Type.String(), to: Type.String() }),
      answer: Type.Array(TriageExitCount),
      examples: {
        query: { from: '2026-10-01', to: '2026-12-31' },
        answer: [{ version: 3, exit: 'health-self', errand: 'health-card', n: 120, cameBack: 9 }],
      },
      staff: true,
      handle: async ({ query, request }) => {
        await signedIn(db, request, 'planner', 'caseworker')
        if (!isDay(query.from) || !isDay(query.to)) throw problem(400, 'Give the days such as 2026-12-31.')
        const { rows } = await sql`
          select version, exit, errand, sum(n)::int as n, sum(came_back)::int as "cameBack" from triage_counts
          where day between ${query.from} and ${query.to} group by version, exit, errand order by version, errand, exit`.execute(
          db,
        )
        return rows
      },
    }),
  ]
}
