/** What citizens are asked when they are done: two taps, at the box or by link; by link also a few words. */
import Type, { type Static } from 'typebox'
import { nullable, oneOf } from './nouns.ts'

/** Did you get done what you came for? */
export const Solved = oneOf(['yes', 'partly', 'no'])
export type Solved = Static<typeof Solved>
/** Did the times suit you that you could choose from? */
export const TimesSuited = oneOf(['good', 'poor', 'not-booked'])
export type TimesSuited = Static<typeof TimesSuited>

export const SurveyTaps = { solved: Solved, times: nullable(TimesSuited) }

/** `POST /api/survey/:token` */
export const SurveyRequest = Type.Object({ ...SurveyTaps, words: Type.Optional(Type.String({ maxLength: 1000 })) })
export type SurveyRequest = Static<typeof SurveyRequest>
/** `GET /api/survey/:token` */
export const SurveyState = Type.Object({ answered: Type.Boolean(), place: Type.String() })
export type SurveyState = Static<typeof SurveyState>
