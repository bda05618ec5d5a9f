import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { Fault, isFault } from '../../../device/contract/faults.ts'
import type { Presence } from '../../driver.ts'
import { Turns } from '../../serial/turns.ts'
import { type Connection, PresenceCell, supervise } from '../../supervise.ts'
import type { FingerImage } from '../image.ts'
import type { FingerReader, SensorTraits } from '../reader.ts'
import type { Capture, ScanProgress } from '../scan.ts'
import type { WsbdResult } from './result.ts'
import { statusFault, type WsbdService, wsbdService } from './service.ts'

/** How long a finger is waited for when nothing is configured (s). */
const FINGER_S = 10
/** Beyond the finger's own time, the service may take this long over a picture (ms). */
const CAPTURE_MARGIN_MS = 5_000
/** A sensor may warm up and calibrate (ms). */
const INITIALIZE_MS = 30_000
/** A picture may still be made ready; asked for again after this, so many times (ms). */
const PREPARING_MS = 200
const PREPARING_TIMES = 50
/** How often an idle service is asked whether it is still there (ms). */
const ASK_MS = 5_000
/** The session is given back within this, or not at all: the service times it out (ms). */
const GOODBYE_MS = 1_000

const GONE = 'finger.gone'

export type WsbdSensorOptions = {
  /** Address of the service, up to and without the operation. */
  url: string
  /** Further configuration of the maker's. */
  configuration?: ReadonlyMap<string, string>
  fingerSeconds?: number
  /** What its maker certifies; every picture is checked against it. */
  traits?: SensorTraits
  id?: string
}

export type WsbdHandle = { service: WsbdService; session: string }

/** A fingerprint device behind a WS-Biometric Devices service (NIST SP 500-288): passport-grade scanners speak it. */
export class WsbdSensor implements FingerReader<WsbdHandle> {
  readonly id: string
  readonly traits: SensorTraits
  readonly #options: WsbdSensorOptions
  readonly #cell = new PresenceCell<WsbdHandle>()
  readonly #turns = new Turns()
  #broken: ((fault: Fault) => void) | undefined

