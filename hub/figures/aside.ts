import { parentPort, Worker, workerData } from 'node:worker_threads'
import { BadInput } from '../planning/bad-input.ts'
import { openReader } from '../store/store.ts'
import { factsOf } from './facts.ts'
import { type Figures, figuresOf, type Period } from './figures.ts'
import { type Own, ownPlace } from './own-place.ts'
import { readLines } from './read.ts'

/** A year of events is hundreds of thousands of lines: read and folded in a thread of its own, so that nobody’s call stutters. */
type Task =
  | { is: 'figures'; database: string; period: Period; until: number }
  | { is: 'own'; database: string; place: string; today: string }
type Done = { ok: true; value: unknown } | { ok: false; sentences: string[] | null; message: string }
const MARK = 'figures aside'

export function aside(task: Extract<Task, { is: 'figures' }>): Promise<Figures>
export function aside(task: Extract<Task, { is: 'own' }>): Promise<Own>
/** Rejects with `BadInput` where there is too little to measure. */
export function aside(task: Task): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./aside.ts', import.meta.url), { workerData: { mark: MARK, task } })
    worker.once('message', (done: Done) => {
      if (done.ok) resolve(done.value)
      else reject(done.sentences ? new BadInput(done.sentences) : new Error(done.message))
    })
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread ended without an answer')))
  })
}

async function work(task: Task): Promise<unknown> {
  const db = openReader(task.database)
  try {
    if (task.is === 'own') return await ownPlace(db, task.place, task.today)
    const { period, until } = task
    return figuresOf(factsOf(await readLines(db, period.from, period.to), until), period)
  } finally {
    await db.destroy()
  }
}

if (workerData?.mark === MARK) {
  const answer = (done: Done) => parentPort?.postMessage(done)
  work(workerData.task as Task).then(
    (value) => answer({ ok: true, value }),
    (error: Error) =>
      answer({ ok: false, sentences: error instanceof BadInput ? [...error.sentences] : null, message: error.message }),
  )
}
