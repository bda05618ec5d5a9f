import { Fault } from '../../device/contract/faults.ts'
import { type DecodeWsq, decodeImage, type FingerImage, IMAGE_HEADER_BYTES } from './image.ts'
import { DATA_PACKET_BYTES, type SfmLink } from './link.ts'
import { command, flag, parameter } from './packet.ts'

/** What a scan came to. */
export type Capture =
  /** `attack`: whether the sensor looks for fakes, and found none; `unable` where it has no such detector. */
  | { is: 'captured'; image: FingerImage; attack?: 'none' | 'unable' }
  | { is: 'no-finger' }
  /** The sensor took what lay there for no living finger, and gave no picture. */
  | { is: 'not-live' }

/** How far a scan is: the finger may be lifted once it is `scanned`; `part` of the image (0–1) has come over the line. */
export type ScanProgress = { is: 'scanned' } | { is: 'received'; part: number }

/** Beyond the module's own time for a finger: imaging and its way to answer (ms). */
const ANSWER_MARGIN_MS = 1_500
/** After the finger was seen, the module works on the image for well under a second (ms). */
const IMAGING_MS = 4_000
/** A finger that moved off is scanned again this often within one capture before it counts as none. */
const RESCANS = 2
/** The whole image is fetched again (RIX: the module keeps the last one) this often when its data came damaged. */
const REREADS = 2
/** No SFM image is larger (bytes): protects against a damaged size. */
const MOST_IMAGE = 1 << 20

/** How this module is used. */
export type ScanManner = {
  /** `extended`: data packets with checksums, asked for again where damaged; `single`: one piece, all of it or nothing. */
  transfer: 'extended' | 'single'
  /** Whether it looks for fakes. */
  liveness: boolean
  decodeWsq?: DecodeWsq
}

/** Scans one finger. `fingerMs` is the module's own time limit for a finger. Throws `finger.protocol`, `finger.gone`. */
export async function scan(
  link: SfmLink,
  fingerMs: number,
  manner: ScanManner,
  signal: AbortSignal,
  tell: (progress: ScanProgress) => void,
): Promise<Capture> {
  const code = manner.transfer === 'single' ? command.scanImage : command.scanImageExtended
  for (let scans = 0; scans <= RESCANS; scans++) {
    const begun = await begin(link, code, fingerMs + ANSWER_MARGIN_MS, signal, () => tell({ is: 'scanned' }))
    if (begun.is === 'damaged') {
      await calm(link, signal)
      // Without a word of a finger there is nothing to read again.
      if (!begun.scanned) continue
    } else {
      if (begun.flag === flag.timeOut) return { is: 'no-finger' }
      if (begun.flag === flag.fake) return { is: 'not-live' }
      if (again.has(begun.flag)) {
        await calm(link, signal)
        continue
      }
    }
    const image = await fetch(link, begun, manner, signal, tell)
    return { is: 'captured', image, attack: manner.liveness ? 'none' : 'unable' }
  }
  return { is: 'no-finger' }
}

/** Answers after which a scan is tried again: a finger that moved, or a module still busy with what came before. */
const again: ReadonlySet<number> = new Set([flag.scanFail, flag.tryAgain, flag.busy, flag.canceled])

type Begun = { is: 'damaged'; scanned: boolean } | { is: 'answered'; command: number; flag: number; size: number }

/** Sends a scan or read command and waits for its final answer; `damaged` when that did not come through. */
async function begin(link: SfmLink, code: number, ms: number, signal: AbortSignal, tell: () => void): Promise<Begun> {
  const extended = code === command.scanImageExtended || code === command.readImageExtended
  await link.send({ command: code, size: extended ? DATA_PACKET_BYTES : 0 }, signal)
  let answer = await link.receive(code, ms, signal)
  const scanned = answer !== undefined
  if (answer?.flag === flag.scanSuccess) {
    tell()
    answer = await link.receive(code, IMAGING_MS, signal)
  }
  // The head of a data packet has no flag: the answer before it was lost.
  if (!answer || answer.flag === 0) return { is: 'damaged', scanned }
  return { is: 'answered', ...answer }
}

/** Stops the module, and makes sure that it still answers: throws `finger.gone` when it is mute. */
async function calm(link: SfmLink, signal: AbortSignal): Promise<void> {
  await link.cancel(signal)
  await link.readParameter(parameter.firmware, signal)
}

/** The image that was begun; if it comes damaged, the whole of it again. */
async function fetch(
  link: SfmLink,
  begun: Begun,
  manner: ScanManner,
  signal: AbortSignal,
  tell: (progress: ScanProgress) => void,
): Promise<FingerImage> {
  let now = begun
  for (let reads = 0; reads <= REREADS; reads++) {
    if (now.is === 'answered' && now.flag !== flag.success && now.flag !== flag.busy) {
      throw new Fault('finger.protocol', `image refused with 0x${now.flag.toString(16)}`)
    }
    if (now.is === 'answered' && now.size >= IMAGE_HEADER_BYTES && now.size <= MOST_IMAGE) {
      const heard = (part: number) => tell({ is: 'received', part })
      const bytes =
        manner.transfer === 'single'
          ? await link.raw(now.size, signal)
          : await link.data(now.command, now.size, signal, heard)
      if (bytes && manner.transfer === 'single') heard(1)
      const image = bytes && decodeImage(bytes, manner.decodeWsq)
      if (typeof image === 'object') return image
      if (typeof image === 'string') throw new Fault('finger.protocol', image)
    }
    if (reads < REREADS) {
      await calm(link, signal)
      const again = manner.transfer === 'single' ? command.readImage : command.readImageExtended
      now = await begin(link, again, IMAGING_MS, signal, () => {})
    }
  }
  throw new Fault('finger.protocol', `image damaged ${REREADS + 1} times`)
}
