/** The thread beside the runtime in which fingers are measured and encoded: both take tenths of a second. */
import { parentPort } from 'node:worker_threads'
import type { GrayImage } from './image.ts'
import { judge, recordsOf } from './judge.ts'
import type { FingerName } from './records/positions.ts'

export type FingerJob =
  | { id: number; is: 'judge'; image: GrayImage }
  | { id: number; is: 'records'; finger: FingerName; image: GrayImage; bpp: number; own: Uint8Array | undefined }
export type FingerReply = { id: number; is: 'done'; value: unknown } | { id: number; is: 'broken'; why: string }

parentPort?.on('message', (job: FingerJob) => {
  try {
    const value = job.is === 'judge' ? judge(job.image) : recordsOf(job.finger, job.image, job.bpp, job.own)
    parentPort?.postMessage({ id: job.id, is: 'done', value } satisfies FingerReply)
  } catch (error) {
    parentPort?.postMessage({ id: job.id, is: 'broken', why: String(error) } satisfies FingerReply)
  } finally {
    // This thread's copy.
    job.image.pixels.fill(0)
  }
})
