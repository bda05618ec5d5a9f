import { costPerYear } from './costs.ts'
import { type Estimate, ratio } from './estimate.ts'
import type { Plan } from './plan.ts'
import { column, type Field } from './tally.ts'

/** Everything an answer states with an interval. Counts and hours are those of one run (`days` days). */
export type Measures = Record<(typeof measureNames)[number], Estimate | null>

export const measureNames = [
  'waitBooked',
  'waitWalkIn',
  'waitInside',
  'arrived',
  'served',
  'turnedAway',
  'abandoned',
  'stillThere',
  'noShows',
  'noTime',
  'leadDays',
  'utilisation',
  'idleHours',
  'overtimeHours',
  'standbyServed',
  'delayedShare',
  'costPerYear',
] as const

/** Estimates from the rows of all runs, batch by batch. */
export function measuresOf(plan: Plan, rows: Float64Array): Measures {
  const of = (field: Field) => column(rows, field)
  const days = of('days')
  const perRun = (values: number[], scale = 1) => ratio(values, days, plan.days * scale)
  const sum = (...lists: number[][]) => lists[0]!.map((_, i) => lists.reduce((total, list) => total + list[i]!, 0))
  const waiting = sum(of('bookedWait'), of('walkInWait'), of('abandonedWait'), of('insideWait'))
  const overtime = of('overtime')
  const cost = days.map((count, i) =>
    costPerYear(plan.costs, {
      posts: plan.servers.length,
      boxes: plan.boxes,
      booking: plan.booked !== null,
      overtimeHours: overtime[i]! / 60,
      waitingHours: waiting[i]! / 60,
      days: count,
    }),
  )
  return {
    waitBooked: ratio(of('bookedWait'), of('bookedStarted')),
    waitWalkIn: ratio(of('walkInWait'), of('walkInStarted')),
    waitInside: ratio(of('insideWait'), of('insideStarted')),
    arrived: perRun(of('arrived')),
    served: perRun(of('served')),
    turnedAway: perRun(of('turnedAway')),
    abandoned: perRun(of('abandoned')),
    stillThere: perRun(of('stillThere')),
    noShows: perRun(of('noShows')),
    noTime: perRun(of('noTime')),
    leadDays: plan.booked?.requestsPerDay != null ? ratio(of('leadDays'), days) : null,
    utilisation: ratio(sum(of('busy'), overtime), sum(of('staffed'), overtime)),
    idleHours: perRun(
      of('staffed').map((minutes, i) => minutes - of('busy')[i]!),
      1 / 60,
    ),
    overtimeHours: perRun(overtime, 1 / 60),
    standbyServed: plan.standby ? perRun(of('standbyServed')) : null,
    delayedShare: ratio(of('delayed'), of('compared')),
    costPerYear: ratio(
      cost.map((dkk, i) => dkk * days[i]!),
      days,
    ),
  }
}
