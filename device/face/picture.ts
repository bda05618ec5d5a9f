import sharp from 'sharp'
import type { Raster } from './raster.ts'

// libvips would keep what it decoded for the next visit to find; both settings count for the whole process.
sharp.cache(false)
// One core for pictures: the others belong to TensorFlow.js and to the rest of the box.
sharp.concurrency(1)

/** The largest picture that is decoded, in pixels: a 4K camera's frame, twice. More is damage or a decompression bomb. */
export const MAX_PIXELS = 2 * 3840 * 2160

/** Decodes a JPEG to 8-bit RGB, made smaller to `maxWidth` where it is wider; `null` when it is not readable. */
export async function readPicture(jpeg: Uint8Array, maxWidth = Number.POSITIVE_INFINITY) {
  try {
    // Truncated frames come from a camera that is unplugged while it sends: they are no picture.
    let image = sharp(jpeg, { failOn: 'truncated', limitInputPixels: MAX_PIXELS })
    const { width, height, format } = await image.metadata()
    if (format !== 'jpeg' || !width || !height) return null
    if (width > maxWidth) image = image.resize(maxWidth)
    const { data, info } = await image.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
    const raster: Raster = { width: info.width, height: info.height, data }
    return { raster, width, height }
  } catch {
    return null
  }
}
