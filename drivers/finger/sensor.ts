import { setTimeout as sleep } from 'node:timers/promises'
import { Fault, isFault } from '../../device/contract/faults.ts'
import type { Presence } from '../driver.ts'
import { Turns } from '../serial/turns.ts'
import { type Connection, PresenceCell, supervise } from '../supervise.ts'
import { type DecodeWsq, SFM_PPI } from './image.ts'
import { SfmLink } from './link.ts'
import { baudCodes, command, FAKE_ON, flag, GRAY_8_BIT, parameter, WSQ_LOW_RATE } from './packet.ts'
import type { FingerReader, SensorTraits } from './reader.ts'
import { type Capture, type ScanProgress, scan } from './scan.ts'

/** As delivered, the modules run at this rate (bits per second; system parameter 0x71). */
const DELIVERED_BAUD = 115_200
/** How often an idle sensor is asked whether it is still there (ms): a pulled plug is noticed at once, this finds a hung one. */
const ASK_MS = 5_000
/** How long the module waits for a finger when nothing is configured (s): its own default. */
const FINGER_S = 10
/** After a change of the rate the module needs this long before it listens again (ms). */
const SETTLE_MS = 100
/** A cancel after an aborted capture may take this long (ms); then the link is let go. */
const CANCEL_MS = 2_000

const GONE = 'finger.gone'

export type FingerSensorOptions = {
  /** The tty, or a stable link to it (/dev/serial/by-id/…). */
  path: string
  /**
   * The rate to run at (bits per second, 9,600 to 921,600). A sensor found at its delivered 115,200 is told to change and
   * to keep it. An image of 120 kB takes 10.5 s at 115,200, 1.3 s at 921,600.
   */
  baud?: number
  /** How long a finger is waited for (s, 1–20). */
  fingerSeconds?: number
  /** `single` for modules whose firmware lacks the extended data transfer. */
  transfer?: 'extended' | 'single'
  /**
   * Given, the module compresses by itself (WSQ, some 0.75 bits a pixel): a tenth of the time on the line. A module that
   * cannot sends gray.
   */
  decodeWsq?: DecodeWsq
  id?: string
}

/** `liveness`: it looks for fakes. `wsq`: it compresses. */
export type SensorHandle = { link: SfmLink; firmware: string; liveness: boolean; wsq: boolean }

/**
 * What a module with a FAP 20 glass gives. The protocol does not tell the size beforehand; a smaller one is found when the
 * first one is checked.
 */
export const SFM_TRAITS: SensorTraits = { ppi: SFM_PPI, bits: 8, width: 300, height: 400, fingerDetect: 'own' }

/** A Suprema SFM fingerprint sensor on a serial line. */
export class FingerSensor implements FingerReader<SensorHandle> {
  readonly id: string
  readonly traits = SFM_TRAITS
  readonly #options: FingerSensorOptions
  readonly #cell = new PresenceCell<SensorHandle>()
  /** The sensor does one thing at a time. */
  readonly #turns = new Turns()
  /** Wakes the watcher when an operation found that the sensor is gone or mute. */
  #broken: ((fault: Fault) => void) | undefined

