import sharp from 'sharp'
import { Fault } from '../contract/faults.ts'
import { decodeJpeg2000, isJpeg2000, jpeg2000Size } from './openjpeg.ts'

/** The largest file that is looked at: chips hold 64 kB at most, elementary files with extended length a little more. */
export const MAX_PORTRAIT_BYTES = 1_000_000
/** The largest picture that is decoded, in pixels: five times the usual 413×531. More is a decompression bomb. */
export const MAX_PORTRAIT_PIXELS = 1_100_000
const QUALITY = 90

/** The chip's portrait as every screen can show it. */
export type ChipPortrait = { jpeg: Buffer; width: number; height: number; coding: 'jpeg' | 'jpeg2000'; grey: boolean }

async function decodeJ2k(bytes: Buffer): Promise<ChipPortrait> {
  const size = jpeg2000Size(bytes)
  if (!size) throw new Fault('chip.malformed', 'JPEG 2000 without SIZ')
  if (size.pixels > MAX_PORTRAIT_PIXELS || size.components > 4) throw new Fault('chip.malformed', 'JPEG 2000 too large')
  const { width, height, components, bitsPerSample, data } = await decodeJpeg2000(bytes, MAX_PORTRAIT_PIXELS)
  if (bitsPerSample !== 8 || width * height > MAX_PORTRAIT_PIXELS || (components !== 1 && components !== 3)) {
    throw new Fault('chip.malformed', `JPEG 2000 with ${components} components of ${bitsPerSample} bits`)
  }
  const jpeg = await sharp(data, { raw: { width, height, channels: components } })
    .jpeg({ quality: QUALITY })
    .toBuffer()
  return { jpeg, width, height, coding: 'jpeg2000', grey: components === 1 }
}

async function decodeJpeg(bytes: Buffer): Promise<ChipPortrait> {
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: MAX_PORTRAIT_PIXELS })
  const { data, info } = await image.jpeg({ quality: QUALITY }).toBuffer({ resolveWithObject: true })
  const { channels } = await sharp(bytes, { limitInputPixels: MAX_PORTRAIT_PIXELS }).metadata()
  return { jpeg: data, width: info.width, height: info.height, coding: 'jpeg', grey: channels === 1 }
}

/**
 * Decodes the image out of a chip's DG2 (JPEG or JPEG 2000, by its first bytes; colour or grey) and gives it as JPEG.
 * The bytes come from a document nobody has vouched for: size and pixels are bounded before anything is decoded.
 * Throws `Fault('chip.malformed')` for everything else.
 */
export async function decodePortrait(image: Uint8Array): Promise<ChipPortrait> {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength)
  if (bytes.length > MAX_PORTRAIT_BYTES) throw new Fault('chip.malformed', 'portrait too large')
  const starts = (with_: Buffer) => bytes.subarray(0, with_.length).equals(with_)
  try {
    if (starts(Buffer.from('ffd8ff', 'hex'))) return await decodeJpeg(bytes)
    if (isJpeg2000(bytes)) return await decodeJ2k(bytes)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('chip.malformed', 'the portrait does not decode', { cause: error })
  }
  throw new Fault('chip.malformed', 'portrait is neither JPEG nor JPEG 2000')
}
