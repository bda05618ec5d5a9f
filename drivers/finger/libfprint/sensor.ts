import { Fault, isFault } from '../../../device/contract/faults.ts'
import type { Presence } from '../../driver.ts'
import { limited } from '../../serial/limited.ts'
import { Turns } from '../../serial/turns.ts'
import { type Connection, PresenceCell, supervise } from '../../supervise.ts'
import type { FingerImage } from '../image.ts'
import type { FingerReader, SensorTraits } from '../reader.ts'
import type { Capture, ScanProgress } from '../scan.ts'
import { type Helper, type HelperOptions, helperGone, type Said, startHelper } from './helper.ts'

const GONE = 'finger.gone'
/** Python, libfprint and a USB sensor that wakes up take this long at most (ms). */
const OPEN_MS = 15_000
/** How long a finger is waited for when nothing is configured (s). */
const FINGER_S = 10
/** A cancelled capture is over within this (ms), or the helper hangs. */
const CANCEL_MS = 3_000
const MM_PER_INCH = 25.4
/** No picture is larger (pixels). */
const MOST_PIXELS = 4_000_000

/**
 * What can be promised of a sensor before its first picture: nothing but 8 bits. libfprint's sensors are made for logging
 * in; none is certified for enrolment, and their sizes and resolutions are not declared.
 */
export const LIBFPRINT_TRAITS: SensorTraits = { ppi: 0, bits: 8, width: 0, height: 0, fingerDetect: 'own' }

export type LibfprintSensorOptions = HelperOptions & {
  /** Passports are refused: `config.invalid`. */
  use: 'passport' | 'demo'
  fingerSeconds?: number
  id?: string
}

/** Any USB sensor that Debian's libfprint knows and that gives pictures, through a helper process. */
export class LibfprintSensor implements FingerReader<Helper> {
  readonly id: string
  readonly traits = LIBFPRINT_TRAITS
  readonly #options: LibfprintSensorOptions
  readonly #cell = new PresenceCell<Helper>()
  readonly #turns = new Turns()

  constructor(options: LibfprintSensorOptions) {
    if (options.use === 'passport') {
      const why = 'libfprint declares neither size nor resolution of its sensors, and passports need both'
      throw new Fault('config.invalid', `finger sensor: ${why}`)
    }
    this.id = options.id ?? 'finger'
    this.#options = options
  }

  get presence(): Presence<Helper> {
    return this.#cell.now
  }

  on(_event: 'presence', listener: (presence: Presence<Helper>) => void): () => void {
    return this.#cell.on(listener)
  }

  run(stop: AbortSignal): Promise<void> {
    const connection: Connection<Helper> = {
      open: (signal) => this.#open(signal),
      watch: async (helper, signal) => {
        const stopped = new Promise<null>((resolve) => {
          if (signal.aborted) resolve(null)
          else signal.addEventListener('abort', () => resolve(null), { once: true })
        })
        const why = await Promise.race([helper.ended, stopped])
        if (why !== null) throw helperGone(why)
      },
      close: (helper) => helper.end(),
      gone: GONE,
    }
    return supervise(this.#cell, connection, stop)
  }

  /** Waits for a finger and takes its picture. Throws `finger.gone`, `finger.protocol` or the signal's reason. */
  capture(signal: AbortSignal, progress: (progress: ScanProgress) => void = () => {}): Promise<Capture> {
    return this.#turns.take(signal, async () => {
      const helper = this.#cell.handle(GONE)
      const ms = (this.#options.fingerSeconds ?? FINGER_S) * 1000
      const heard = answers(helper, progress)
      try {
        for (;;) {
          helper.say('capture')
          const said = await limited(ms, signal, (own) => heard.next(own))
          if (said === undefined) {
            await this.#cancel(helper, heard)
            return { is: 'no-finger' }
          }
          // Moved too fast, or lifted too soon: libfprint asks for the finger again.
          if (said.is === 'again') continue
          if (said.is === 'captured') {
            progress({ is: 'received', part: 1 })
            return { is: 'captured', image: pictureOf(said), attack: 'unable' }
          }
          throw new Fault('finger.protocol', 'why' in said ? said.why : said.is)
        }
      } catch (error) {
        if (signal.aborted && !isFault(error)) await this.#cancel(helper, heard)
        throw error
      } finally {
        heard.end()
      }
    })
  }

  /** The sensor stops waiting, so that the next capture does not get this finger. A helper that hangs is ended. */
  async #cancel(helper: Helper, heard: Answers): Promise<void> {
    helper.say('cancel')
    const over = await limited(CANCEL_MS, new AbortController().signal, (own) => heard.next(own)).catch(() => undefined)
    if (!over) await helper.end()
  }

  async #open(signal: AbortSignal): Promise<Helper> {
    const helper = startHelper(this.#options)
    const heard = answers(helper, () => {})
    try {
      const said = await limited(OPEN_MS, signal, (own) => heard.next(own))
      if (said?.is === 'ready') return helper
      throw new Fault(GONE, said === undefined ? 'libfprint does not answer' : 'why' in said ? said.why : said.is)
    } catch (error) {
      await helper.end()
      throw error
    } finally {
      heard.end()
    }
  }
}

type Answers = { next(signal: AbortSignal): Promise<Exclude<Said, { is: 'scanned' }>>; end(): void }

/** What the helper answers, in order; a finger that is seen is only told. Ends with the helper. */
function answers(helper: Helper, tell: (progress: ScanProgress) => void): Answers {
  type Answer = Awaited<ReturnType<Answers['next']>>
  const waiting: Answer[] = []
  let wake: (() => void) | null = null
  let gone: Fault | null = null
  const off = helper.on((said) => {
    if (said.is === 'scanned') return tell({ is: 'scanned' })
    waiting.push(said as Answer)
    wake?.()
  })
  void helper.ended.then((why) => {
    gone = helperGone(why)
    wake?.()
  })
  return {
    async next(signal) {
      for (;;) {
        const said = waiting.shift()
        if (said) return said
        if (gone) throw gone
        signal.throwIfAborted()
        await new Promise<void>((resolve) => {
          wake = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
    },
    end: off,
  }
}

/** `ppi` 0 where libfprint states no resolution. */
function pictureOf({ width, height, ppmm, pixels }: Extract<Said, { is: 'captured' }>): FingerImage {
  const bytes = new Uint8Array(Buffer.from(pixels, 'base64'))
  if (!(width > 0 && height > 0 && width * height <= MOST_PIXELS) || bytes.length !== width * height)
    throw new Fault('finger.protocol', `a picture of ${width} × ${height} in ${bytes.length} bytes`)
  return { width, height, ppi: Math.round(ppmm * MM_PER_INCH), pixels: bytes }
}
