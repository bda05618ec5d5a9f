/** The survey by link: whoever had an appointment answers once, without a name. */
import { SurveyRequest, SurveyState } from '../../device/contract/survey.ts'
import { type Route, route } from '../booking/api.ts'
import { byToken } from '../booking/appointments.ts'
import { schedule } from '../booking/schedule.ts'
import type { Hub } from '../context.ts'
import { problem } from '../web/problem.ts'
import { screenWords } from './screen-words.ts'

/** Over which a survey can be answered: the visit has begun. */
const ANSWERABLE = new Set(['arrived', 'called', 'served'])

export function surveyRoutes(hub: Hub, now: () => Date): Route[] {
  const { db } = hub
  const found = async (token: string | undefined) => {
    const booking = await byToken(db, token ?? '')
    if (!booking || !ANSWERABLE.has(booking.state)) throw problem(404, 'There is no visit to ask about.')
    return booking
  }
  return [
    route({
      method: 'get',
      path: '/api/survey/:token',
      summary: 'Whether there is a visit to ask about, and whether it was answered',
      answer: SurveyState,
      problems: { 404: 'There is no visit to ask about.' },
      handle: async ({ params }) => {
        const booking = await found(params['token'])
        const there = await db.selectFrom('surveys').select('n').where('booking', '=', booking.id).executeTakeFirst()
        const plan = await schedule(db)
        return { answered: there !== undefined, place: plan.places.get(booking.place)?.name ?? booking.place }
      },
    }),
    route({
      method: 'post',
      path: '/api/survey/:token',
      summary: 'Answers the survey; free words are screened for personal data before they are stored',
      body: SurveyRequest,
      answer: null,
      problems: { 404: 'There is no visit to ask about.', 409: 'It was answered before.' },
      handle: async ({ params, body }) => {
        const booking = await found(params['token'])
        const plan = await schedule(db)
        const names = [...plan.places.values()].map(({ name }) => name)
        const words = body.words?.trim() ? screenWords(body.words, names).words : null
        const stored = await db
          .insertInto('surveys')
          .values({
            // To the hour: a survey is not to be laid beside the list of the day's visits.
            at: new Date(Math.floor(now().getTime() / 3_600_000) * 3_600_000),
            place: booking.place,
            errand: booking.errands[0] ?? null,
            way: 'link',
            solved: body.solved,
            times: body.times,
            words,
            booking: booking.id,
          })
          .onConflict((conflict) => conflict.column('booking').doNothing())
          .executeTakeFirst()
        if (stored.numInsertedOrUpdatedRows !== 1n) throw problem(409, 'It was answered before. Thank you.')
      },
    }),
  ]
}
