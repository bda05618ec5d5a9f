/**
 * The planner’s tables: formulas held by the simulator, speed, the chance queue’s promise, forecast, rules of thumb.
 * Run: node tests/bench/planning.ts [formulas|speed|standby|forecast|rules]. Prints one line of JSON a row.
 */
import { availableParallelism } from 'node:os'
import { openDays } from '../../device/rules/calendar.ts'
import { poisson } from '../../hub/planning/arrivals.ts'
import { municipality, placeScenario, trueLevel } from '../../hub/planning/generate.ts'
import { stream } from '../../hub/planning/random.ts'
import { resultOf } from '../../hub/planning/result.ts'
import { simulate } from '../../hub/planning/simulate.ts'
import { erlangC, fewest } from '../../hub/staffing/erlang.ts'
import { backtest } from '../../hub/staffing/forecast.ts'
import { halfinWhitt, refinedStaff, refinedWaits, squareRootStaff } from '../../hub/staffing/square-root.ts'
import { covered, knownQueues } from '../hub/planning/queues.ts'

type Row = { [name: string]: string | number | null }
const round = (x: number, digits = 3) => Number(x.toFixed(digits))

/** In how many of 20 seeds the 95 % interval holds the formula (bar: 18; one row in thirteen would miss it by chance alone). */
export async function planningFormulas(): Promise<Row[]> {
  const rows: Row[] = []
  for (const known of knownQueues)
    for (const { measure, value, hits, halfWidth } of await covered(known, 20, { runs: 10, days: 30 }))
      rows.push({
        queue: known.name,
        measure,
        formula: round(value),
        seedsOf20: hits,
        halfWidthPercent: round(halfWidth * 100, 1),
      })
  return rows
}

/** A year of a municipality of eight places: one run on one core (bar 2 s), 100 runs on all (bar 60 s on two). */
export async function planningSpeed(): Promise<Row[]> {
  const days = openDays('2026-01-01', 250)
  const year = (runs: number, standby: boolean) =>
    municipality.map((place) => ({
      ...placeScenario(place, days, { seed: 1, from: days[0]!, days: days.length }),
      runs,
      policy: standby ? { standby: { on: true } } : { walkIns: 'queue' as const },
    }))
  const rows: Row[] = []
  for (const standby of [false, true])
    for (const [runs, cores] of [
      [1, 1],
      [100, Math.min(2, availableParallelism())],
    ] as const) {
      const began = performance.now()
      const usedBefore = process.cpuUsage()
      let visits = 0
      for (const scenario of year(runs, standby)) visits += resultOf(await simulate(scenario, cores)).arrived * runs
      const seconds = (performance.now() - began) / 1000
      const used = process.cpuUsage(usedBefore)
      rows.push({
        what: `a municipality-year, ${standby ? 'chance queue and its twin without' : 'booked and walk-in'}`,
        runs,
        cores,
        seconds: round(seconds, 2),
        // On a shared machine only this one says something: all threads together.
        cpuSeconds: round((used.user + used.system) / 1e6, 2),
        visitsPerSecond: Math.round(visits / seconds),
      })
    }
  return rows
}

/** What the chance queue gives and takes, by level: the promise is a share of delayed booked citizens of at most 1 − level. */
export async function planningStandby(): Promise<Row[]> {
  const rows: Row[] = []
  for (const fill of [1, 0.85])
    for (const level of [0.5, 0.7, 0.8, 0.9, 0.95]) {
      const { standby, wait, days } = resultOf(
        await simulate({
          runs: 4,
          days: 250,
          servers: [{ count: 5 }],
          arrivals: {
            walkIn: { ratePerHour: 3 },
            booked: { slotMinutes: 15, perSlot: 5, noShow: 0.15, fill, lateness: { meanMinutes: -2, sdMinutes: 5 } },
          },
          service: { distribution: 'lognormal', meanMinutes: 12, cv: 0.5 },
          patience: { meanMinutes: 60 },
          policy: { standby: { on: true, level, limitMinutes: 5 } },
        }),
      )
      rows.push({
        fill,
        level,
        servedPerDayOf24: round(standby!.served / days, 1),
        standbyWait: round(wait.walkIn.mean ?? 0, 1),
        delayedShare: round(standby!.delayedShare ?? 0, 5),
        promised: round(1 - level),
      })
    }
  return rows
}

/** Weighted absolute error of the forecast against naive ones and against the truth itself (what chance leaves). */
export function planningForecast(): Row[] {
  const from = '2024-01-02'
  return [10, 60, 400].map((size) => {
    const draw = stream(size)
    const history = openDays(from, 750).map((day) => {
      const truth = size * trueLevel(day, from, 0.03)
      return { day, truth, count: poisson(truth, draw()) }
    })
    const [ours, week, year] = backtest(history, 500, 25)
    const tested = history.slice(500)
    const total = tested.reduce((sum, { count }) => sum + count, 0)
    const least = tested.reduce((sum, { count, truth }) => sum + Math.abs(count - truth), 0) / total
    return {
      visitsPerDay: size,
      forecast: round(ours!.wape),
      lastWeek: round(week!.wape),
      lastYear: round(year!.wape),
      knowingTheTruth: round(least),
    }
  })
}

/** Rules of thumb against Erlang-C for two to ten caseworkers. */
export function planningRules(): Row[] {
  return [2, 3, 5, 10].flatMap((servers) =>
    [0.5, 0.8, 0.95].map((load) => {
      const a = servers * load
      return {
        servers,
        load,
        erlangC: round(erlangC(servers, a), 4),
        refined: round(refinedWaits(servers, a), 4),
        plain: round(halfinWhitt((servers - a) / Math.sqrt(a)), 4),
        staffFor20: fewest(a, (count) => erlangC(count, a) <= 0.2),
        refinedStaff: round(refinedStaff(a, 0.2), 2),
        plainStaff: round(squareRootStaff(a, 0.2), 2),
      }
    }),
  )
}

const tables = {
  formulas: planningFormulas,
  speed: planningSpeed,
  standby: planningStandby,
  forecast: planningForecast,
  rules: planningRules,
}

if (process.argv[1] === import.meta.filename)
  for (const [name, table] of Object.entries(tables))
    if (!process.argv[2] || process.argv[2] === name)
      for (const row of await table()) console.log(JSON.stringify({ table: name, ...row }))
