import { parentPort } from 'node:worker_threads'
import { planOf } from './plan.ts'
import { type Order, runHere } from './simulate.ts'

parentPort?.on('message', ({ scenario, runs, batches }: Order) => {
  parentPort?.postMessage(runHere(planOf(scenario), runs, batches))
})