  constructor(options: FingerSensorOptions) {
    if (!baudCodes.has(options.baud ?? DELIVERED_BAUD)) {
      throw new Fault('config.invalid', `finger sensor: no rate of ${options.baud} baud`)
    }
    const seconds = options.fingerSeconds ?? FINGER_S
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 20) {
      throw new Fault('config.invalid', `finger sensor: fingerSeconds ${seconds} is not 1–20`)
    }
    this.id = options.id ?? 'finger'
    this.#options = options
  }

  get presence(): Presence<SensorHandle> {
    return this.#cell.now
  }

  on(_event: 'presence', listener: (presence: Presence<SensorHandle>) => void): () => void {
    return this.#cell.on(listener)
  }

  run(stop: AbortSignal): Promise<void> {
    const connection: Connection<SensorHandle> = {
      open: (signal) => this.#open(signal),
      watch: (handle, signal) => this.#watch(handle, signal),
      close: ({ link }) => link.line.close(),
      gone: GONE,
    }
    return supervise(this.#cell, connection, stop)
  }

  /**
   * Waits for a finger and takes its image (500 ppi). Returns `no-finger` when none came in the sensor's time. Throws
   * `finger.gone`, `finger.protocol` (the line stays damaged after retries), or the signal's reason.
   */
  capture(signal: AbortSignal, progress: (progress: ScanProgress) => void = () => {}): Promise<Capture> {
    return this.#alone(signal, async ({ link, liveness, wsq }) => {
      const { fingerSeconds, transfer, decodeWsq } = this.#options
      const manner = { transfer: transfer ?? 'extended', liveness, ...(wsq && decodeWsq ? { decodeWsq } : {}) }
      try {
        return await scan(link, (fingerSeconds ?? FINGER_S) * 1000, manner, signal, progress)
      } catch (error) {
        if (signal.aborted) await this.#calm(link)
        throw error
      }
    })
  }

  /** After an abort: the sensor stops scanning, so that the next capture does not get this finger. */
  async #calm(link: SfmLink): Promise<void> {
    await link.cancel(AbortSignal.timeout(CANCEL_MS)).catch((error) => {
      if (!(error instanceof Fault)) this.#broken?.(new Fault(GONE, 'mute after cancel'))
    })
  }

  async #alone<T>(signal: AbortSignal, work: (handle: SensorHandle) => Promise<T>): Promise<T> {
    try {
      return await this.#turns.take(signal, () => work(this.#cell.handle(GONE)))
    } catch (error) {
      // A damaged transfer leaves the line usable; only a sensor that is gone or mute is opened anew.
      if (isFault(error, GONE)) this.#broken?.(error)
      throw error
    }
  }

  async #open(signal: AbortSignal): Promise<SensorHandle> {
    const wanted = this.#options.baud ?? DELIVERED_BAUD
    let link = await SfmLink.open(this.#options.path, wanted, signal)
    try {
      const found = await this.#rate(link, signal)
      if (found !== wanted) {
        await link.line.close()
        link = await SfmLink.open(this.#options.path, DELIVERED_BAUD, signal)
        if (found === undefined) await this.#rate(link, signal, true)
        await link.writeParameter(parameter.baud, baudCodes.get(wanted)!, signal)
        await link.ask({ command: command.saveParameters }, signal)
        await link.line.close()
        await sleep(SETTLE_MS, undefined, { signal })
        link = await SfmLink.open(this.#options.path, wanted, signal)
      }
      const compress = this.#options.decodeWsq !== undefined
      const wsq = compress && (await can(link, parameter.imageFormat, WSQ_LOW_RATE, signal))
      if (!wsq) await link.writeParameter(parameter.imageFormat, GRAY_8_BIT, signal)
      const liveness = await can(link, parameter.fake, FAKE_ON, signal)
      await link.writeParameter(parameter.timeout, 0x30 + (this.#options.fingerSeconds ?? FINGER_S), signal)
      return { link, firmware: await readFirmware(link, signal), liveness, wsq }
    } catch (error) {
      await link.line.close()
      throw error
    }
  }

  /** The rate the sensor says it runs at; `undefined` when it does not answer at this one. */
  async #rate(link: SfmLink, signal: AbortSignal, must = false): Promise<number | undefined> {
    // Whatever an earlier program began is stopped first: a sensor that waits for a finger answers nothing else.
    await link.cancel(signal)
    try {
      const code = await link.readParameter(parameter.baud, signal)
      return [...baudCodes].find(([, known]) => known === code)?.[0]
    } catch (error) {
      const wanted = this.#options.baud ?? DELIVERED_BAUD
      if (must || wanted === DELIVERED_BAUD || !(error instanceof Fault)) throw error
      return undefined
    }
  }

  async #watch({ link }: SensorHandle, signal: AbortSignal): Promise<void> {
    const { promise: broken, reject } = Promise.withResolvers<never>()
    broken.catch(() => {})
    this.#broken = reject
    const stopped = new AbortController()
    const over = Promise.race([
      broken,
      link.line.ended.then((end): never => {
        throw new Fault(GONE, end.is)
      }),
    ])
    over.catch((error) => stopped.abort(error))
    const either = AbortSignal.any([signal, stopped.signal])
    try {
      while (!either.aborted) {
        await sleep(ASK_MS, undefined, { signal: either }).catch(() => {})
        if (either.aborted) break
        await this.#alone(either, (handle) => readFirmware(handle.link, either)).catch((error) => {
          if (!either.aborted) throw error
        })
      }
      if (stopped.signal.aborted && !signal.aborted) throw stopped.signal.reason
    } finally {
      this.#broken = undefined
    }
  }
}

/** Sets what not every module has; false where this one says that it has not. */
async function can(link: SfmLink, id: number, value: number, signal: AbortSignal): Promise<boolean> {
  const answer = await link.ask({ command: command.writeParameter, size: value, flag: id }, signal)
  return answer.flag === flag.success
}

/** Four characters, sent in the size field. */
async function readFirmware(link: SfmLink, signal: AbortSignal): Promise<string> {
  const code = await link.readParameter(parameter.firmware, signal)
  return String.fromCharCode(code & 0xff, (code >>> 8) & 0xff, (code >>> 16) & 0xff, code >>> 24).replace(/[^ -~]/g, '')
}
