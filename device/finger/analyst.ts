import { Worker } from 'node:worker_threads'
import type { GrayImage } from './image.ts'
import type { Judged, Records } from './judge.ts'
import type { FingerName } from './records/positions.ts'
import type { FingerJob, FingerReply } from './worker.ts'

/** Measures fingers off the main thread. */
export type FingerAnalyst = {
  judge(image: GrayImage): Promise<Judged>
  /**
   * One finger as chip records, at `bpp` bits a pixel, or with the sensor's own WSQ. Rejects with a `RangeError`'s words on
   * a size WSQ does not have.
   */
  records(finger: FingerName, image: GrayImage, bpp: number, own?: Uint8Array): Promise<Records>
  close(): Promise<void>
}

/** Starts the thread; one that died is started anew with the next job. */
export function createFingerAnalyst(): FingerAnalyst {
  type Waiting = { resolve(value: never): void; reject(error: Error): void }
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let lastId = 0

  function thread(): Worker {
    if (worker) return worker
    const made = new Worker(new URL('./worker.ts', import.meta.url))
    // It must not keep a process alive that has nothing else to do.
    made.unref()
    made.on('message', (reply: FingerReply) => {
      const one = waiting.get(reply.id)
      waiting.delete(reply.id)
      if (waiting.size === 0) made.unref()
      if (reply.is === 'done') one?.resolve(reply.value as never)
      else one?.reject(new Error(reply.why))
    })
    const lost = (why: string) => {
      if (worker === made) worker = null
      for (const one of waiting.values()) one.reject(new Error(why))
      waiting.clear()
    }
    made.on('error', (error) => lost(String(error)))
    made.on('exit', () => lost('the finger thread ended'))
    worker = made
    return made
  }

  function ask<T>(job: (id: number) => FingerJob): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      const at = thread()
      at.ref()
      at.postMessage(job(id))
    })
  }

  return {
    judge: (image) => ask((id) => ({ id, is: 'judge', image })),
    records: (finger, image, bpp, own) => ask((id) => ({ id, is: 'records', finger, image, bpp, own })),
    async close() {
      await worker?.terminate()
    },
  }
}
