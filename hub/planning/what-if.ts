import { BadInput } from './bad-input.ts'
import { type Paired, paired } from './compare.ts'
import type { Assumption } from './costs.ts'
import { kalundborgInputs } from './kalundborg-inputs.ts'
import { minutes, weekdayFactors } from './published.ts'
import { type Result, resultOf } from './result.ts'
import type { Scenario, Service } from './scenario.ts'
import { simulate } from './simulate.ts'

/** What a planner turns. Numbers are changes against today. */
export type Lever = { posts: number; boxes: number; booking: boolean; standby: boolean }
export const presets = {
  today: { posts: 0, boxes: 0, booking: true, standby: false },
  withoutBooking: { posts: 0, boxes: 0, booking: false, standby: false },
  chanceQueue: { posts: 0, boxes: 0, booking: true, standby: true },
  twoPostsFewer: { posts: -2, boxes: 0, booking: true, standby: false },
  twoBoxesMore: { posts: 0, boxes: 2, booking: true, standby: false },
} satisfies { [name: string]: Lever }

/** What no data of a municipality tells before it has been tried: shown beside every answer, each to be changed. */
export type Guesses = Record<
  'unpreparedMinutes' | 'settledBefore' | 'comeAgain' | 'visitsPerBox' | 'patience' | 'dropInsPerHour',
  number
>
export const usualGuesses: Guesses = {
  unpreparedMinutes: kalundborgInputs.unpreparedMinutes.value,
  settledBefore: kalundborgInputs.settledBefore.value,
  comeAgain: kalundborgInputs.comeAgain.value,
  visitsPerBox: kalundborgInputs.visitsPerBox.value,
  patience: kalundborgInputs.patience.value,
  dropInsPerHour: kalundborgInputs.dropInsPerHour.value,
}

export type WhatIfRow = {
  lever: Lever
  posts: number
  boxes: number
  result: Omit<Result, 'perRun'>
  /** Less today, on the same citizens; null for today itself. */
  against: { [measure: string]: Paired } | null
}
export type WhatIf = { rows: WhatIfRow[]; assumptions: Assumption[]; notes: string[] }

/** Days ahead that can be booked, in open days (assumption). */
const LEAD_DAYS = 20
/** Standby as the hub’s own default policy. */
const STANDBY = { on: true, level: 0.9, limitMinutes: 5 }

type Base = {
  open: [number, number]
  posts: number
  service: Service
  slotMinutes: number
  bookedPerDay: number
  noShow: number
  lateness: NonNullable<NonNullable<Scenario['arrivals']['booked']>['lateness']>
  /** Without a time, by clock hour; as measured, or the guess. */
  walkIns: { [hour: string]: number }
  dayFactors: number[]
  dayCv: number
  patience: number
}

/** The parts of a calibrated or published scenario that levers move. */
function baseOf(scenario: Scenario, guesses: Guesses): Base {
  const [open, close] = (scenario.open ?? [8, 16]).map(Number) as [number, number]
  if (!Number.isInteger(open) || !Number.isInteger(close))
    throw new BadInput(['Opening hours must be whole hours here.'])
  const booked = scenario.arrivals.booked
  if (!booked)
    throw new BadInput(['Nothing is booked today at this place: there is no compulsory booking to compare with.'])
  const hours = Array.from({ length: close - open }, (_, i) => open + i)
  const perSlot = (hour: number) =>
    typeof booked.perSlot === 'number'
      ? booked.perSlot
      : Array.isArray(booked.perSlot)
        ? (booked.perSlot[hour - open] ?? 0)
        : (booked.perSlot[String(hour)] ?? 0)
  const filled = booked.fill ?? 1
  const bookedPerDay =
    booked.requestsPerDay ?? hours.reduce((sum, hour) => sum + (perSlot(hour) * filled * 60) / booked.slotMinutes, 0)
  const walkIn = scenario.arrivals.walkIn
  const byHour = walkIn?.byHour && !Array.isArray(walkIn.byHour) ? walkIn.byHour : null
  const late = booked.lateness ?? 0
  return {
    open: [open, close],
    posts: scenario.servers.reduce((sum, { count }) => sum + count, 0),
    service: scenario.service,
    slotMinutes: booked.slotMinutes,
    bookedPerDay,
    noShow: booked.noShow ?? 0,
    lateness: late,
    walkIns: Object.fromEntries(
      hours.map((hour) => [String(hour), byHour?.[String(hour)] ?? walkIn?.ratePerHour ?? guesses.dropInsPerHour]),
    ),
    dayFactors: walkIn?.dayFactors ?? weekdayFactors(),
    dayCv: walkIn?.dayCv ?? 0.1,
    patience: scenario.patience?.meanMinutes ?? guesses.patience,
  }
}

const longer = (service: Service, minutes: number): Service =>
  service.distribution === 'empirical'
    ? { ...service, values: (service.values ?? []).map((one) => one + minutes) }
    : { ...service, meanMinutes: (service.meanMinutes ?? 0) + minutes }

