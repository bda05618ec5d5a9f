import type { Solved, TimesSuited } from '../../device/contract/survey.ts'

/** One answered survey, as figures know it. */
export type SurveyAnswer = {
  way: 'box' | 'link'
  solved: Solved
  times: TimesSuited | null
  /** Screened words (see screen-words.ts); null: none. */
  words: string | null
}
