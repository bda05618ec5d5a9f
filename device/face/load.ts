import sharp from 'sharp'
import { decodeJpeg2000, isJpeg2000, jpeg2000Size } from './openjpeg.ts'
import type { Raster } from './raster.ts'

/** The largest picture that is opened, in pixels: a full-frame camera's. More is a decompression bomb. */
export const MAX_LOAD_PIXELS = 64_000_000
/** JPEG 2000 is decoded as a whole in the codec's own memory. */
const MAX_JPEG2000_PIXELS = 25_000_000
/** Larger pictures are made smaller to this: more lines say nothing more about a portrait of 531. */
const WORK_SIDE = 2048
/** A face needs more than this many pixels. */
const MIN_SIDE = 48

/** A picture from a file, upright, in 8-bit sRGB; `scale` is how many of the file's pixels one of the raster's covers. */
export type Loaded =
  | { is: 'picture'; raster: Raster; width: number; height: number; scale: number; coding: 'jpeg' | 'png' | 'jpeg2000' }
  /** Why not, as the end of a sentence that begins with the file's name. */
  | { is: 'unusable'; why: string }

const unusable = (why: string): Loaded => ({ is: 'unusable', why })

/**
 * Opens any JPEG, PNG or JPEG 2000: EXIF rotation is followed, CMYK, grey and 16 bits become sRGB, transparency white.
 * Never throws: the bytes come from anywhere. Pixels are bounded by what the header says before anything is decoded.
 */
export async function loadPicture(bytes: Uint8Array): Promise<Loaded> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length === 0) return unusable('is empty.')
  try {
    return isJpeg2000(file) ? await loadJpeg2000(file) : await loadSharp(file)
  } catch (error) {
    if (/pixel limit/i.test(String(error))) return tooLarge
    return unusable('is damaged: it does not decode to the end.')
  }
}

const tooLarge = unusable(`has more than ${MAX_LOAD_PIXELS / 1e6} million pixels and is not opened.`)
const tooSmall = (width: number, height: number) => unusable(`is only ${width}×${height} pixels: too small for a face.`)

async function loadSharp(file: Buffer): Promise<Loaded> {
  const known = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch(() => null)
  const coding = known?.format
  if (!known || (coding !== 'jpeg' && coding !== 'png')) return unusable('is no JPEG, PNG or JPEG 2000 picture.')
  if (known.width * known.height > MAX_LOAD_PIXELS) return tooLarge
  const { width, height } = known.autoOrient
  if (Math.min(width, height) < MIN_SIDE) return tooSmall(width, height)
  const image = sharp(file, { failOn: 'truncated', limitInputPixels: MAX_LOAD_PIXELS })
  const { data, info } = await image
    .autoOrient()
    .flatten({ background: '#fff' })
    .resize(WORK_SIDE, WORK_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  return { is: 'picture', raster: rgbOf(data, info), width, height, scale: width / info.width, coding }
}

async function loadJpeg2000(file: Buffer): Promise<Loaded> {
  const size = jpeg2000Size(file)
  if (!size || size.components > 4) return unusable('is damaged: it does not decode to the end.')
  if (size.pixels > MAX_JPEG2000_PIXELS) {
    return unusable(`has more than ${MAX_JPEG2000_PIXELS / 1e6} million pixels and is not opened.`)
  }
  const { width, height, components, data } = await decodeJpeg2000(file, MAX_JPEG2000_PIXELS)
  if (Math.min(width, height) < MIN_SIDE) return tooSmall(width, height)
  const raw = { width, height, channels: components as 1 | 2 | 3 | 4 }
  const { data: pixels, info } = await sharp(data, { raw, limitInputPixels: MAX_JPEG2000_PIXELS })
    .flatten({ background: '#fff' })
    .resize(WORK_SIDE, WORK_SIDE, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { is: 'picture', raster: rgbOf(pixels, info), width, height, scale: width / info.width, coding: 'jpeg2000' }
}

/** Three channels, also where a grey picture stayed grey. */
function rgbOf(data: Buffer, { width, height, channels }: { width: number; height: number; channels: number }): Raster {
  if (channels === 3) return { width, height, data: new Uint8Array(data) }
  const out = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) out.fill(data[i * channels]!, i * 3, i * 3 + 3)
  return { width, height, data: out }
}
