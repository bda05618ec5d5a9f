import { type Paired, paired } from './compare.ts'
import type { Assumption } from './costs.ts'
import { type Estimate, type Interval, interval } from './estimate.ts'
import { type Input, type Inputs, kalundborgInputs, type Values, valuesOf } from './kalundborg-inputs.ts'
import {
  requestsOf,
  type ScenarioName,
  type Size,
  scenarioNames,
  scenarioOf,
  today,
  withoutBooking,
} from './kalundborg-scenarios.ts'
import { planOf } from './plan.ts'
import { measured, type Result, resultOf, type Simulated } from './result.ts'
import type { Scenario } from './scenario.ts'
import { simulate } from './simulate.ts'

export type Row = {
  name: ScenarioName
  posts: number
  result: Omit<Result, 'perRun'>
  against: { [measure: string]: Paired } | null
}

/** Posts without booking at which the mean wait falls to `goodWait`, and what that costs against today. */
export type SameService = {
  /** A real number: posts can be part-time. */
  posts: number
  postsCi95: Interval | null
  wholePosts: number
  /**
   * Posts that booking itself needs for the same visits: as many as fill the calendar to 95 %. Compared with these, not with
   * those who happen to be there today: idle posts can be saved either way.
   */
  bookingPosts: number
  /** Money a year without booking at that service, less booking with the posts it needs; negative = booking costs that much. */
  moneyPerYear: number
  moneyCi95: Interval | null
}
export type Sensitivity = {
  input: string
  unit: string
  at: number
  moneyPerYear: number
  chanceServedPerDay: number
}[]
export type Answer = {
  rows: Row[]
  sameService: SameService
  /** The same with every assumed advantage of booking taken away: nobody settled before, nobody prepared, nobody twice. */
  sceptic: SameService
  sensitivity: Sensitivity
  assumptions: (Input & { name: string })[]
  costs: Assumption[]
  size: Size
}

/** Days of a year on which the office is open. */
const YEAR = 250

/** The worked answer. `quick` makes fewer runs and leaves the sensitivity out: for tests. */
export async function kalundborg(
  options: { seed?: number; runs?: number; sensitivity?: boolean; inputs?: Inputs } = {},
): Promise<Answer> {
  const inputs: Inputs = options.inputs ?? kalundborgInputs
  const v = valuesOf(inputs)
  const size: Size = { seed: options.seed ?? 16, runs: options.runs ?? 20, days: YEAR }
  const runs = new Map<ScenarioName, Simulated>()
  for (const name of scenarioNames) runs.set(name, await simulate(scenarioOf(name, v, size)))
  const base = runs.get('today')!
  const rows = [...runs].map(([name, simulated]): Row => {
    const { perRun: _, ...result } = resultOf(simulated)
    return {
      name,
      posts: simulated.plan.servers.length,
      result,
      against: name === 'today' ? null : paired(base, simulated),
    }
  })
  const bare = { ...v, settledBefore: 0, unpreparedMinutes: 0, comeAgain: 0 }
  return {
    rows,
    sameService: await sameService(v, size, base, simulate),
    sceptic: await sameService(bare, size, await simulate(today(bare, size)), simulate),
    sensitivity: options.sensitivity === false ? [] : await sensitivityOf(inputs, v, { ...size, runs: 4, days: 125 }),
    assumptions: Object.entries(inputs).map(([name, input]) => ({ name, ...input })),
    costs: base.plan.costs.assumptions.filter(({ name }) => /overtime|waiting|openDays/.test(name)),
    size,
  }
}

/** A calendar fuller than this makes people wait weeks for a time (assumption). */
const CALENDAR_FULL = 0.95
/** Most posts tried beyond today’s. */
const MOST_MORE = 12
type Run = (scenario: Scenario) => Promise<Simulated>

/**
 * Posts for the same service. Nobody leaves in these runs: else short waits could be had by people giving up. Between two
 * whole numbers of posts the logarithm of the mean wait is taken as straight.
 */
async function sameService(v: Values, size: Size, base: Simulated, run: Run): Promise<SameService> {
  const open = (posts: number) => run({ ...withoutBooking(v, size, posts), patience: { meanMinutes: null } })
  const work = (v.visitsPerDay * (v.serviceMinutes + v.unpreparedMinutes)) / 60 / (v.closes - v.opens)
  let posts = Math.max(1, Math.floor(work))
  let above: Simulated | null = null
  let below = await open(posts)
  while ((measured(below).waitWalkIn?.value ?? 0) > v.goodWait && posts < v.posts + MOST_MORE) {
    above = below
    posts++
    below = await open(posts)
  }
  const found = above
    ? crossing(measured(above).waitWalkIn!, measured(below).waitWalkIn!, v.goodWait, posts)
    : { value: posts, influence: [] }
  const overtime = (simulated: Simulated) =>
    measured(simulated).overtimeHours!.value * (YEAR / size.days) * simulated.plan.costs.overtimePerHour
  const extra = overtime(below) - overtime(base) - v.bookingPerYear
  const bookingPosts = requestsOf(v) / (((v.closes - v.opens) * 60) / v.slotMinutes) / CALENDAR_FULL
  const money = (count: number) => (count - bookingPosts) * v.postPerYear + extra
  const ci = found.influence.length ? interval(found) : null
  return {
    posts: found.value,
    postsCi95: ci,
    wholePosts: posts,
    bookingPosts,
    moneyPerYear: money(found.value),
    moneyCi95: ci && [money(ci[0]), money(ci[1])],
  }
}

/** Where log wait, straight between posts − 1 (`a`) and posts (`b`), meets `target`; with the error of both waits. */
function crossing(a: Estimate, b: Estimate, target: number, posts: number): Estimate {
  const fall = Math.log(a.value / Math.max(b.value, 1e-6))
  const part = Math.log(a.value / target) / fall
  const byA = (1 / a.value) * (1 / fall - part / fall)
  const byB = part / (b.value * fall)
  return { value: posts - 1 + part, influence: a.influence.map((x, i) => x * byA + b.influence[i]! * byB) }
}

/** Each input alone at its low and its high end. What only moves money is not simulated again. */
async function sensitivityOf(inputs: Inputs, v: Values, size: Size): Promise<Sensitivity> {
  const known = new Map<string, Promise<Simulated>>()
  const run: Run = async (scenario) => {
    const { costs: _, ...people } = scenario
    const key = JSON.stringify(people)
    if (!known.has(key)) known.set(key, simulate(scenario))
    return { ...(await known.get(key)!), plan: planOf(scenario) }
  }
  const rows: Sensitivity = []
  for (const [input, { low, high, unit }] of Object.entries(inputs)) {
    for (const at of low === high ? [] : [low, high]) {
      const moved = { ...v, [input]: at }
      const { moneyPerYear } = await sameService(moved, size, await run(today(moved, size)), run)
      const chance = resultOf(await run(scenarioOf('chanceQueue', moved, size)))
      rows.push({ input, unit, at, moneyPerYear, chanceServedPerDay: (chance.standby?.served ?? 0) / size.days })
    }
  }
  return rows
}
