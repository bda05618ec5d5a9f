import { type Shortcoming, shortOf } from './advice.ts'
import { gate } from './gate.ts'
import type { GrayImage } from './image.ts'
import type { Minutia } from './minutiae/find.ts'
import { packIso19794 } from './records/iso19794.ts'
import { packIso39794 } from './records/iso39794.ts'
import type { FingerName } from './records/positions.ts'
import { assess } from './score.ts'
import { encodeWsq, PASSPORT_BPP } from './wsq/encode.ts'

/** What the gate says of one picture. `quality` is our own clarity (0–100), for the choice of the best try. */
export type Judged = {
  ok: boolean
  quality: number
  /** The first thing to do about it. */
  short: Shortcoming | null
  measures: Record<string, number> | null
  minutiae: Minutia[]
}
export type Records = { bpp: number; iso19794: Uint8Array; iso39794: Uint8Array }

/** The gate of the walk: NFIQ 2's measures against the thresholds of `score.ts`. */
export function judge(image: GrayImage): Judged {
  const { ok, codes, measures, minutiae } = assess(image)
  return { ok, quality: gate(image).quality, short: shortOf(codes), measures, minutiae }
}

/** One finger as records for a passport's chip. `own`: the sensor's own WSQ, which is not coded a second time. */
export function recordsOf(finger: FingerName, image: GrayImage, bpp = PASSPORT_BPP, own?: Uint8Array): Records {
  const { width, height, ppi } = image
  const part = [{ finger, width, height, ppi, wsq: own ?? encodeWsq(image, bpp) }]
  return { bpp, iso19794: packIso19794(part), iso39794: packIso39794(part) }
}
