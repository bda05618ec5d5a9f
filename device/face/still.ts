import sharp from 'sharp'

/** A still camera's 24 or 50 megapixels say nothing more about a portrait of 531 lines (pixels of the longer side). */
const STILL_SIDE = 2_400
/** Hardly coded again: the portrait's own coding follows (JPEG quality). */
const STILL_QUALITY = 97

/** A still camera's JPEG as the engine takes it: turned as the camera was held, no larger than it uses. Overwrites `jpeg`. */
export async function uprightStill(jpeg: Buffer): Promise<Buffer> {
  const size = { width: STILL_SIDE, height: STILL_SIDE, fit: 'inside', withoutEnlargement: true } as const
  const small = await sharp(jpeg).autoOrient().resize(size).jpeg({ quality: STILL_QUALITY }).toBuffer()
  jpeg.fill(0)
  return small
}