  constructor(options: WsbdSensorOptions) {
    if (!/^https?:\/\//.test(options.url))
      throw new Fault('config.invalid', `finger sensor: ${options.url} is no address`)
    this.id = options.id ?? 'finger'
    this.traits = options.traits ?? { ppi: 500, bits: 8, width: 300, height: 400, fingerDetect: 'own' }
    this.#options = options
  }

  get presence(): Presence<WsbdHandle> {
    return this.#cell.now
  }

  on(_event: 'presence', listener: (presence: Presence<WsbdHandle>) => void): () => void {
    return this.#cell.on(listener)
  }

  run(stop: AbortSignal): Promise<void> {
    const connection: Connection<WsbdHandle> = {
      open: (signal) => this.#open(signal),
      watch: (handle, signal) => this.#watch(handle, signal),
      close: (handle) => this.#goodbye(handle),
      gone: GONE,
    }
    return supervise(this.#cell, connection, stop)
  }

  /** Waits for a finger and takes its picture. Throws `finger.gone`, `finger.protocol`, `config.invalid` or the reason. */
  async capture(signal: AbortSignal, progress: (progress: ScanProgress) => void = () => {}): Promise<Capture> {
    try {
      return await this.#turns.take(signal, () => this.#capture(this.#cell.handle(GONE), signal, progress))
    } catch (error) {
      if (isFault(error, GONE)) this.#broken?.(error)
      throw error
    }
  }

  async #capture(handle: WsbdHandle, signal: AbortSignal, tell: (progress: ScanProgress) => void): Promise<Capture> {
    const { service, session } = handle
    const ms = (this.#options.fingerSeconds ?? FINGER_S) * 1000 + CAPTURE_MARGIN_MS
    const once = async () => {
      try {
        return await service.ask('POST', `/capture/${session}`, signal, { ms })
      } catch (error) {
        // The device would go on waiting for the finger and give it to the next one who asks.
        if (signal.aborted)
          await service.ask('POST', `/cancel/${session}`, AbortSignal.timeout(GOODBYE_MS)).catch(() => {})
        throw error
      }
    }
    let taken = await once()
    if (
      taken.status === 'initializationNeeded' ||
      taken.status === 'configurationNeeded' ||
      taken.status.endsWith('SensorFailure') ||
      taken.status === 'sensorFailure'
    ) {
      await this.#prepare(handle, signal)
      taken = await once()
    }
    if (taken.status === 'sensorTimeout' || taken.status === 'canceled') return { is: 'no-finger' }
    const id = taken.captureIds[0]
    if (taken.status !== 'success' || !id) throw statusFault('capture', taken.status)
    tell({ is: 'scanned' })
    const image = await this.#picture(await download(service, id, signal))
    tell({ is: 'received', part: 1 })
    return { is: 'captured', image }
  }

  async #picture({ sensorData, metadata }: WsbdResult): Promise<FingerImage> {
    const kind = metadata.get('contentType') ?? ''
    if (!sensorData || kind !== 'image/png')
      throw new Fault('finger.protocol', `a picture of kind ${kind || 'unknown'}`)
    try {
      const picture = sharp(sensorData)
      const { density } = await picture.metadata()
      const { data, info } = await picture
        .toColourspace('b-w')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
      if (density !== undefined && Math.round(density) !== this.traits.ppi) {
        throw new Fault('finger.protocol', `a picture at ${Math.round(density)} pixels per inch`)
      }
      return { width: info.width, height: info.height, ppi: this.traits.ppi, pixels: new Uint8Array(data) }
    } catch (error) {
      if (error instanceof Fault) throw error
      throw new Fault('finger.protocol', 'a picture that cannot be read', { cause: error })
    }
  }

  async #open(signal: AbortSignal): Promise<WsbdHandle> {
    const service = wsbdService(this.#options.url)
    const { status, sessionId } = await service.ask('POST', '/register', signal)
    if (status !== 'success' || !sessionId) throw statusFault('register', status)
    const handle = { service, session: sessionId }
    try {
      const lock = await service.ask('POST', `/lock/${sessionId}`, signal)
      if (lock.status !== 'success') throw statusFault('lock', lock.status)
      await this.#prepare(handle, signal)
      return handle
    } catch (error) {
      await this.#goodbye(handle)
      throw error
    }
  }

  async #prepare({ service, session }: WsbdHandle, signal: AbortSignal): Promise<void> {
    const ready = await service.ask('POST', `/initialize/${session}`, signal, { ms: INITIALIZE_MS })
    if (ready.status !== 'success') throw statusFault('initialize', ready.status)
    const body = new Map([
      ['modality', 'Finger'],
      ['contentType', 'image/png'],
      ['resolution', String(this.traits.ppi)],
      ['timeout', String((this.#options.fingerSeconds ?? FINGER_S) * 1000)],
      ...(this.#options.configuration ?? []),
    ])
    const set = await service.ask('POST', `/configure/${session}`, signal, { body })
    if (set.status !== 'success') throw statusFault(`configure ${set.badFields.join(' ')}`, set.status)
  }

  async #goodbye({ service, session }: WsbdHandle): Promise<void> {
    const soon = AbortSignal.timeout(GOODBYE_MS)
    await service.ask('DELETE', `/lock/${session}`, soon).catch(() => {})
    await service.ask('DELETE', `/register/${session}`, soon).catch(() => {})
  }

  async #watch({ service }: WsbdHandle, signal: AbortSignal): Promise<void> {
    const { promise: broken, reject } = Promise.withResolvers<never>()
    this.#broken = reject
    try {
      while (!signal.aborted) {
        await Promise.race([sleep(ASK_MS, undefined, { signal }).catch(() => {}), broken])
        if (!signal.aborted) await service.ask('GET', '/info', signal)
      }
    } finally {
      this.#broken = undefined
      broken.catch(() => {})
    }
  }
}

async function download(service: WsbdService, id: string, signal: AbortSignal): Promise<WsbdResult> {
  for (let times = 0; times < PREPARING_TIMES; times++) {
    const got = await service.ask('GET', `/download/${id}`, signal)
    if (got.status === 'success') return got
    if (got.status !== 'preparingDownload') throw statusFault('download', got.status)
    await sleep(PREPARING_MS, undefined, { signal })
  }
  throw new Fault('finger.protocol', 'download: never prepared')
}
