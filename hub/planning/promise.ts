import { simulateRun } from './engine.ts'
import type { Plan } from './plan.ts'
import { createTally, type Tally } from './tally.ts'

/**
 * One run, and if standby is on its twin without: the same citizens with walk-ins turned away. Booked citizens who waited
 * longer than without by more than the limit are counted as `delayed`: that is what standby did, nothing else.
 */
export function runWithPromise(plan: Plan, run: number, tally: Tally): void {
  if (!plan.standby || !plan.booked) return simulateRun(plan, run, tally)
  const waits = new Map<number, { day: number; wait: number }>()
  const { limitMinutes } = plan.standby
  simulateRun(plan, run, tally, (citizen) => {
    if (!citizen.booked || !citizen.counted || Number.isNaN(citizen.began)) return
    waits.set(citizen.serial, { day: citizen.day, wait: citizen.began - Math.max(citizen.due, citizen.arrive) })
  })
  const twin: Plan = { ...plan, standby: null, walkIns: 'refuse' }
  simulateRun(twin, run, createTally(tally.batches), (citizen) => {
    const met = waits.get(citizen.serial)
    if (!citizen.booked || !met || Number.isNaN(citizen.began)) return
    const alone = Math.max(0, citizen.began - Math.max(citizen.due, citizen.arrive))
    const batch = plan.continuous ? 0 : met.day % tally.batches
    tally.add('compared', batch, 1)
    // A hair of tolerance: sums of minutes are not exact.
    if (Math.max(0, met.wait) > alone + limitMinutes + 1e-6) tally.add('delayed', batch, 1)
  })
}
