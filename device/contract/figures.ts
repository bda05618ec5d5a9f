/** The planner's pages about numbers: figures with their definitions, the survey, “what if”, the worked answer. */
import Type, { type Static } from 'typebox'
import { Slug, Words } from './booking.ts'
import { CalendarDate, nullable, oneOf } from './nouns.ts'

const Interval = nullable(Type.Tuple([Type.Number(), Type.Number()]))
const Share = Type.Number({ minimum: 0, maximum: 1 })

const stat = {
  n: nullable(Type.Number()),
  value: nullable(Type.Number()),
  p50: nullable(Type.Number()),
  p90: nullable(Type.Number()),
  ci95: Interval,
  /** Fewer than `small` stand behind it. */
  hidden: Type.Boolean(),
}
export const FigureStat = Type.Object(stat)
export type FigureStat = Static<typeof FigureStat>
export const FigureGroup = Type.Object({ key: Type.String(), ...stat })
export type FigureGroup = Static<typeof FigureGroup>
const Definition = Type.Object({ name: Words, what: Words, not: nullable(Words) })
export const FigureAnswer = Type.Object({
  id: Type.String(),
  unit: oneOf(['count', 'minutes', 'days', 'hours', 'share', 'tries']),
  kind: oneOf(['count', 'mean', 'share']),
  definition: Definition,
  total: FigureStat,
  by: Type.Array(Type.Object({ dim: Type.String(), groups: Type.Array(FigureGroup) })),
})
export type FigureAnswer = Static<typeof FigureAnswer>
/** `GET /api/plan/figures?from=&to=&place=`; `.csv` and `.xlsx` too, with `lang=`. */
export const FiguresAnswer = Type.Object({
  period: Type.Object({ from: CalendarDate, to: CalendarDate, place: nullable(Type.String()) }),
  small: Type.Integer(),
  figures: Type.Array(FigureAnswer),
  chance: Type.Object({
    definition: Definition,
    daysWith: Type.Integer(),
    daysWithout: Type.Integer(),
    strata: Type.Integer(),
    measures: Type.Array(
      Type.Object({
        measure: oneOf(['served', 'bookedWait']),
        with: nullable(Type.Number()),
        without: nullable(Type.Number()),
        difference: nullable(Type.Number()),
        ci95: Interval,
        clear: Type.Boolean(),
      }),
    ),
  }),
  /** Names of what groups are called by id: places, errands. */
  names: Type.Record(Type.String(), Words),
})
export type FiguresAnswer = Static<typeof FiguresAnswer>

/** `GET /api/plan/survey`: what citizens wrote, screened, newest first. */
export const SurveyWords = Type.Array(
  Type.Object({ day: CalendarDate, place: Type.String(), solved: Type.String(), words: Type.String() }),
)
export type SurveyWords = Static<typeof SurveyWords>

export const Lever = Type.Object({
  posts: Type.Integer({ minimum: -20, maximum: 20 }),
  boxes: Type.Integer({ minimum: 0, maximum: 20 }),
  booking: Type.Boolean(),
  standby: Type.Boolean(),
})
export type Lever = Static<typeof Lever>
const money = (most: number) => Type.Number({ minimum: 0, maximum: most })
export const WhatIfGuesses = Type.Object({
  unpreparedMinutes: Type.Number({ minimum: 0, maximum: 30 }),
  settledBefore: Type.Number({ minimum: 0, maximum: 0.8 }),
  comeAgain: Share,
  visitsPerBox: Type.Number({ minimum: 1, maximum: 100 }),
  patience: Type.Number({ minimum: 1, maximum: 600 }),
  dropInsPerHour: Type.Number({ minimum: 0, maximum: 200 }),
})
export type WhatIfGuesses = Static<typeof WhatIfGuesses>
export const WhatIfCosts = Type.Object({
  postPerYear: money(5_000_000),
  boxPerYear: money(5_000_000),
  overtimePerHour: money(10_000),
  bookingPerYear: money(50_000_000),
  waitingPerHour: money(10_000),
})
export type WhatIfCosts = Static<typeof WhatIfCosts>
/** `POST /api/plan/what-if`. `place` null: the published figures. The first lever is compared with. */
export const WhatIfRequest = Type.Object({
  place: nullable(Slug),
  levers: Type.Array(Lever, { minItems: 1, maxItems: 8 }),
  guesses: Type.Optional(WhatIfGuesses),
  costs: Type.Optional(WhatIfCosts),
  /** Caseworkers today; where absent: as planned, else the most seen at once. */
  posts: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  noShow: Type.Optional(Share),
  /** Years simulated for each way; more make the intervals narrower. */
  runs: Type.Optional(Type.Integer({ minimum: 2, maximum: 100 })),
})
export type WhatIfRequest = Static<typeof WhatIfRequest>

