import { addDays, weekday } from '../../device/rules/calendar.ts'
import { type DayCount, fit, forecast, type Model } from './forecast.ts'

/**
 * Arrivals by place, errand and quarter hour. The day’s total is the multiplicative model of `forecast.ts`; it is divided over
 * errands and over quarter hours (Mondays apart from other days) by shares that few observations draw towards the usual ones.
 */
export type Arrival = { day: string; minute: number; errand: string; count: number }
export type PlaceModel = {
  total: Model
  errands: string[]
  /** Share of the day by errand; adds up to 1. */
  errandShare: { [errand: string]: number }
  /** By kind of day, share of each quarter hour (0–95); adds up to 1. */
  shape: { monday: number[]; other: number[] }
  days: number
}

/** Arrivals that the shape of all days counts for, in that of Mondays. */
const SHAPE_PRIOR = 200

/** `openDays`: the days the place was open, in order; days without arrivals count too. At least ten. */
export function fitPlace(arrivals: readonly Arrival[], openDays: readonly string[]): PlaceModel {
  const known = new Set(openDays)
  const byDay = new Map(openDays.map((day) => [day, 0]))
  const errands = new Map<string, number>()
  const all = new Array<number>(96).fill(0)
  const monday = new Array<number>(96).fill(0)
  let total = 0
  for (const { day, minute, errand, count } of arrivals) {
    if (!known.has(day)) continue
    const quarter = Math.min(95, Math.max(0, Math.floor(minute / 15)))
    byDay.set(day, byDay.get(day)! + count)
    errands.set(errand, (errands.get(errand) ?? 0) + count)
    all[quarter]! += count
    if (weekday(day) === 1) monday[quarter]! += count
    total += count
  }
  const shares = (own: number[], prior: number) => {
    const sum = own.reduce((a, b) => a + b, 0)
    return own.map((x, i) => (total > 0 ? (x + (prior * all[i]!) / total) / (sum + prior) : 0))
  }
  const names = [...errands.keys()].sort()
  return {
    total: fit(openDays.map((day): DayCount => ({ day, count: byDay.get(day)! }))),
    errands: names,
    errandShare: Object.fromEntries(names.map((name) => [name, errands.get(name)! / total])),
    shape: {
      monday: shares(monday, SHAPE_PRIOR),
      other: shares(
        all.map((x, i) => x - monday[i]!),
        SHAPE_PRIOR,
      ),
    },
    days: openDays.length,
  }
}

/** Expected arrivals of an open day: all, or of one errand, by quarter hour. */
export function quartersOf(model: PlaceModel, day: string, errand: string | null = null): number[] {
  const shape = weekday(day) === 1 ? model.shape.monday : model.shape.other
  const total = forecast(model.total, day) * (errand === null ? 1 : (model.errandShare[errand] ?? 0))
  return shape.map((share) => share * total)
}

export type Grain = 'day' | 'errand-day' | 'quarter' | 'errand-quarter'
/** Error at one grain: Σ|forecast − count| / Σ count, ours and what is done by hand. */
export type GrainError = { grain: Grain; ours: number; lastWeek: number; lastYear: number | null; days: number }

/**
 * Backtest with a rolling origin: from `start` known days on, `horizon` days ahead each time. Last week and last year are the
 * season’s naive forecasts: the same weekday’s counts of one and of 52 weeks before (the next earlier where it was closed).
 */
export function backtestPlace(
  arrivals: readonly Arrival[],
  openDays: readonly string[],
  start: number,
  horizon: number,
): GrainError[] {
  const counts = new Map<string, Map<string, number>>()
  for (const { day, minute, errand, count } of arrivals) {
    const quarter = Math.min(95, Math.floor(minute / 15))
    const cells = counts.get(day) ?? new Map<string, number>()
    counts.set(day, cells)
    for (const cell of ['day', `e ${errand}`, `q ${quarter}`, `eq ${errand} ${quarter}`])
      cells.set(cell, (cells.get(cell) ?? 0) + count)
  }
  const open = new Set(openDays)
  const naive = (day: string, weeks: number, before: string): Map<string, number> | null => {
    for (let back = weeks; back <= weeks + 8; back++) {
      const then = addDays(day, -7 * back)
      if (open.has(then) && then < before) return counts.get(then) ?? new Map()
    }
    return null
  }
  const grains: Grain[] = ['day', 'errand-day', 'quarter', 'errand-quarter']
  const sums = Object.fromEntries(grains.map((grain) => [grain, { total: 0, ours: 0, week: 0, year: 0 }])) as Record<
    Grain,
    { total: number; ours: number; week: number; year: number }
  >
  let days = 0
  let hasYear = true
  for (let origin = start; origin + horizon <= openDays.length; origin += horizon) {
    const past = openDays.slice(0, origin)
    const from = openDays[origin]!
    const model = fitPlace(
      arrivals.filter(({ day }) => day < from),
      past,
    )
    for (const day of openDays.slice(origin, origin + horizon)) {
      const truth = counts.get(day) ?? new Map<string, number>()
      const week = naive(day, 1, from) ?? new Map<string, number>()
      const year = naive(day, 52, from)
      hasYear &&= year !== null
      days++
      for (const [grain, cells] of expectedCells(model, day)) {
        const keys = new Set([...cells.keys()])
        for (const source of [truth, week, ...(year ? [year] : [])])
          for (const key of source.keys()) if (grainOf(key) === grain) keys.add(key)
        const sum = sums[grain]
        for (const key of keys) {
          const real = truth.get(key) ?? 0
          sum.total += real
          sum.ours += Math.abs((cells.get(key) ?? 0) - real)
          sum.week += Math.abs((week.get(key) ?? 0) - real)
          sum.year += Math.abs((year?.get(key) ?? 0) - real)
        }
      }
    }
  }
  const per = (x: number, total: number) => (total > 0 ? x / total : 0)
  return grains.map((grain) => {
    const { total, ours, week, year } = sums[grain]
    return {
      grain,
      ours: per(ours, total),
      lastWeek: per(week, total),
      lastYear: hasYear && days > 0 ? per(year, total) : null,
      days,
    }
  })
}

function grainOf(key: string): Grain {
  if (key === 'day') return 'day'
  return key.startsWith('eq ') ? 'errand-quarter' : key.startsWith('e ') ? 'errand-day' : 'quarter'
}

function expectedCells(model: PlaceModel, day: string): [Grain, Map<string, number>][] {
  const quarters = quartersOf(model, day)
  const total = quarters.reduce((sum, x) => sum + x, 0)
  const cells: Record<Grain, Map<string, number>> = {
    day: new Map([['day', total]]),
    'errand-day': new Map(),
    quarter: new Map(),
    'errand-quarter': new Map(),
  }
  quarters.forEach((x, i) => {
    if (x > 0) cells.quarter.set(`q ${i}`, x)
  })
  for (const errand of model.errands) {
    const share = model.errandShare[errand]!
    cells['errand-day'].set(`e ${errand}`, total * share)
    quarters.forEach((x, i) => {
      if (x > 0) cells['errand-quarter'].set(`eq ${errand} ${i}`, x * share)
    })
  }
  return Object.entries(cells) as [Grain, Map<string, number>][]
}
