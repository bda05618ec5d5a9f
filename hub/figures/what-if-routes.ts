/** “What if” and the worked answer: simulations on a place’s own numbers, in a thread of their own. */
import Type from 'typebox'
import { AnswerPending, WhatIfAnswer, WhatIfRequest, WorkedAnswer } from '../../device/contract/figures.ts'
import { type Route, route } from '../booking/api.ts'
import { localOf } from '../booking/local-time.ts'
import { schedule } from '../booking/schedule.ts'
import type { Hub } from '../context.ts'
import { signedIn } from '../desk/sessions.ts'
import { BadInput } from '../planning/bad-input.ts'
import { resolvedCosts } from '../planning/costs.ts'
import { run } from '../planning/job.ts'
import { summary } from '../planning/kalundborg-text.ts'
import { ownInputs } from '../planning/own-inputs.ts'
import { publishedScenario } from '../planning/published.ts'
import type { Scenario } from '../planning/scenario.ts'
import { usualGuesses } from '../planning/what-if.ts'
import { problem } from '../web/problem.ts'
import { aside } from './aside.ts'

/** One question: so many years of so many open days for each way of doing it. */
const SIZE = { seed: 16, runs: 20, days: 250 }
/** Visits a day of the published example, where there is no place of one’s own to ask about. */
const EXAMPLE_VISITS = 100
const ANSWER = { runs: 20, seed: 16 }

/** `stop` ends what is being worked out when the hub stops. */
export function whatIfRoutes(hub: Hub, now: () => Date, stop: AbortSignal): Route[] {
  const { db } = hub
  let busy: Promise<unknown> = Promise.resolve()
  /** One simulation at a time: each takes every core there is. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = busy.then(work, work)
    busy = next.catch(() => undefined)
    return next
  }
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      if (error instanceof BadInput) throw problem(422, error.sentences.join(' '))
      throw error
    }
  }
  type Worked = { is: 'working' } | { is: 'failed'; why: string } | { is: 'done'; answer: object }
  const answers = new Map<string, Worked>()
  return [
    route({
      method: 'post',
      path: '/api/plan/what-if',
      summary: 'Other ways of running a place, simulated side by side with today on the same citizens',
      body: WhatIfRequest,
      answer: WhatIfAnswer,
      staff: true,
      problems: { 422: 'That cannot be simulated; the sentence says why.' },
      handle: async ({ request, body }) => {
        await signedIn(db, request, 'planner')
        const own =
          body.place === null
            ? null
            : await told(aside({ is: 'own', database: hub.database, place: body.place, today: localOf(now()).day }))
        const { overtimePerHour, bookingPerYear, boxPerYear, postPerYear, waitingPerHour } = resolvedCosts(undefined)
        const costs = body.costs ?? { postPerYear, boxPerYear, overtimePerHour, bookingPerYear, waitingPerHour }
        const guesses = body.guesses ?? usualGuesses
        const base: Scenario = own?.calibration.scenario ?? publishedScenario(EXAMPLE_VISITS)
        const posts = body.posts ?? own?.posts ?? base.servers.reduce((sum, { count }) => sum + count, 0)
        const booked = base.arrivals.booked!
        const noShow = body.noShow ?? booked.noShow ?? 0
        const today: Scenario = {
          ...base,
          servers: [{ name: 'counter', count: posts }],
          arrivals: { ...base.arrivals, booked: { ...booked, noShow } },
          // What the planner left alone keeps its own source in the answer.
          ...(body.costs ? { costs: body.costs } : {}),
        }
        const found = await told(
          inTurn(() =>
            run(
              { is: 'what-if', today, levers: body.levers, guesses, size: { ...SIZE, runs: body.runs ?? SIZE.runs } },
              stop,
            ),
          ),
        )
        const perDay = own?.calibration.measured['bookedPerDay']?.value
        return {
          ...found,
          measured: own && {
            from: own.calibration.days.from,
            to: own.calibration.days.to,
            days: own.calibration.days.count,
            visits: own.visits,
          },
          guesses,
          costs,
          today: { posts, bookedPerDay: perDay ?? EXAMPLE_VISITS / 2, noShow },
        }
      },
    }),
    route({
      method: 'get',
      path: '/api/plan/answer',
      summary: 'Kalundborg’s question on this municipality’s own numbers; 202 while it is worked out',
      query: Type.Object({ place: Type.String() }),
      answer: Type.Union([WorkedAnswer, AnswerPending]),
      staff: true,
      problems: { 404: 'There is no such place.', 422: 'There is too little to measure yet.' },
      handle: async ({ request, query, reply }) => {
        await signedIn(db, request, 'planner')
        const plan = await schedule(db)
        const place = plan.places.get(query.place)
        if (!place) throw problem(404, 'There is no such place.')
        const today = localOf(now()).day
        const key = `${place.id} ${today}`
        const known = answers.get(key)
        if (known?.is === 'failed') {
          answers.delete(key)
          throw problem(422, known.why)
        }
        if (known?.is === 'done') return known.answer
        if (!known) {
          answers.set(key, { is: 'working' })
          const work = inTurn(async () => {
            const own = await aside({ is: 'own', database: hub.database, place: place.id, today })
            const inputs = ownInputs(own.calibration, {
              name: place.name,
              posts: own.posts,
              settledBefore: own.settledBefore,
            })
            const answer = await run({ is: 'answer', inputs, ...ANSWER }, stop)
            const { from, to, count } = own.calibration.days
            answers.set(key, {
              is: 'done',
              answer: {
                ...answer,
                place: place.id,
                placeName: place.name,
                made: now().toISOString(),
                measured: { from, to, days: count, visits: own.visits },
                summary: { da: summary(answer, 'da'), en: summary(answer, 'en') },
              },
            })
          }).catch((error: Error) => {
            if (!(error instanceof BadInput))
              hub.log.warn({ error: error.message }, 'the answer could not be worked out')
            answers.set(key, { is: 'failed', why: error.message })
          })
          hub.aside('the answer could not be worked out', work)
        }
        await reply.code(202).send({ pending: true })
      },
    }),
  ]
}
