import type { Assumption } from './costs.ts'
import { type Estimate, type Interval, interval } from './estimate.ts'
import { type Measures, measuresOf } from './measures.ts'
import type { Plan } from './plan.ts'
import { column, type Field, fields, quantile, type Tally } from './tally.ts'

/** Waits of those served, from arrival (booked: from the booked time or the later arrival) to the first service. Minutes. */
export type Wait = {
  mean: number | null
  p50: number | null
  p90: number | null
  ci95: Interval | null
  served: number
}

/**
 * The answer to one scenario. Counts and hours are means over the runs, each of `days` days:
 * arrived = served + abandoned + turnedAway + stillThere. `ci95` belongs to `costPerYear`; those of the rest are in `intervals`.
 */
export type Result = {
  name: string
  seed: number
  runs: number
  days: number
  wait: { booked: Wait; walkIn: Wait; inside: { mean: number | null; ci95: Interval | null } }
  arrived: number
  served: number
  turnedAway: number
  abandoned: number
  stillThere: number
  noShows: number
  noTime: number
  leadDays: number | null
  utilisation: number
  idleHours: number
  overtimeHours: number
  costPerYear: number
  ci95: Interval | null
  intervals: { [measure: string]: Interval | null }
  standby: {
    served: number
    delayedShare: number | null
    delayedCi95: Interval | null
    level: number
    limitMinutes: number
  } | null
  perRun: RunResult[]
  assumptions: Assumption[]
  notes: string[]
}
export type RunResult = {
  run: number
  wait: { booked: number | null; walkIn: number | null }
  arrived: number
  served: number
  turnedAway: number
  abandoned: number
  stillThere: number
  noShows: number
  utilisation: number | null
  idleHours: number
  overtimeHours: number
  workHours: number
  busyHours: number
}

/** Rows of all runs one after the other, and the waits of all. */
export type Simulated = { plan: Plan; batches: number; rows: Float64Array; booked: Uint32Array; walkIn: Uint32Array }

export function measured({ plan, rows }: Simulated): Measures {
  return measuresOf(plan, rows)
}

export function resultOf(simulated: Simulated): Result {
  const { plan } = simulated
  const measures = measured(simulated)
  const value = (estimate: Estimate | null) => estimate?.value ?? 0
  const ci = (estimate: Estimate | null) => estimate && interval(estimate)
  const wait = (estimate: Estimate | null, bins: Tally['booked']): Wait => ({
    mean: estimate?.value ?? null,
    p50: quantile(bins, 0.5),
    p90: quantile(bins, 0.9),
    ci95: ci(estimate),
    served: bins.reduce((sum, count) => sum + count, 0) / plan.runs,
  })
  return {
    name: plan.name,
    seed: plan.seed,
    runs: plan.runs,
    days: plan.days,
    wait: {
      booked: wait(measures.waitBooked, simulated.booked),
      walkIn: wait(measures.waitWalkIn, simulated.walkIn),
      inside: { mean: measures.waitInside?.value ?? null, ci95: ci(measures.waitInside) },
    },
    arrived: value(measures.arrived),
    served: value(measures.served),
    turnedAway: value(measures.turnedAway),
    abandoned: value(measures.abandoned),
    stillThere: value(measures.stillThere),
    noShows: value(measures.noShows),
    noTime: value(measures.noTime),
    leadDays: measures.leadDays?.value ?? null,
    utilisation: value(measures.utilisation),
    idleHours: value(measures.idleHours),
    overtimeHours: value(measures.overtimeHours),
    costPerYear: value(measures.costPerYear),
    ci95: ci(measures.costPerYear),
    intervals: Object.fromEntries(
      (
        [
          'served',
          'turnedAway',
          'abandoned',
          'noTime',
          'leadDays',
          'utilisation',
          'idleHours',
          'overtimeHours',
        ] as const
      ).map((name) => [name, ci(measures[name])]),
    ),
    standby: plan.standby && {
      served: value(measures.standbyServed),
      delayedShare: measures.delayedShare?.value ?? null,
      delayedCi95: ci(measures.delayedShare),
      level: plan.standby.level,
      limitMinutes: plan.standby.limitMinutes,
    },
    perRun: perRun(simulated),
    assumptions: plan.costs.assumptions,
    notes: [...plan.notes, meaningOf(plan.runs * simulated.batches)],
  }
}

/** What an interval of the answer says and what not, printed in it. */
function meaningOf(batches: number): string {
  return batches < 2
    ? 'One run of one day: no interval can be given (ci95 null).'
    : `Each ci95 is the 95 % confidence interval of the mean of one run, from ${batches} independent batches of days: how exact the simulation is, not how days differ, and not whether the inputs are right.`
}

function perRun({ plan, batches, rows }: Simulated): RunResult[] {
  const width = batches * fields.length
  return Array.from({ length: plan.runs }, (_, run) => {
    const own = rows.subarray(run * width, (run + 1) * width)
    const of = (field: Field) => column(own, field).reduce((sum, x) => sum + x, 0)
    const mean = (above: number, below: number) => (below > 0 ? above / below : null)
    return {
      run,
      wait: {
        booked: mean(of('bookedWait'), of('bookedStarted')),
        walkIn: mean(of('walkInWait'), of('walkInStarted')),
      },
      arrived: of('arrived'),
      served: of('served'),
      turnedAway: of('turnedAway'),
      abandoned: of('abandoned'),
      stillThere: of('stillThere'),
      noShows: of('noShows'),
      utilisation: mean(of('busy') + of('overtime'), of('staffed') + of('overtime')),
      idleHours: (of('staffed') - of('busy')) / 60,
      overtimeHours: of('overtime') / 60,
      workHours: of('work') / 60,
      busyHours: (of('busy') + of('overtime')) / 60,
    }
  })
}