/** The scenario with the levers turned. The same seed meets the same citizens where the arrivals are the same. */
export function turned(
  today: Scenario,
  lever: Lever,
  guesses: Guesses,
  size: { seed: number; runs: number; days: number },
): Scenario {
  const base = baseOf(today, guesses)
  const posts = base.posts + lever.posts
  if (posts < 1) throw new BadInput([`There are ${base.posts} posts today: fewer than one is nobody.`])
  const [open, close] = base.open
  const hours = close - open
  const common = {
    ...size,
    open: base.open,
    servers: [{ name: 'counter', count: posts }],
    service: base.service,
    patience: { meanMinutes: base.patience },
    ...(today.costs ? { costs: today.costs } : {}),
  }
  const atBoxes = Math.min(lever.boxes * guesses.visitsPerBox, base.bookedPerDay * 0.9)
  const boxes =
    lever.boxes > 0
      ? {
          boxes: lever.boxes,
          errands: [
            { name: 'counter, booked', share: 1, channel: 'booked' as const },
            {
              name: 'counter, no time',
              share: Math.max(
                1e-9,
                Object.values(base.walkIns).reduce((a, b) => a + b, 0),
              ),
              channel: 'walkIn' as const,
            },
            {
              name: 'box',
              share: atBoxes,
              channel: 'walkIn' as const,
              at: 'box' as const,
              capture: { distribution: 'lognormal' as const, meanMinutes: minutes.capture.value, cv: 0.5 },
              service: { distribution: 'lognormal' as const, meanMinutes: minutes.decision.value, cv: 0.5 },
            },
          ],
        }
      : {}
  const plus = (extraPerDay: number) =>
    Object.fromEntries(Object.entries(base.walkIns).map(([hour, rate]) => [hour, rate + extraPerDay / hours]))
  if (!lever.booking) {
    // All come when it suits them: those who were settled before, not those who would have stayed away; some twice.
    const come = ((base.bookedPerDay * (1 - base.noShow)) / (1 - guesses.settledBefore)) * (1 + guesses.comeAgain)
    const service = longer(base.service, guesses.unpreparedMinutes)
    const total = Object.values(base.walkIns).reduce((a, b) => a + b, 0)
    const spread = total > 0 && Object.keys(base.walkIns).length === hours ? base.walkIns : null
    return {
      ...common,
      service,
      ...boxes,
      arrivals: {
        walkIn: {
          byHour: spread
            ? Object.fromEntries(
                Object.entries(spread).map(([hour, rate]) => [
                  hour,
                  rate * (1 + (come - atBoxes) / total) + atBoxes / hours,
                ]),
              )
            : plus(come),
          dayFactors: base.dayFactors,
          dayCv: base.dayCv,
        },
      },
      policy: { walkIns: 'queue' },
    }
  }
  return {
    ...common,
    ...boxes,
    arrivals: {
      walkIn: {
        byHour: lever.boxes > 0 ? plus(atBoxes) : base.walkIns,
        dayFactors: base.dayFactors,
        dayCv: base.dayCv,
      },
      booked: {
        slotMinutes: base.slotMinutes,
        perSlot: posts,
        requestsPerDay: base.bookedPerDay - atBoxes,
        maxLeadDays: LEAD_DAYS,
        noShow: base.noShow,
        lateness: base.lateness,
      },
    },
    policy: lever.standby ? { standby: STANDBY } : { walkIns: 'refuse' },
  }
}

/** Today and other ways side by side, on paired seeds. The first lever is what the others are compared with. */
export async function whatIf(
  today: Scenario,
  levers: readonly Lever[],
  guesses: Guesses,
  size: { seed: number; runs: number; days: number },
): Promise<WhatIf> {
  const scenarios = levers.map((lever) => turned(today, lever, guesses, size))
  const rows: WhatIfRow[] = []
  let first: Awaited<ReturnType<typeof simulate>> | null = null
  for (const [i, scenario] of scenarios.entries()) {
    const simulated = await simulate(scenario)
    first ??= simulated
    const { perRun: _, ...result } = resultOf(simulated)
    rows.push({
      lever: levers[i]!,
      posts: simulated.plan.servers.length,
      boxes: scenario.boxes ?? 0,
      result,
      against: i === 0 ? null : paired(first, simulated),
    })
  }
  const guess = (name: keyof Guesses, unit: string): Assumption => ({
    label: 'assumption',
    name,
    value: guesses[name],
    unit,
    source: guesses[name] === usualGuesses[name] ? kalundborgInputs[name].source : 'given by the planner',
  })
  return {
    rows,
    assumptions: [
      ...(first?.plan.costs.assumptions ?? []),
      guess('unpreparedMinutes', 'minutes longer when nobody is prepared'),
      guess('settledBefore', 'of visits settled while booking or by a call'),
      guess('comeAgain', 'of visits without booking come again'),
      guess('visitsPerBox', 'visits a day that a box takes from the counter'),
      guess('patience', 'minutes a walk-in waits, on average'),
      guess('dropInsPerHour', 'come without a time an hour, where not counted'),
    ],
    notes: rows.flatMap(({ result }) => result.notes).filter((note, i, all) => all.indexOf(note) === i),
  }
}
