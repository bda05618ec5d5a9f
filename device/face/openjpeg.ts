import { createRequire } from 'node:module'

type Frame = { width: number; height: number; componentCount: number; bitsPerSample: number; isSigned: boolean }
type Decoder = {
  getEncodedBuffer(length: number): Uint8Array
  getDecodedBuffer(): Uint8Array
  readHeader(): void
  decode(): void
  getFrameInfo(): Frame
  delete(): void
}
type Encoder = {
  getDecodedBuffer(frame: Frame): Uint8Array
  getEncodedBuffer(): Uint8Array
  /** The codec's second number is how many quality layers there are, whatever its name says. */
  setQuality(lossless: boolean, layers: number): void
  setCompressionRatio(layer: number, ratio: number): void
  encode(): void
  delete(): void
}

const require = createRequire(import.meta.url)
const quiet = { print: () => {}, printErr: () => {} }
let decoding: Promise<{ J2KDecoder: new () => Decoder }> | undefined
let encoding: Promise<{ J2KEncoder: new () => Encoder }> | undefined

function decoder() {
  // Emscripten would look beside the program that runs.
  const locateFile = () => require.resolve('@cornerstonejs/codec-openjpeg/decodewasm')
  decoding ??= require('@cornerstonejs/codec-openjpeg/decodewasmjs')({ locateFile, ...quiet })
  return decoding!
}

function encoder() {
  const locateFile = () => require.resolve('@cornerstonejs/codec-openjpeg/wasm')
  encoding ??= require('@cornerstonejs/codec-openjpeg/wasmjs')({ locateFile, ...quiet })
  return encoding!
}

const JP2_BOX = Buffer.from('0000000c6a502020', 'hex')
const J2K_CODESTREAM = Buffer.from('ff4fff51', 'hex')

export function isJpeg2000(bytes: Buffer): boolean {
  return [JP2_BOX, J2K_CODESTREAM].some((start) => bytes.subarray(0, start.length).equals(start))
}

/** Pixels and components out of the codestream's SIZ segment (ISO/IEC 15444-1 A.5.1), before memory is reserved. */
export function jpeg2000Size(bytes: Buffer): { pixels: number; components: number } | null {
  const siz = bytes.indexOf(J2K_CODESTREAM)
  if (siz < 0 || siz + 42 > bytes.length) return null
  const field = (i: number) => bytes.readUInt32BE(siz + 8 + 4 * i)
  const [width, height] = [field(0) - field(2), field(1) - field(3)]
  const pixels = width > 0 && height > 0 ? width * height : Number.POSITIVE_INFINITY
  return { pixels, components: bytes.readUInt16BE(siz + 40) }
}

/**
 * 8-bit samples, pixel by pixel, whatever the file's depth. Throws where the file does not decode, or is larger by the
 * decoder's own reading than `maxPixels`: a SIZ found by searching may be a decoy in another box.
 */
export async function decodeJpeg2000(bytes: Buffer, maxPixels: number) {
  const one = new (await decoder()).J2KDecoder()
  try {
    one.getEncodedBuffer(bytes.length).set(bytes)
    one.readHeader()
    const header = one.getFrameInfo()
    if (header.width * header.height > maxPixels || header.componentCount > 4) throw new Error('larger than it said')
    one.decode()
    const { width, height, componentCount, bitsPerSample, isSigned } = one.getFrameInfo()
    // The decoder's memory is reused: copy before anything else decodes.
    const held = one.getDecodedBuffer()
    const samples = Buffer.from(held)
    held.fill(0)
    one.getEncodedBuffer(bytes.length).fill(0)
    const count = width * height * componentCount
    if (isSigned || bitsPerSample < 1 || bitsPerSample > 16) throw new Error(`${bitsPerSample} bits a sample`)
    const wide = bitsPerSample > 8
    if (samples.length < count * (wide ? 2 : 1)) throw new Error('samples are missing')
    const top = 2 ** bitsPerSample - 1
    const data = new Uint8Array(count)
    for (let i = 0; i < count; i++) {
      const value = wide ? samples.readUInt16LE(2 * i) : samples[i]!
      data[i] = bitsPerSample === 8 ? value : Math.round((value * 255) / top)
    }
    return { width, height, components: componentCount, bitsPerSample, data }
  } finally {
    one.delete()
  }
}

/** RGB samples as a JPEG 2000 codestream of about `ratio` to 1; 0 is lossless. */
export async function encodeJpeg2000(data: Uint8Array, width: number, height: number, ratio: number): Promise<Buffer> {
  const one = new (await encoder()).J2KEncoder()
  try {
    const frame = { width, height, componentCount: 3, bitsPerSample: 8, isSigned: false }
    one.getDecodedBuffer(frame).set(data)
    one.setQuality(ratio === 0, 1)
    if (ratio > 0) one.setCompressionRatio(0, ratio)
    one.encode()
    return Buffer.from(one.getEncodedBuffer())
  } finally {
    one.delete()
  }
}

/** A codestream of three 8-bit sRGB components in the boxes of a JP2 file (ISO/IEC 15444-1 annex I). */
export function jp2File(codestream: Uint8Array, width: number, height: number): Buffer {
  const box = (type: string, ...parts: Uint8Array[]) => {
    const head = Buffer.alloc(8)
    const body = Buffer.concat(parts)
    head.writeUInt32BE(body.length + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, body])
  }
  const size = Buffer.alloc(14)
  size.writeUInt32BE(height)
  size.writeUInt32BE(width, 4)
  // Three components of 8 bits, wavelets, colour space known.
  size.set([0, 3, 7, 7, 0, 0], 8)
  const sRgb = Buffer.from([1, 0, 0, 0, 0, 0, 16])
  return Buffer.concat([
    box('jP  ', Buffer.from('0d0a870a', 'hex')),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', box('ihdr', size), box('colr', sRgb)),
    box('jp2c', codestream),
  ])
}
