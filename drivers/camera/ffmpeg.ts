import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Fault } from '../../device/contract/faults.ts'
import { Listeners } from '../listeners.ts'
import { createJpegSplitter } from './jpegs.ts'

/** ffmpeg ends within milliseconds of a SIGTERM; after this it hangs in a device's ioctl and is killed (ms). */
const END_LIMIT_MS = 1_000
/** How much of what ffmpeg complains about is kept for the technician. */
const STDERR_BYTES = 600

/** One running ffmpeg that copies a camera's JPEGs into this process. */
export type Capture = {
  readonly frames: Listeners<Buffer>
  /** Ends when ffmpeg ended, with its last words. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/** Near to what cameras themselves do; ffmpeg's own choice shows blocks that a portrait must not have (its -q:v, 1 to 31). */
const JPEG_QUALITY = '2'

/** A camera that gives raw pictures says so in its configuration: `-input_format yuyv422`. */
function coding(input: readonly string[]): string[] {
  const format = input[input.indexOf('-input_format') + 1]
  const raw = input.includes('-input_format') && format !== 'mjpeg'
  return raw ? ['-c:v', 'mjpeg', '-pix_fmt', 'yuvj422p', '-q:v', JPEG_QUALITY] : ['-c:v', 'copy']
}

/**
 * Starts ffmpeg on the given input arguments (pairs, `-i` last; `Fault('config.invalid')` otherwise). The camera's own JPEGs
 * are copied, not coded again: full resolution costs 2 % of a core; only raw pictures are coded. ffmpeg gets no standard input
 * and writes to a pipe only; no frame touches the disk.
 *
 * `setpriv --pdeathsig` makes the kernel kill ffmpeg when this process dies in any way, also by kill −9 while a frozen
 * camera sends nothing (a closed pipe alone is noticed only at the next frame).
 */
export function startCapture(input: readonly string[], command = 'ffmpeg'): Capture {
  // Anything else that stands by itself would be a second output.
  const paired = input.length % 2 === 0 && input.every((word, i) => i % 2 === 1 || word.startsWith('-'))
  if (!paired || input.at(-2) !== '-i') throw new Fault('config.invalid', 'the camera’s input is no list of pairs')
  const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error']
  const output = ['-map', '0:v:0', ...coding(input), '-f', 'mjpeg', '-flush_packets', '1', 'pipe:1']
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...quiet, ...input, ...output], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const frames = new Listeners<Buffer>()
  const split = createJpegSplitter()
  child.stdout.on('data', (chunk: Buffer) => {
    for (const jpeg of split(chunk)) frames.tell(jpeg)
  })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-STDERR_BYTES)
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(String(error)))
    child.once('close', () => resolve(words.trim().split('\n').at(-1) ?? ''))
  })
  return {
    frames,
    ended,
    async stop() {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'exit')
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
      await closed
      clearTimeout(hard)
    },
  }
}

/** The fault for a capture that ended by itself: unplugged, refused, in another program's hands, or not there. */
export function endedFault(words: string): Fault {
  // ffmpeg's own words for EBUSY: `/dev/video0: Device or resource busy`.
  if (/resource busy/i.test(words)) return new Fault('camera.in-use', words)
  return new Fault('camera.gone', words || 'the camera stopped')
}
