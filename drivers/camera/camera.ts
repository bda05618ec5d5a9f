import { Fault } from '../../device/contract/faults.ts'
import type { Driver } from '../driver.ts'
import { Listeners } from '../listeners.ts'
import { PresenceCell, supervise } from '../supervise.ts'
import { createControls, v4l2Device } from './controls.ts'
import { type Capture, endedFault, startCapture } from './ffmpeg.ts'

/** USB cameras take up to three seconds to set exposure before the first frame; then something is wrong (ms). */
const OPEN_LIMIT_MS = 6_000
/** No new picture for this long is a frozen camera; with the check it is noticed within 2 s. At 15 fps that is 22 frames (ms). */
const FROZEN_MS = 1_500
/** How often the age of the last new picture is looked at (ms). */
const CHECK_MS = 250

export type Camera = Driver<Capture> & {
  /** Every full-resolution JPEG as it comes, over reconnects too; returns its unsubscribe. Listeners must be quick. */
  onFrame(listener: (jpeg: Buffer) => void): () => void
  /**
   * A full-resolution JPEG that was taken after the call. Throws `Fault('camera.gone')` or `Fault('camera.frozen')` when
   * the camera is not ready or stops meanwhile.
   */
  still(signal: AbortSignal): Promise<Buffer>
  /** The next JPEG that comes; it may have been taken a moment before the call. Throws as `still` does. */
  frame(signal: AbortSignal): Promise<Buffer>
  /** Keeps exposure, white balance and focus as they are until `free`; nothing where the camera has no such controls. */
  lock(): Promise<void>
  free(): Promise<void>
}

export type CameraOptions = {
  id: string
  /** ffmpeg's input, its options included: `['-f', 'v4l2', '-input_format', 'mjpeg', '-i', '/dev/video0']`. */
  input: readonly string[]
  /** The ffmpeg program, where it is not the one in PATH. */
  command?: string
  /** The v4l2-ctl program and its first arguments, where it is not the one in PATH. */
  controls?: readonly string[]
}

/** The camera that Node owns: one ffmpeg feeds preview, portrait and call. */
export function createCamera({ id, input, command, controls: program }: CameraOptions): Camera {
  const device = v4l2Device(input)
  const controls = device === null ? null : createControls(device, program)
  const cell = new PresenceCell<Capture>()
  const frames = new Listeners<Buffer>()

  async function open(signal: AbortSignal): Promise<Capture> {
    const capture = startCapture(input, command)
    try {
      await twoPictures(capture, AbortSignal.any([signal, AbortSignal.timeout(OPEN_LIMIT_MS)]))
      return capture
    } catch (error) {
      await capture.stop()
      if (error instanceof Fault || signal.aborted) throw error
      throw new Fault('camera.frozen', `no two different pictures in ${OPEN_LIMIT_MS} ms`)
    }
  }

  return {
    id,
    get presence() {
      return cell.now
    },
    on: (_event, listener) => cell.on(listener),
    onFrame: (listener) => frames.add(listener),
    run: (stop) =>
      supervise(
        cell,
        {
          open,
          watch: (capture, signal) => watch(capture, frames, signal),
          close: (c) => c.stop(),
          gone: 'camera.gone',
        },
        stop,
      ),
    // The frame that comes next may have been on its way when the call was made: the one after it is newer.
    still: (signal) => nth(2, signal),
    frame: (signal) => nth(1, signal),
    lock: async () => controls?.lock(),
    free: async () => controls?.free(),
  }

  async function nth(count: number, signal: AbortSignal): Promise<Buffer> {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    let seen = 0
    const offFrame = frames.add((jpeg) => {
      seen += 1
      if (seen === count) resolve(jpeg)
    })
    const offPresence = cell.on((now) => {
      if (now.is === 'faulty') reject(new Fault(now.fault, now.detail))
      else if (now.is !== 'ready') reject(new Fault('camera.gone', now.is))
    })
    const aborted = () => reject(signal.reason)
    signal.addEventListener('abort', aborted, { once: true })
    try {
      signal.throwIfAborted()
      cell.handle('camera.gone')
      return await promise
    } finally {
      offFrame()
      offPresence()
      signal.removeEventListener('abort', aborted)
    }
  }
}

/** Resolves at the second picture that differs from the first: a frozen camera is not called ready and faulty in turns. */
function twoPictures(capture: Capture, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined
    const settle = (then: () => void) => {
      off()
      signal.removeEventListener('abort', aborted)
      then()
    }
    const aborted = () => settle(() => reject(signal.reason))
    const off = capture.frames.add((jpeg) => {
      if (first && !first.equals(jpeg)) settle(resolve)
      first = jpeg
    })
    if (signal.aborted) return aborted()
    signal.addEventListener('abort', aborted, { once: true })
    void capture.ended.then((words) => settle(() => reject(endedFault(words))))
  })
}

/** Hands frames on until ffmpeg ends or no new picture comes; a sensor's noise makes two equal JPEGs impossible. */
function watch(capture: Capture, frames: Listeners<Buffer>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let last: Buffer | undefined
    let changed = performance.now()
    const off = capture.frames.add((jpeg) => {
      if (!last?.equals(jpeg)) changed = performance.now()
      last = jpeg
      frames.tell(jpeg)
    })
    const timer = setInterval(() => {
      if (performance.now() - changed > FROZEN_MS) {
        settle(() => reject(new Fault('camera.frozen', `no new picture for ${FROZEN_MS} ms`)))
      }
    }, CHECK_MS)
    const settle = (then: () => void) => {
      off()
      clearInterval(timer)
      signal.removeEventListener('abort', aborted)
      then()
    }
    const aborted = () => settle(resolve)
    if (signal.aborted) return aborted()
    signal.addEventListener('abort', aborted, { once: true })
    void capture.ended.then((words) => settle(() => reject(endedFault(words))))
  })
}
