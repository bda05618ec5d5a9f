import sharp from 'sharp'
import { Fault } from '../contract/faults.ts'
import { encodeJpeg2000, jp2File } from './openjpeg.ts'
import { readPicture } from './picture.ts'
import { halve, type Raster, type Similarity, warp } from './raster.ts'
import type { FaceMeasure, Point } from './view.ts'

/** 35 × 45 mm at 300 dpi (pasbekendtgørelsen §5 stk. 5). */
export const PORTRAIT_WIDTH = 413
export const PORTRAIT_HEIGHT = 531
export const PORTRAIT_DPI = 300
/** Chin to crown, as a part of the portrait's height: 33 of 45 mm, the middle of the 30–36 mm that are allowed. */
export const HEAD_HEIGHT = 33 / 45
/** Where the eyes lie, as a part of the portrait's height from the top (ISO/IEC 19794-5: 0.3 to 0.5). */
export const EYES_AT = 0.46
/** What issuers give a portrait on the chip, in bytes (Doc 9303-9 speaks of 15 to 20 kB). */
export const CHIP_BYTES = 20_000
/**
 * Chin to crown in eye distances, and from the eyes to the chin as a part of chin to crown. The crown lies under hair
 * that no mesh sees, so it is estimated from both lengths; people differ by about ±6 % (anthropometric means).
 */
const HEAD_IN_EYE_DISTANCES = 3.6
const EYES_TO_CHIN = 0.5
/** JPEG quality of the portrait: no visible loss at this size. */
const QUALITY = 92
const LEAST_QUALITY = 20

/** A portrait of 35×45 mm before it is coded. */
export type Cropped = {
  raster: Raster
  /** Estimated chin to crown in the portrait, in pixels. */
  headHeight: number
  /** Eye centres in the portrait, in pixels. */
  eyes: readonly [left: Point, right: Point]
  /** How many times the picture was made larger; above 1 the portrait has less detail than its pixels promise. */
  enlarged: number
  /** The part of the portrait that lies beyond the picture's edge and is the edge drawn out. */
  outside: number
}

export type Portrait = { jpeg: Buffer; width: number; height: number; headHeight: number }

/**
 * Cuts the portrait out of a picture: 413×531, eyes level and in the middle, head 33 mm of 45. Nothing but turn, scale and
 * shift is done, and the same picture gives the same bytes. `face` must be measured on the same picture.
 */
export function cropRaster(picture: Raster, face: Pick<FaceMeasure, 'eyes' | 'chin' | 'eyeDistance'>): Cropped {
  const [left, right] = face.eyes
  const middle = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2] as const
  const toChin = Math.hypot(face.chin[0] - middle[0], face.chin[1] - middle[1])
  const head = (face.eyeDistance * HEAD_IN_EYE_DISTANCES + toChin / EYES_TO_CHIN) / 2
  const headHeight = HEAD_HEIGHT * PORTRAIT_HEIGHT
  const scale = head / headHeight
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0])
  const eyesAt = { u: PORTRAIT_WIDTH / 2, v: PORTRAIT_HEIGHT * EYES_AT }
  let source = picture
  let shrunk = 1
  // `warp` does not average.
  while (scale / shrunk >= 2) {
    source = halve(source)
    shrunk *= 2
  }
  const a = (Math.cos(angle) * scale) / shrunk
  const b = (Math.sin(angle) * scale) / shrunk
  const map: Similarity = {
    a,
    b,
    x0: middle[0] / shrunk - a * eyesAt.u + b * eyesAt.v,
    y0: middle[1] / shrunk - b * eyesAt.u - a * eyesAt.v,
  }
  const data = Uint8Array.from(warp(source, map, PORTRAIT_WIDTH, PORTRAIT_HEIGHT), Math.round)
  const half = face.eyeDistance / scale / 2
  return {
    raster: { width: PORTRAIT_WIDTH, height: PORTRAIT_HEIGHT, data },
    headHeight,
    eyes: [
      [eyesAt.u - half, eyesAt.v],
      [eyesAt.u + half, eyesAt.v],
    ],
    enlarged: 1 / scale,
    outside: outsideOf(source, map),
  }
}

function outsideOf({ width, height }: Raster, { a, b, x0, y0 }: Similarity): number {
  let count = 0
  for (let v = 0; v < PORTRAIT_HEIGHT; v += 4) {
    for (let u = 0; u < PORTRAIT_WIDTH; u += 4) {
      const [x, y] = [a * u - b * v + x0, b * u + a * v + y0]
      if (x < -1 || y < -1 || x > width || y > height) count++
    }
  }
  return count / (Math.ceil(PORTRAIT_HEIGHT / 4) * Math.ceil(PORTRAIT_WIDTH / 4))
}

/** A JPEG with its 300 dpi, of at most `maxBytes` where that is asked for. */
export async function encodeJpeg({ data, width, height }: Raster, maxBytes?: number): Promise<Buffer> {
  for (let quality = QUALITY; ; quality -= 4) {
    const image = sharp(data, { raw: { width, height, channels: 3 } }).withMetadata({ density: PORTRAIT_DPI })
    const jpeg = await image.jpeg({ quality, chromaSubsampling: quality > 80 ? '4:4:4' : '4:2:0' }).toBuffer()
    if (maxBytes === undefined || jpeg.length <= maxBytes || quality <= LEAST_QUALITY) return jpeg
  }
}

/** A JP2 file (JPEG 2000) of at most `maxBytes`, which it comes close to. */
export async function encodePortraitJpeg2000({ data, width, height }: Raster, maxBytes = CHIP_BYTES): Promise<Buffer> {
  // The codec aims at a ratio and may miss it by a little.
  for (let ratio = data.length / maxBytes; ; ratio *= 1.05) {
    const file = jp2File(await encodeJpeg2000(data, width, height, ratio), width, height)
    if (file.length <= maxBytes) return file
  }
}

/**
 * The portrait of a camera's JPEG. Where the picture ends too early its edge is drawn out (`guide` keeps that to a few
 * pixels). Throws `Fault('camera.gone')` when the picture is damaged.
 */
export async function cropPortrait(jpeg: Uint8Array, face: FaceMeasure): Promise<Portrait> {
  const picture = await readPicture(jpeg)
  if (!picture) throw new Fault('camera.gone', 'the picture is damaged')
  const { raster, headHeight } = cropRaster(picture.raster, face)
  return { jpeg: await encodeJpeg(raster), width: raster.width, height: raster.height, headHeight }
}
