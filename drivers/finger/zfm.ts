import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, isFault } from '../../device/contract/faults.ts'
import type { Presence } from '../driver.ts'
import { Inbox } from '../serial/inbox.ts'
import { limited } from '../serial/limited.ts'
import { openSerial, type SerialLine } from '../serial/line.ts'
import { Turns } from '../serial/turns.ts'
import { type Connection, PresenceCell, supervise } from '../supervise.ts'
import type { FingerImage } from './image.ts'
import { type FingerReader, passportShortcoming, type SensorTraits } from './reader.ts'
import type { Capture, ScanProgress } from './scan.ts'
import { encodeZfm, nextZfm, type ZfmPacket, zfmCommand, zfmKind, zfmStatus } from './zfm-packet.ts'

/** As delivered (bits per second). */
const DELIVERED_BAUD = 57_600
/** The module answers within 200 ms; imaging takes up to half a second (ms). */
const ANSWER_MS = 700
/** A damaged or missing answer is asked for again this often. */
const TRIES = 3
/** Pause between two looks for a finger (ms): short to whoever waits, long to the line. */
const LOOK_MS = 100
/** Longest honest gap between two data packets (ms). */
const DATA_GAP_MS = 500
/** How long a finger is waited for when nothing is configured (s). */
const FINGER_S = 10
/** How often an idle sensor is asked whether it is still there (ms). */
const ASK_MS = 5_000
/** A picture that came damaged is asked for again this often: the module keeps the last one. */
const UPLOADS = 3
/** The smallest data packet that can be configured carries this much (bytes; manual, "SetSysPara"). */
const LEAST_DATA_BYTES = 32

const GONE = 'finger.gone'

export type ZfmSensorOptions = {
  path: string
  /** What it is for. `passport` is refused: four bits a pixel are too few. */
  use: 'presence' | 'demo' | 'passport'
  baud?: number
  /** Four bytes as one number; 0 as delivered. */
  password?: number
  fingerSeconds?: number
  id?: string
}

export type ZfmHandle = { line: SerialLine; inbox: Inbox }

/** The whole family sends 256 × 288 pixels of 16 grays. */
export const ZFM_TRAITS: SensorTraits = { ppi: 500, bits: 4, width: 256, height: 288, fingerDetect: 'asked' }

/** A ZFM-20, R30x or R503 on a serial line: for presence and demonstration, never for passports. */
export class ZfmSensor implements FingerReader<ZfmHandle> {
  readonly id: string
  readonly traits = ZFM_TRAITS
  readonly #options: ZfmSensorOptions
  readonly #cell = new PresenceCell<ZfmHandle>()
  readonly #turns = new Turns()
  #broken: ((fault: Fault) => void) | undefined

  constructor(options: ZfmSensorOptions) {
    const why = options.use === 'passport' ? passportShortcoming(ZFM_TRAITS) : null
    if (why) throw new Fault('config.invalid', `finger sensor: a ZFM gives ${why}`)
    this.id = options.id ?? 'finger'
    this.#options = options
  }

  get presence(): Presence<ZfmHandle> {
    return this.#cell.now
  }

  on(_event: 'presence', listener: (presence: Presence<ZfmHandle>) => void): () => void {
    return this.#cell.on(listener)
  }

  run(stop: AbortSignal): Promise<void> {
    const connection: Connection<ZfmHandle> = {
      open: (signal) => this.#open(signal),
      watch: (handle, signal) => this.#watch(handle, signal),
      close: ({ line }) => line.close(),
      gone: GONE,
    }
    return supervise(this.#cell, connection, stop)
  }

  /** Waits for a finger and takes its picture. Throws `finger.gone`, `finger.protocol` or the signal's reason. */
  capture(signal: AbortSignal, progress: (progress: ScanProgress) => void = () => {}): Promise<Capture> {
    return this.#alone(signal, async (handle) => {
      const until = performance.now() + (this.#options.fingerSeconds ?? FINGER_S) * 1000
      for (;;) {
        const [status] = await ask(handle, [zfmCommand.getImage], signal)
        if (status === zfmStatus.ok) break
        // A finger that moved, or one too wet or dirty for an image, is looked at again.
        if (status !== zfmStatus.noFinger && status !== zfmStatus.imaging && status !== zfmStatus.messy) {
          throw refused('taking a picture', status)
        }
        if (performance.now() > until) return { is: 'no-finger' }
        await sleep(LOOK_MS, undefined, { signal })
      }
      progress({ is: 'scanned' })
      return { is: 'captured', image: await this.#upload(handle, signal, progress) }
    })
  }

  async #upload(handle: ZfmHandle, signal: AbortSignal, tell: (progress: ScanProgress) => void): Promise<FingerImage> {
    const { width, height, ppi } = ZFM_TRAITS
    const bytes = (width * height) / 2
    for (let uploads = 0; uploads < UPLOADS; uploads++) {
      const [status] = await ask(handle, [zfmCommand.uploadImage], signal)
      if (status !== zfmStatus.ok) throw refused('sending a picture', status)
      const packed = await collect(handle, bytes, signal, (part) => tell({ is: 'received', part }))
      if (!packed) continue
      const pixels = new Uint8Array(bytes * 2)
      // Two pixels a byte, the left one in its upper half; 15 becomes 255.
      packed.forEach((byte, at) => {
        pixels[2 * at] = (byte >> 4) * 17
        pixels[2 * at + 1] = (byte & 15) * 17
      })
      return { width, height, ppi, pixels }
    }
    throw new Fault('finger.protocol', `image damaged ${UPLOADS} times`)
  }

