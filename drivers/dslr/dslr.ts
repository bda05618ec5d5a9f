import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '../../device/contract/faults.ts'
import { createJpegSplitter } from '../camera/jpegs.ts'
import type { Driver } from '../driver.ts'
import { PresenceCell, supervise } from '../supervise.ts'
import { gphoto2 } from './gphoto2.ts'

/** How often an idle camera is asked whether it is there (ms): each time opens a session, which keeps it awake. */
const ASK_MS = 5_000
/** Opening a session takes up to two seconds by USB; after this the camera hangs (ms). */
const ANSWER_MS = 10_000
/** Focus, exposure and 20 MB over a slow cable, for each picture (ms). gphoto2 itself waits for ever when the shutter is refused. */
const SHOT_MS = 8_000

export type Dslr = Driver<true> & {
  /**
   * Presses the shutter `count` times, at least a second apart, and gives the camera's own JPEGs at full size. They are
   * deleted from its card. Throws a `camera.` fault when there is no picture.
   */
  shoot(count: number, signal: AbortSignal): Promise<Buffer[]>
}

export type DslrOptions = {
  id: string
  /** gphoto2's name of the port: `usb:`, `usb:001,004`, or `ptpip:192.168.1.1` for a camera on the network. */
  port: string
  /** gphoto2's name of the model, where it must not guess; `PTP/IP Camera` for one on the network. */
  model?: string
  command?: string
  /** How long one picture may take (ms). */
  shotMs?: number
}

/** A still camera (DSLR, system camera) that gphoto2 drives: sharper pictures than a video camera's, and no live picture. */
export function createDslr({ id, shotMs = SHOT_MS, ...where }: DslrOptions): Dslr {
  const cell = new PresenceCell<true>()
  /** One gphoto2 at a time: a second one finds the camera taken. */
  let turn: Promise<unknown> = Promise.resolve()
  const run = (action: readonly string[], limit: number, signal: AbortSignal): Promise<Buffer> => {
    const mine = turn.then(() => {
      const late = AbortSignal.timeout(limit)
      return gphoto2(where, action, AbortSignal.any([signal, late])).catch((error) => {
        if (late.aborted && !signal.aborted) throw new Fault('camera.frozen', `no answer in ${limit} ms`)
        throw error
      })
    })
    turn = mine.catch(() => {})
    return mine
  }
  const ask = (signal: AbortSignal) => run(['--summary'], ANSWER_MS, signal)
  let failed = new AbortController()

  return {
    id,
    get presence() {
      return cell.now
    },
    on: (_event, listener) => cell.on(listener),
    run: (stop) =>
      supervise(
        cell,
        {
          async open(signal) {
            failed = new AbortController()
            await ask(signal)
            return true as const
          },
          async watch(_, signal) {
            const over = AbortSignal.any([signal, failed.signal])
            while (!signal.aborted) {
              await sleep(ASK_MS, undefined, { signal: over }).catch(() => {})
              if (failed.signal.aborted) throw failed.signal.reason
              if (!signal.aborted) await ask(signal)
            }
          },
          close() {},
          gone: 'camera.gone',
        },
        stop,
      ),
    async shoot(count, signal) {
      cell.handle('camera.gone')
      const often = count > 1 ? ['--frames', String(count), '--interval', '1'] : []
      const action = ['--capture-image-and-download', '--stdout', ...often]
      try {
        const bytes = await run(action, shotMs * count, signal)
        const pictures = createJpegSplitter()(bytes)
        bytes.fill(0)
        if (pictures.length !== count) throw new Fault('camera.frozen', `${pictures.length} of ${count} pictures came`)
        return pictures
      } catch (error) {
        // Whoever watches need not wait for the next time it is asked.
        failed.abort(error)
        throw error
      }
    },
  }
}
