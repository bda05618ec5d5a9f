import { parentPort, Worker, workerData } from 'node:worker_threads'
import { BadInput } from './bad-input.ts'
import { type Answer, kalundborg } from './kalundborg.ts'
import type { Inputs } from './kalundborg-inputs.ts'
import type { Scenario } from './scenario.ts'
import { type Guesses, type Lever, type WhatIf, whatIf } from './what-if.ts'

/** A long calculation that must not hold up whoever asks: it runs in a thread of its own, which takes helpers as it needs them. */
export type Job =
  | {
      is: 'what-if'
      today: Scenario
      levers: Lever[]
      guesses: Guesses
      size: { seed: number; runs: number; days: number }
    }
  | { is: 'answer'; inputs: Inputs; runs: number; seed: number }
type Done = { ok: true; value: unknown } | { ok: false; sentences: string[] | null; message: string }

export function run(job: Extract<Job, { is: 'what-if' }>, stop: AbortSignal): Promise<WhatIf>
export function run(job: Extract<Job, { is: 'answer' }>, stop: AbortSignal): Promise<Answer>
/** Rejects with `BadInput` for what the asker can mend, and with the signal’s reason when it is stopped. */
export function run(job: Job, stop: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./job.ts', import.meta.url), { workerData: 'job' })
    const end = (settle: () => void) => {
      stop.removeEventListener('abort', aborted)
      void worker.terminate().then(settle, settle)
    }
    const aborted = () => end(() => reject(stop.reason))
    stop.addEventListener('abort', aborted, { once: true })
    worker.once('message', (done: Done) =>
      end(() => {
        if (done.ok) resolve(done.value)
        else reject(done.sentences ? new BadInput(done.sentences) : new Error(done.message))
      }),
    )
    worker.once('error', (error) => end(() => reject(error)))
    if (stop.aborted) return aborted()
    worker.postMessage(job)
  })
}

async function work(job: Job): Promise<unknown> {
  if (job.is === 'what-if') return whatIf(job.today, job.levers, job.guesses, job.size)
  return kalundborg({ inputs: job.inputs, runs: job.runs, seed: job.seed })
}

if (workerData === 'job')
  parentPort?.once('message', (job: Job) => {
    const answer = (done: Done) => parentPort?.postMessage(done)
    work(job).then(
      (value) => answer({ ok: true, value }),
      (error: Error) =>
        answer({
          ok: false,
          sentences: error instanceof BadInput ? [...error.sentences] : null,
          message: error.message,
        }),
    )
  })