  async #alone<T>(signal: AbortSignal, work: (handle: ZfmHandle) => Promise<T>): Promise<T> {
    try {
      return await this.#turns.take(signal, () => work(this.#cell.handle(GONE)))
    } catch (error) {
      if (isFault(error, GONE)) this.#broken?.(error)
      throw error
    }
  }

  async #open(signal: AbortSignal): Promise<ZfmHandle> {
    const { path, baud = DELIVERED_BAUD, password = 0 } = this.#options
    const line = await openSerial({ path, baud, gone: GONE }, signal)
    try {
      const handle = { line, inbox: new Inbox(line, GONE) }
      const secret = [password >>> 24, (password >>> 16) & 255, (password >>> 8) & 255, password & 255]
      const [status] = await ask(handle, [zfmCommand.verifyPassword, ...secret], signal)
      if (status === zfmStatus.wrongPassword) throw new Fault('config.invalid', 'finger sensor: wrong password')
      if (status !== zfmStatus.ok) throw refused('the password', status)
      return handle
    } catch (error) {
      await line.close()
      throw error
    }
  }

  async #watch({ line }: ZfmHandle, signal: AbortSignal): Promise<void> {
    const { promise: broken, reject } = Promise.withResolvers<never>()
    broken.catch(() => {})
    this.#broken = reject
    const over = Promise.race([broken, line.ended.then(({ is }) => Promise.reject(new Fault(GONE, is)))])
    const stopped = new AbortController()
    over.catch((error) => stopped.abort(error))
    const either = AbortSignal.any([signal, stopped.signal])
    try {
      while (!either.aborted) {
        await sleep(ASK_MS, undefined, { signal: either }).catch(() => {})
        if (either.aborted) break
        await this.#alone(either, (handle) => ask(handle, [zfmCommand.readParameters], either)).catch((error) => {
          if (!either.aborted) throw error
        })
      }
      if (stopped.signal.aborted && !signal.aborted) throw stopped.signal.reason
    } finally {
      this.#broken = undefined
    }
  }
}

const refused = (what: string, status: number | undefined): Fault =>
  new Fault('finger.protocol', `${what} refused with 0x${(status ?? 0).toString(16)}`)

/** The next packet within `ms`; with `kind`, whatever else still comes of an earlier picture is passed over. */
function receive({ inbox }: ZfmHandle, ms: number, signal: AbortSignal, kind?: number): Promise<ZfmPacket | undefined> {
  return limited(ms, signal, async (own) => {
    for (;;) {
      const packet = await inbox.take(nextZfm, own)
      if (kind === undefined || packet.kind === kind) return packet
    }
  })
}

/** Asks, and asks again when the answer is damaged or missing. */
async function ask(handle: ZfmHandle, content: readonly number[], signal: AbortSignal): Promise<Uint8Array> {
  const before = handle.inbox.heard
  for (let tried = 0; tried < TRIES; tried++) {
    handle.inbox.clear()
    await handle.line.write(encodeZfm(zfmKind.command, content), signal)
    const answer = await receive(handle, ANSWER_MS, signal, zfmKind.answer)
    // Its "I received you badly" is a reason to say it again, too.
    if (answer && answer.content.length > 0 && answer.content[0] !== zfmStatus.received) return answer.content
  }
  const mute = handle.inbox.heard === before
  throw new Fault(mute ? GONE : 'finger.protocol', `no answer to command 0x${content[0]!.toString(16)}`)
}

/** All data packets up to the last; undefined when any was lost or damaged. They carry no number: one lost spoils all. */
async function collect(
  handle: ZfmHandle,
  bytes: number,
  signal: AbortSignal,
  heard: (part: number) => void,
): Promise<Uint8Array | undefined> {
  const all = new Uint8Array(bytes)
  let at = 0
  let whole = true
  // A module that never says "last" must not hold the visit.
  for (let packets = 0; packets <= bytes / LEAST_DATA_BYTES; packets++) {
    const packet = await receive(handle, DATA_GAP_MS, signal)
    if (!packet) return undefined
    if (packet.kind !== zfmKind.data && packet.kind !== zfmKind.lastData) continue
    whole &&= at + packet.content.length <= bytes
    if (whole) all.set(packet.content, at)
    at += packet.content.length
    if (packet.kind === zfmKind.lastData) return whole && at === bytes ? all : undefined
    heard(Math.min(1, at / bytes))
  }
  return undefined
}
