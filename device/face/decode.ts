import { createRequire } from 'node:module'
import sharp from 'sharp'
import { Fault } from '../contract/faults.ts'

/** The largest file that is looked at: chips hold 64 kB at most, elementary files with extended length a little more. */
export const MAX_PORTRAIT_BYTES = 1_000_000
/** The largest picture that is decoded, in pixels: five times the usual 413×531. More is a decompression bomb. */
export const MAX_PORTRAIT_PIXELS = 1_100_000
const QUALITY = 90

/** The chip's portrait as every screen can show it. */
export type ChipPortrait = { jpeg: Buffer; width: number; height: number; coding: 'jpeg' | 'jpeg2000'; grey: boolean }

type Frame = { width: number; height: number; componentCount: number; bitsPerSample: number; isSigned: boolean }
type Decoder = {
  getEncodedBuffer(length: number): Uint8Array
  getDecodedBuffer(): Uint8Array
  readHeader(): void
  decode(): void
  getFrameInfo(): Frame
  delete(): void
}

let openjpeg: Promise<{ J2KDecoder: new () => Decoder }> | undefined

function loadOpenjpeg() {
  const require = createRequire(import.meta.url)
  openjpeg ??= require('@cornerstonejs/codec-openjpeg/decodewasmjs')({
    // Emscripten would look beside the program that runs.
    locateFile: () => require.resolve('@cornerstonejs/codec-openjpeg/decodewasm'),
    print: () => {},
    printErr: () => {},
  })
  return openjpeg!
}

const JP2_BOX = Buffer.from('0000000c6a502020', 'hex')
const J2K_CODESTREAM = Buffer.from('ff4fff51', 'hex')

/** Width × height out of the codestream's SIZ segment (ISO/IEC 15444-1 A.5.1), before the decoder reserves memory. */
function sizeOf(bytes: Buffer): { pixels: number; components: number } {
  const siz = bytes.indexOf(J2K_CODESTREAM)
  if (siz < 0 || siz + 42 > bytes.length) throw new Fault('chip.malformed', 'JPEG 2000 without SIZ')
  const field = (i: number) => bytes.readUInt32BE(siz + 8 + 4 * i)
  const [width, height] = [field(0) - field(2), field(1) - field(3)]
  return {
    pixels: width > 0 && height > 0 ? width * height : Number.POSITIVE_INFINITY,
    components: bytes.readUInt16BE(siz + 40),
  }
}

async function decodeJpeg2000(bytes: Buffer): Promise<ChipPortrait> {
  const { pixels, components } = sizeOf(bytes)
  if (pixels > MAX_PORTRAIT_PIXELS || components > 4) throw new Fault('chip.malformed', 'JPEG 2000 too large')
  const decoder = new (await loadOpenjpeg()).J2KDecoder()
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes)
    decoder.readHeader()
    decoder.decode()
    const { width, height, componentCount, bitsPerSample } = decoder.getFrameInfo()
    if (bitsPerSample !== 8 || width * height > MAX_PORTRAIT_PIXELS || (componentCount !== 1 && componentCount !== 3)) {
      throw new Fault('chip.malformed', `JPEG 2000 with ${componentCount} components of ${bitsPerSample} bits`)
    }
    // The decoder's memory is reused: copy before anything else decodes.
    const data = Buffer.from(decoder.getDecodedBuffer())
    const jpeg = await sharp(data, { raw: { width, height, channels: componentCount } })
      .jpeg({ quality: QUALITY })
      .toBuffer()
    return { jpeg, width, height, coding: 'jpeg2000', grey: componentCount === 1 }
  } finally {
    decoder.delete()
  }
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
    if (starts(JP2_BOX) || starts(J2K_CODESTREAM)) return await decodeJpeg2000(bytes)
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('chip.malformed', 'the portrait does not decode', { cause: error })
  }
  throw new Fault('chip.malformed', 'portrait is neither JPEG nor JPEG 2000')
}
