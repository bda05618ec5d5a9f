import { addDays, isoWeek, openDays, weekday } from '../../device/rules/calendar.ts'

/**
 * Arrivals a day = level × trend × season × weekday × first day after a closed one: a multiplicative (log-linear Poisson) model.
 * Its factors are fitted by iterative scaling: each in turn to observed / expected of its group, which for Poisson counts is
 * maximum likelihood (Darroch and Ratcliff, Ann. Math. Stat. 43, 1972). Sparse groups are drawn towards 1.
 */
export type DayCount = { day: string; count: number }
export type Model = {
  from: string
  level: number
  /** Growth a year, as a factor. */
  trend: number
  /** By ISO week 1–53. */
  week: number[]
  /** Monday first. */
  weekday: number[]
  afterClosing: number
}

/** Counts drawn towards 1 in a week’s factor: about as much as one day of a small place. */
const WEEK_PRIOR = 30
const ROUNDS = 40
const YEAR_MS = 365.25 * 86_400_000

function yearsSince(from: string, day: string): number {
  return (Date.parse(day) - Date.parse(from)) / YEAR_MS
}

/** The first open day after a closed weekday (a holiday; not the weekend, which every Monday has). */
function afterClosed(day: string): boolean {
  const yesterday = addDays(day, -1)
  return weekday(day) > 1 && openDays(yesterday, 1)[0] !== yesterday
}

/** Fits the model to days with counts, in order; at least two weeks are needed, and more than a year to know the season. */
export function fit(history: readonly DayCount[]): Model {
  if (history.length < 10) throw new RangeError('a forecast needs at least ten open days')
  const from = history[0]!.day
  const days = history.map(({ day, count }) => ({
    count,
    years: yearsSince(from, day),
    week: isoWeek(day) - 1,
    weekday: weekday(day) - 1,
    after: afterClosed(day),
  }))
  const model: Model = {
    from,
    level: days.reduce((sum, { count }) => sum + count, 0) / days.length,
    trend: 1,
    week: new Array<number>(53).fill(1),
    weekday: new Array<number>(7).fill(1),
    afterClosing: 1,
  }
  // With less than a year and a bit, season and trend cannot be told apart: no trend then.
  const spans = days.at(-1)!.years
  const expect = (one: (typeof days)[number]) =>
    model.level *
    model.trend ** one.years *
    model.week[one.week]! *
    model.weekday[one.weekday]! *
    (one.after ? model.afterClosing : 1)
  const scale = (factors: number[], group: (one: (typeof days)[number]) => number, prior: number) => {
    const seen = factors.map(() => ({ observed: 0, expected: 0 }))
    for (const one of days) {
      const cell = seen[group(one)]!
      cell.observed += one.count
      cell.expected += expect(one) / factors[group(one)]!
    }
    seen.forEach(({ observed, expected }, i) => {
      factors[i] = (observed + prior) / (expected + prior)
    })
  }
  for (let round = 0; round < ROUNDS; round++) {
    scale(model.weekday, (one) => one.weekday, 1)
    scale(model.week, (one) => one.week, WEEK_PRIOR)
    if (spans > 0.2) smooth(model.week, new Set(days.map(({ week }) => week)))
    const after = days.filter((one) => one.after)
    const expected = after.reduce((sum, one) => sum + expect(one), 0) / model.afterClosing
    model.afterClosing = (after.reduce((sum, { count }) => sum + count, 0) + WEEK_PRIOR) / (expected + WEEK_PRIOR)
    if (spans > 1.1) model.trend *= Math.exp(trendStep(days, expect))
    const total = days.reduce((sum, one) => sum + expect(one), 0)
    model.level *= days.reduce((sum, { count }) => sum + count, 0) / total
  }
  return model
}

/** One Newton step of the Poisson likelihood for the yearly growth (natural logarithm). */
function trendStep<T extends { count: number; years: number }>(days: readonly T[], expect: (one: T) => number): number {
  const weights = days.map(expect)
  const total = weights.reduce((sum, x) => sum + x, 0)
  const centre = days.reduce((sum, { years }, i) => sum + years * weights[i]!, 0) / total
  let slope = 0
  let curve = 0
  days.forEach(({ count, years }, i) => {
    slope += (count - weights[i]!) * (years - centre)
    curve += weights[i]! * (years - centre) ** 2
  })
  return curve > 0 ? Math.max(-0.5, Math.min(0.5, slope / curve)) : 0
}

/** Neighbouring weeks are alike, except about Christmas (weeks 51–1), which stay as they are. */
function smooth(week: number[], seen: ReadonlySet<number>): void {
  const before = [...week]
  for (let i = 1; i < 49; i++) {
    const near = [i - 1, i, i + 1].filter((one) => one >= 1 && one < 50 && seen.has(one))
    if (near.length && seen.has(i))
      week[i] =
        near.reduce((sum, one) => sum + before[one]! * (one === i ? 2 : 1), 0) /
        near.reduce((sum, one) => sum + (one === i ? 2 : 1), 0)
  }
}

/** Expected arrivals of one open day. */
export function forecast(model: Model, day: string): number {
  return (
    model.level *
    model.trend ** yearsSince(model.from, day) *
    model.week[isoWeek(day) - 1]! *
    model.weekday[weekday(day) - 1]! *
    (afterClosed(day) ? model.afterClosing : 1)
  )
}

/** Shares of a day by quarter hour (0–95) from times of arrival in minutes after midnight; adds up to 1. */
export function quarterHours(minutes: readonly number[]): number[] {
  const shares = new Array<number>(96).fill(0)
  for (const minute of minutes) shares[Math.min(95, Math.max(0, Math.floor(minute / 15)))]! += 1 / minutes.length
  return shares
}

/** What is commonly done by hand: the count of the same weekday one or 52 weeks before; the nearest open one if it was closed. */
export function seasonalNaive(history: readonly DayCount[], day: string, weeks: 1 | 52): number {
  const known = new Map(history.map((one) => [one.day, one.count]))
  for (let back = weeks; back <= weeks + 8; back++) {
    const count = known.get(addDays(day, -7 * back))
    if (count !== undefined) return count
  }
  return history.reduce((sum, { count }) => sum + count, 0) / history.length
}

export type Backtest = {
  method: string /** Σ|forecast − count| / Σ count. */
  wape: number
  bias: number
  days: number
}

/**
 * Rolling origin: from `start` days of history on, each time `horizon` days ahead with what was known then. The season’s naive
 * forecasts beside it.
 */
export function backtest(history: readonly DayCount[], start: number, horizon: number): Backtest[] {
  const methods = ['multiplicative', 'same weekday last week', 'same weekday last year'] as const
  const sums = methods.map(() => ({ error: 0, bias: 0 }))
  let total = 0
  let days = 0
  for (let origin = start; origin + horizon <= history.length; origin += horizon) {
    const known = history.slice(0, origin)
    const model = fit(known)
    for (const { day, count } of history.slice(origin, origin + horizon)) {
      total += count
      days++
      const guesses = [forecast(model, day), seasonalNaive(known, day, 1), seasonalNaive(known, day, 52)]
      guesses.forEach((guess, i) => {
        sums[i]!.error += Math.abs(guess - count)
        sums[i]!.bias += guess - count
      })
    }
  }
  return methods.map((method, i) => ({ method, wape: sums[i]!.error / total, bias: sums[i]!.bias / total, days }))
}
