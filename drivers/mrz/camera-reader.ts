/** The printed lines by a document camera, for places without an MRZ reader. Pictures stay in memory, and only for a look. */
import { Worker } from 'node:worker_threads'
import { createCamera } from '../camera/camera.ts'
import type { Driver } from '../driver.ts'
import { Listeners } from '../listeners.ts'
import type { OtherDocument } from './lines.ts'
import type { MrzDevice } from './mrz-device.ts'
import { pageWatch, type Told } from './ocr/page-watch.ts'
import type { Look } from './ocr/recognise.ts'

/** From one look to the next, at least (ms): two looks must agree, and a page lies for some seconds. */
const LOOK_EVERY_MS = 350

export type CameraMrzOptions = {
  id: string
  /** ffmpeg's input arguments, of a camera that sees the whole page at 6 pixels a millimetre or more. */
  input: readonly string[]
  /** From one look to the next, if not `LOOK_EVERY_MS`. */
  everyMs?: number
}

export function createCameraMrzReader({ id, input, everyMs = LOOK_EVERY_MS }: CameraMrzOptions): MrzDevice {
  const camera = createCamera({ id, input })
  const told = new Listeners<Told>()

  function on(event: 'presence', listener: Parameters<Driver['on']>[1]): () => void
  function on(event: 'read', listener: (text: string) => void): () => void
  function on(event: 'unreadable', listener: (other?: OtherDocument) => void): () => void
  // biome-ignore lint/suspicious/noExplicitAny: the overloads above say which listener belongs to which event.
  function on(event: 'presence' | 'read' | 'unreadable', listener: (value?: any) => void): () => void {
    if (event === 'presence') return camera.on('presence', listener)
    return told.add((one) => one.is === event && listener(one.is === 'read' ? one.text : undefined))
  }

  return {
    id,
    source: 'camera',
    photograph: (signal) => camera.still(signal),
    on,
    get presence() {
      return camera.presence
    },
    async run(stop) {
      const eye = startEye()
      const watch = pageWatch()
      let next = 0
      const off = camera.onFrame((jpeg) => {
        const now = performance.now()
        if (now < next || eye.busy()) return
        next = now + everyMs
        void eye.look(jpeg).then((look) => {
          const news = watch(look)
          if (news) told.tell(news)
        })
      })
      try {
        await camera.run(stop)
      } finally {
        off()
        await eye.close()
      }
    },
  }
}

/** One thread, one picture at a time; a thread that dies is begun anew with the next picture. */
function startEye() {
  let worker: Worker | undefined
  let waiting: ((look: Look) => void) | undefined
  const answer = (look: Look) => {
    waiting?.(look)
    waiting = undefined
  }
  function started(): Worker {
    const own = new Worker(new URL('./ocr/worker.ts', import.meta.url))
    own.on('message', ({ look }: { look: Look }) => answer(look))
    own.on('error', () => {
      worker = undefined
      answer({ is: 'none' })
    })
    return own
  }
  return {
    busy: () => waiting !== undefined,
    look(picture: Uint8Array): Promise<Look> {
      worker ??= started()
      const { promise, resolve } = Promise.withResolvers<Look>()
      waiting = resolve
      worker.postMessage({ picture })
      return promise
    },
    close: async () => void (await worker?.terminate()),
  }
}