const Paired = Type.Object({
  a: Type.Number(),
  b: Type.Number(),
  difference: Type.Number(),
  ci95: Interval,
  clear: Type.Boolean(),
})
const Wait = Type.Object({
  mean: nullable(Type.Number()),
  p50: nullable(Type.Number()),
  p90: nullable(Type.Number()),
  ci95: Interval,
  served: Type.Number(),
})
export const SimulatedResult = Type.Object({
  runs: Type.Integer(),
  days: Type.Integer(),
  seed: Type.Number(),
  wait: Type.Object({ booked: Wait, walkIn: Wait }),
  arrived: Type.Number(),
  served: Type.Number(),
  turnedAway: Type.Number(),
  abandoned: Type.Number(),
  noShows: Type.Number(),
  noTime: Type.Number(),
  leadDays: nullable(Type.Number()),
  utilisation: Type.Number(),
  idleHours: Type.Number(),
  overtimeHours: Type.Number(),
  costPerYear: Type.Number(),
  ci95: Interval,
  intervals: Type.Record(Type.String(), Interval),
  standby: nullable(
    Type.Object({
      served: Type.Number(),
      delayedShare: nullable(Type.Number()),
      level: Type.Number(),
      limitMinutes: Type.Number(),
    }),
  ),
})
export type SimulatedResult = Static<typeof SimulatedResult>
const against = nullable(Type.Record(Type.String(), Paired))
const AssumptionRow = Type.Object({
  label: oneOf(['assumption', 'published', 'measured']),
  name: Type.String(),
  value: Type.Union([Type.Number(), Type.String()]),
  unit: Type.String(),
  source: Type.String(),
})
export type AssumptionRow = Static<typeof AssumptionRow>
export const WhatIfAnswer = Type.Object({
  rows: Type.Array(
    Type.Object({ lever: Lever, posts: Type.Integer(), boxes: Type.Integer(), result: SimulatedResult, against }),
  ),
  assumptions: Type.Array(AssumptionRow),
  notes: Type.Array(Type.String()),
  /** Where today's numbers come from: days and visits behind them; null: the published figures. */
  measured: nullable(
    Type.Object({ from: CalendarDate, to: CalendarDate, days: Type.Integer(), visits: Type.Integer() }),
  ),
  guesses: WhatIfGuesses,
  costs: WhatIfCosts,
  today: Type.Object({ posts: Type.Integer(), bookedPerDay: Type.Number(), noShow: Type.Number() }),
})
export type WhatIfAnswer = Static<typeof WhatIfAnswer>

const SameService = Type.Object({
  posts: Type.Number(),
  postsCi95: Interval,
  /** Posts that booking itself needs for the same visits. */
  bookingPosts: Type.Number(),
  moneyPerYear: Type.Number(),
  moneyCi95: Interval,
})
/** `GET /api/plan/answer?place=`: Kalundborg's question, worked on this municipality's own numbers. */
export const WorkedAnswer = Type.Object({
  place: Type.String(),
  placeName: Type.String(),
  made: Type.String(),
  measured: Type.Object({ from: CalendarDate, to: CalendarDate, days: Type.Integer(), visits: Type.Integer() }),
  rows: Type.Array(Type.Object({ name: Type.String(), posts: Type.Integer(), result: SimulatedResult, against })),
  sameService: SameService,
  sceptic: SameService,
  sensitivity: Type.Array(
    Type.Object({
      input: Type.String(),
      unit: Type.String(),
      at: Type.Number(),
      moneyPerYear: Type.Number(),
      chanceServedPerDay: Type.Number(),
    }),
  ),
  assumptions: Type.Array(Type.Object({ ...AssumptionRow.properties, low: Type.Number(), high: Type.Number() })),
  costs: Type.Array(AssumptionRow),
  size: Type.Object({ seed: Type.Number(), runs: Type.Integer(), days: Type.Integer() }),
  /** Plain sentences, ready to read. */
  summary: Type.Object({ da: Type.Array(Type.String()), en: Type.Array(Type.String()) }),
})
export type WorkedAnswer = Static<typeof WorkedAnswer>
/** While it is being worked out: 202 and this. */
export const AnswerPending = Type.Object({ pending: Type.Boolean() })
