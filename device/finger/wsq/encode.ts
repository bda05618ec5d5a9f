import type { GrayImage } from '../image.ts'
import { BitWriter } from './bits.ts'
import { codeFor } from './huffman.ts'
import { type Bins, chooseBins, quantise } from './quantise.ts'
import {
  asWritten,
  bare,
  marker,
  writeBins,
  writeBlockHead,
  writeComment,
  writeFilters,
  writeFrame,
  writeTable,
} from './segments.ts'
import { BLOCK_STARTS, layout } from './subbands.ts'
import { countSymbols, writeBlock } from './symbols.ts'
import { decompose, NINE_SEVEN } from './wavelet.ts'

/** The rate that passports and ten-print cards use: some 15 to 1. */
export const PASSPORT_BPP = 0.75
/** A rate beyond eight bits a pixel would make the file larger than the picture. */
export const MOST_BPP = 8
/** The side is a 16-bit number. */
export const MOST_SIDE = 65_535
/**
 * Five splits leave lines of 5 samples, as long as half a filter. Below that, decoders differ: NIST's reads beside the
 * line (pixels).
 */
export const LEAST_SIDE = 72
/** A ten-print card at 500 ppi has 16 million pixels; more than twice that is not a picture of fingers. */
export const MOST_PIXELS = 1 << 25

/** The furthest gray from the mean becomes this. */
const HALF_RANGE = 128

/** The whole numbers that are coded, with all that a decoder needs to make the picture of them. */
export type Quantised = {
  width: number
  height: number
  ppi: number
  shift: number
  scale: number
  bins: Bins
  bands: Int16Array[]
  bpp: number
}

/**
 * The picture as WSQ (IAFIS-IC-0110; learnt from the public reference implementation, the text was not at hand), at `bpp` bits a pixel by the specification's own reckoning: files come out some
 * tenth smaller. The resolution goes into a NISTCOM comment, as the reference encoder's does. Throws a `RangeError` on a
 * size or rate that the format does not have.
 */
export function encodeWsq(image: GrayImage, bpp = PASSPORT_BPP): Uint8Array {
  return write(quantisePicture(image, bpp))
}

export function quantisePicture(image: GrayImage, bpp: number): Quantised {
  const { width, height, ppi, pixels } = image
  if (!(bpp > 0 && bpp <= MOST_BPP)) throw new RangeError(`WSQ: ${bpp} bits a pixel is not between 0 and ${MOST_BPP}.`)
  const [less, more] = [Math.min(width, height), Math.max(width, height)]
  if (less < LEAST_SIDE || more > MOST_SIDE || width * height > MOST_PIXELS) {
    throw new RangeError(
      `WSQ: a picture of ${width} × ${height} pixels is too ${less < LEAST_SIDE ? 'small' : 'large'}.`,
    )
  }
  const { shift, scale } = centring(pixels)
  const data = new Float32Array(pixels.length)
  for (let at = 0; at < pixels.length; at++) data[at] = (pixels[at]! - shift) / scale
  const plan = layout(width, height)
  decompose(data, width, height, plan, NINE_SEVEN)
  const exact = chooseBins(data, width, plan, bpp)
  // Cut with the bins as the decoder will read them, not as they were reckoned.
  const bins = { width: exact.width.map(asWritten), zero: exact.zero.map(asWritten), centre: exact.centre }
  return { width, height, ppi, shift, scale, bins, bands: quantise(data, width, plan, bins), bpp }
}

/** The mean, and what brings the furthest gray from it to 128. */
function centring(pixels: Uint8Array): { shift: number; scale: number } {
  let sum = 0
  let least = 255
  let most = 0
  for (const gray of pixels) {
    sum += gray
    if (gray < least) least = gray
    if (gray > most) most = gray
  }
  const shift = asWritten(sum / pixels.length)
  // A picture of one gray has nothing to scale.
  return { shift, scale: asWritten(Math.max(shift - least, most - shift) / HALF_RANGE) || 1 }
}

/** The stream of what was quantised; the same numbers give the same bytes. */
export function write({ width, height, ppi, shift, scale, bins, bands, bpp }: Quantised): Uint8Array {
  const comment = [
    'NIST_COM 9',
    `PIX_WIDTH ${width}`,
    `PIX_HEIGHT ${height}`,
    'PIX_DEPTH 8',
    `PPI ${ppi}`,
    'LOSSY 1',
    'COLORSPACE GRAY',
    'COMPRESSION WSQ',
    `WSQ_BITRATE ${bpp.toFixed(6)}`,
  ].join('\n')
  const blocks = [0, 1, 2].map((block) => bands.slice(BLOCK_STARTS[block], BLOCK_STARTS[block + 1]))
  const tables = [codeFor(countSymbols([blocks[0]!])), codeFor(countSymbols(blocks.slice(1)))]
  const parts = [
    bare(marker.start),
    writeComment(comment),
    writeFilters(NINE_SEVEN),
    writeBins(bins),
    writeFrame({ width, height, shift, scale, encoder: 2 }),
  ]
  blocks.forEach((block, number) => {
    const id = number === 0 ? 0 : 1
    if (number < 2) parts.push(writeTable(id, tables[id]!))
    const bits = new BitWriter()
    writeBlock(block, tables[id]!, bits)
    parts.push(writeBlockHead(id), bits.end())
  })
  parts.push(bare(marker.end))
  return new Uint8Array(Buffer.concat(parts))
}
