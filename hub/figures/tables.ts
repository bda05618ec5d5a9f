import type { ColumnType, Generated } from 'kysely'
import type { SurveyAnswer } from './survey.ts'

type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>
type Time = ColumnType<Date, Date | string, Date | string>

/** The figures' part of the database, as migration 302 leaves it. */
export type FiguresTables = {
  surveys: {
    n: Generated<number>
    at: Generated<Date>
    place: Nullable<string>
    errand: Nullable<string>
    way: SurveyAnswer['way']
    solved: SurveyAnswer['solved']
    times: Nullable<NonNullable<SurveyAnswer['times']>>
    words: Nullable<string>
    booking: Nullable<string>
  }
  box_links: { n: Generated<number>; at: Generated<Date>; box: string; up: boolean }
  repeat_marks: { mark: Buffer; booking: string; visit: Time }
}
