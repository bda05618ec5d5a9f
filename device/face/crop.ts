import sharp from 'sharp'
import { Fault } from '../contract/faults.ts'
import { readPicture } from './picture.ts'
import { type Similarity, warp } from './raster.ts'
import type { FaceMeasure } from './view.ts'

/** 35 × 45 mm at 300 dpi (pasbekendtgørelsen §5 stk. 5). */
export const PORTRAIT_WIDTH = 413
export const PORTRAIT_HEIGHT = 531
/** Chin to crown, as a part of the portrait's height: 33 of 45 mm, the middle of the 30–36 mm that are allowed. */
export const HEAD_HEIGHT = 33 / 45
/** Where the eyes lie, as a part of the portrait's height from the top (ISO/IEC 19794-5: 0.3 to 0.5). */
export const EYES_AT = 0.46
/**
 * Chin to crown in eye distances, and from the eyes to the chin as a part of chin to crown. The crown lies under hair
 * that no mesh sees, so it is estimated from both lengths; people differ by about ±6 % (anthropometric means).
 */
const HEAD_IN_EYE_DISTANCES = 3.6
const EYES_TO_CHIN = 0.5
/** JPEG quality of the portrait: no visible loss at this size. */
const QUALITY = 92

export type Portrait = {
  jpeg: Buffer
  width: number
  height: number
  /** Estimated chin to crown in the portrait, in pixels. */
  headHeight: number
}

/**
 * Cuts the portrait out of a full picture: 413×531, eyes level and in the middle, head 33 mm of 45. Where the picture
 * ends too early its edge is drawn out (`guide` keeps that to a few pixels). Nothing but turn, scale and shift is done.
 * `face` must be measured on the same picture. Throws `Fault('camera.gone')` when the picture is damaged.
 */
export async function cropPortrait(jpeg: Uint8Array, face: FaceMeasure): Promise<Portrait> {
  const picture = await readPicture(jpeg)
  if (!picture) throw new Fault('camera.gone', 'the picture is damaged')
  const [left, right] = face.eyes
  const middle = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2] as const
  const toChin = Math.hypot(face.chin[0] - middle[0], face.chin[1] - middle[1])
  const head = (face.eyeDistance * HEAD_IN_EYE_DISTANCES + toChin / EYES_TO_CHIN) / 2
  const headHeight = HEAD_HEIGHT * PORTRAIT_HEIGHT
  const scale = head / headHeight
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0])
  const eyesAt = { u: PORTRAIT_WIDTH / 2, v: PORTRAIT_HEIGHT * EYES_AT }
  const a = Math.cos(angle) * scale
  const b = Math.sin(angle) * scale
  const map: Similarity = {
    a,
    b,
    x0: middle[0] - a * eyesAt.u + b * eyesAt.v,
    y0: middle[1] - b * eyesAt.u - a * eyesAt.v,
  }
  const pixels = Uint8Array.from(warp(picture.raster, map, PORTRAIT_WIDTH, PORTRAIT_HEIGHT), Math.round)
  const raw = { width: PORTRAIT_WIDTH, height: PORTRAIT_HEIGHT, channels: 3 } as const
  return {
    jpeg: await sharp(pixels, { raw }).jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' }).toBuffer(),
    width: PORTRAIT_WIDTH,
    height: PORTRAIT_HEIGHT,
    headHeight,
  }
}
