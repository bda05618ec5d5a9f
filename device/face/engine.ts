import { Worker } from 'node:worker_threads'
import { Fault } from '../contract/faults.ts'
import type { Backend } from './backend.ts'
import type { Raster } from './raster.ts'
import type { FaceEmbedding, FaceQuality, FaceView } from './view.ts'
import type { FaceReply, FaceRequest } from './worker.ts'

/** Loading models takes seconds on two slow cores, over a minute in an emulated machine; five mean that it never will (ms). */
const LOAD_LIMIT_MS = 300_000

export type FaceEngine = {
  /** Which TensorFlow.js backend loaded: for the log and the health page. */
  readonly backend: Backend
  /** Finds and measures the largest face of a JPEG or of pixels. Throws `Fault('face.engine')` when the engine broke. */
  analyse(picture: Uint8Array | Raster, signal: AbortSignal): Promise<FaceView>
  /**
   * `analyse` for one camera's frames in their order: two to three times as quick, because the face is followed from frame
   * to frame. A second face is noticed some frames late, so a picture that is kept must be analysed again.
   */
  follow(jpeg: Uint8Array, signal: AbortSignal): Promise<FaceView>
  /** The largest face's embedding, to be compared with `compareFaces`. */
  embed(picture: Uint8Array | Raster, signal: AbortSignal): Promise<FaceEmbedding>
  /**
   * All quality measures of the largest face; takes a few tenths of a second. `scale`: how many of the file's pixels one
   * of the raster's covers.
   */
  measure(picture: Uint8Array | Raster, signal: AbortSignal, scale?: number): Promise<FaceQuality>
  close(): Promise<void>
}

type Waiting = { resolve(value: never): void; reject(error: unknown): void }

type Op = FaceRequest['op']
type Thread = {
  backend: Backend
  /** Whether the thread has died; it answers nothing any more. */
  gone(): boolean
  request<T>(op: Op, picture: Uint8Array | Raster, signal: AbortSignal, scale?: number): Promise<T>
  close(): Promise<void>
}

/**
 * Starts the worker thread that holds the models and waits until they are loaded. Requests are answered in turn; one
 * that is aborted is forgotten, its work is not interrupted (a run takes tens of milliseconds). A thread that died is
 * started again by the next request: what it had in hand fails, the citizen's next frame does not.
 * Throws `Fault('face.engine')` when the models do not load.
 */
export async function createFaceEngine(signal?: AbortSignal): Promise<FaceEngine> {
  const first = await startThread(signal)
  let thread = Promise.resolve(first)
  let closed = false
  async function request<T>(op: Op, picture: Uint8Array | Raster, stop: AbortSignal, scale?: number): Promise<T> {
    const tried = thread
    const current = await tried.catch(() => null)
    // Whoever comes first starts the next one; the others wait for the same.
    if (!closed && tried === thread && (current === null || current.gone())) thread = startThread()
    return (await thread).request(op, picture, stop, scale)
  }
  return {
    backend: first.backend,
    analyse: (picture, stop) => request('analyse', picture, stop),
    follow: (jpeg, stop) => request('follow', jpeg, stop),
    embed: (picture, stop) => request('embed', picture, stop),
    measure: (picture, stop, scale) => request('measure', picture, stop, scale),
    async close() {
      closed = true
      const current = await thread.catch(() => null)
      await current?.close()
    },
  }
}

async function startThread(signal?: AbortSignal): Promise<Thread> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url))
  const waiting = new Map<number, Waiting>()
  let broken: Fault | undefined
  let lastId = 0

  const fail = (detail: string) => {
    broken ??= new Fault('face.engine', detail)
    for (const one of waiting.values()) one.reject(broken)
    waiting.clear()
  }

  const started = Promise.withResolvers<Backend>()
  worker.on('message', (reply: FaceReply) => {
    if (reply.is === 'ready') return started.resolve(reply.backend as Backend)
    if (reply.is === 'broken') return started.reject(new Fault('face.engine', reply.detail))
    const one = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (reply.is === 'done') one?.resolve(reply.value as never)
    else one?.reject(new Fault('face.engine', reply.detail))
  })
  worker.on('error', (error) => {
    started.reject(new Fault('face.engine', String(error)))
    fail(String(error))
  })
  worker.on('exit', () => fail('the engine was closed'))

  const stop = AbortSignal.any([AbortSignal.timeout(LOAD_LIMIT_MS), ...(signal ? [signal] : [])])
  const stopped = () => started.reject(signal?.aborted ? signal.reason : new Fault('face.engine', 'load limit'))
  stop.addEventListener('abort', stopped, { once: true })
  const backend = await started.promise
    .catch(async (error) => {
      await worker.terminate()
      throw error
    })
    .finally(() => stop.removeEventListener('abort', stopped))

  function request<T>(op: Op, picture: Uint8Array | Raster, signal: AbortSignal, scale = 1): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      if (broken) return reject(broken)
      const id = ++lastId
      const aborted = () => {
        waiting.delete(id)
        reject(signal.reason)
      }
      signal.addEventListener('abort', aborted, { once: true })
      const settle = () => signal.removeEventListener('abort', aborted)
      waiting.set(id, {
        resolve(value) {
          settle()
          resolve(value)
        },
        reject(error) {
          settle()
          reject(error)
        },
      })
      worker.postMessage({ id, op, picture, scale } satisfies FaceRequest)
    })
  }

  return {
    backend,
    request,
    gone: () => broken !== undefined,
    async close() {
      await worker.terminate()
    },
  }
}
