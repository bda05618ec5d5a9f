import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Plan, planOf } from './plan.ts'
import { runWithPromise } from './promise.ts'
import type { Simulated } from './result.ts'
import type { Scenario } from './scenario.ts'
import { createTally, fields } from './tally.ts'

/** What a worker is sent and sends back. */
export type Order = { scenario: Scenario; runs: number[]; batches: number }
export type Delivery = { runs: number[]; rows: Float64Array[]; booked: Uint32Array; walkIn: Uint32Array }

/** Below so many visits a worker’s start costs more than it saves. */
const WORTH_A_WORKER = 500_000
/** Intervals rest on at least about so many batches of days, where the days allow it. */
const BATCHES = 30

/** Batches of days in each run. Runs are independent; within a run days are (nearly) so. */
export function batchesOf(plan: Plan): number {
  if (plan.runs >= BATCHES) return 1
  return Math.max(1, Math.min(plan.days, Math.ceil(BATCHES / plan.runs)))
}

/** All runs of a scenario, on all cores when it pays. The answer does not depend on how many there are. */
export async function simulate(scenario: Scenario, cores = availableParallelism()): Promise<Simulated> {
  const plan = planOf(scenario)
  const batches = batchesOf(plan)
  const all = Array.from({ length: plan.runs }, (_, run) => run)
  const workers = Math.min(cores, plan.runs)
  const parts =
    workers < 2 || visits(plan) < WORTH_A_WORKER
      ? [runHere(plan, all, batches)]
      : await onWorkers(workers, scenario, all, batches)
  const width = batches * fields.length
  const rows = new Float64Array(plan.runs * width)
  const booked = new Uint32Array(parts[0]!.booked.length)
  const walkIn = new Uint32Array(parts[0]!.walkIn.length)
  for (const part of parts) {
    part.runs.forEach((run, i) => {
      rows.set(part.rows[i]!, run * width)
    })
    part.booked.forEach((count, bin) => {
      booked[bin]! += count
    })
    part.walkIn.forEach((count, bin) => {
      walkIn[bin]! += count
    })
  }
  return { plan, batches, rows, booked, walkIn }
}

/** Some runs in this thread. */
export function runHere(plan: Plan, runs: number[], batches: number): Delivery {
  const delivery: Delivery = { runs, rows: [], booked: new Uint32Array(), walkIn: new Uint32Array() }
  for (const run of runs) {
    const tally = createTally(batches)
    runWithPromise(plan, run, tally)
    delivery.rows.push(tally.rows)
    for (const name of ['booked', 'walkIn'] as const) {
      if (delivery[name].length === 0) delivery[name] = tally[name]
      else
        tally[name].forEach((count, bin) => {
          delivery[name][bin]! += count
        })
    }
  }
  return delivery
}

async function onWorkers(count: number, scenario: Scenario, runs: number[], batches: number): Promise<Delivery[]> {
  const size = Math.max(1, Math.floor(runs.length / (count * 6)))
  const queue: number[][] = []
  for (let i = 0; i < runs.length; i += size) queue.push(runs.slice(i, i + size))
  const parts: Delivery[] = []
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url))
      const next = () => {
        const chunk = queue.shift()
        if (!chunk) return void worker.terminate().then(() => resolve(), reject)
        worker.postMessage({ scenario, runs: chunk, batches } satisfies Order)
      }
      worker.on('message', (part: Delivery) => {
        parts.push(part)
        next()
      })
      worker.on('error', reject)
      next()
    })
  await Promise.all(Array.from({ length: Math.min(count, queue.length) }, one))
  return parts
}

function visits(plan: Plan): number {
  const walkIn = plan.walkIn?.segments.reduce((sum, { from, to, rate }) => sum + (rate * (to - from)) / 60, 0) ?? 0
  return (walkIn + (plan.booked?.places ?? 0)) * (plan.days + plan.warmUpDays) * plan.runs
}
