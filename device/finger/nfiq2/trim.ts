import type { GrayImage } from '../image.ts'

/** A row or column whose mean gray is above this is frame, not finger (NFIQ 2, `copyRemovingNearWhiteFrame`). */
const WHITE = 250
/** NFIQ 2 measures nothing larger once the frame is off (pixels); a finger at 500 ppi needs no more. */
const MOST_WIDTH = 800
const MOST_HEIGHT = 1000
/** Two blocks: smaller than this (pixels) there is nothing to compare. NFIQ 2 itself fails on the measures here. */
const LEAST_SIDE = 72

export type Trimmed =
  | { is: 'trimmed'; image: GrayImage }
  | { is: 'unfit'; why: 'blank' | 'too-large' | 'too-small'; width: number; height: number }

/** The picture without the near-white rows and columns around the finger, as NFIQ 2 cuts it before it measures. */
export function trim(image: GrayImage): Trimmed {
  const { width, height, pixels } = image
  const rowSums = new Float64Array(height)
  const columnSums = new Float64Array(width)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const gray = pixels[at++]!
      rowSums[y]! += gray
      columnSums[x]! += gray
    }
  }
  const row = (sum: number) => sum / width <= WHITE
  const column = (sum: number) => sum / height <= WHITE
  const top = rowSums.findIndex(row)
  const left = columnSums.findIndex(column)
  // On a ground so wide that every row is nearly white, the columns still show where the finger is; NFIQ 2 gives up here.
  if (top < 0 && left > 0) return trim(cutOut(image, left, 0, columnSums.findLastIndex(column) + 1 - left, height))
  if (left < 0 && top > 0) return trim(cutOut(image, 0, top, width, rowSums.findLastIndex(row) + 1 - top))
  if (top < 0 || left < 0) return { is: 'unfit', why: 'blank', width, height }
  const wide = columnSums.findLastIndex(column) + 1 - left
  const tall = rowSums.findLastIndex(row) + 1 - top
  const why =
    wide > MOST_WIDTH || tall > MOST_HEIGHT ? 'too-large' : Math.min(wide, tall) < LEAST_SIDE ? 'too-small' : null
  if (why) return { is: 'unfit', why, width: wide, height: tall }
  return { is: 'trimmed', image: cutOut(image, left, top, wide, tall) }
}

function cutOut({ width, ppi, pixels }: GrayImage, left: number, top: number, wide: number, tall: number): GrayImage {
  const kept = new Uint8Array(wide * tall)
  for (let y = 0; y < tall; y++) {
    const from = (top + y) * width + left
    kept.set(pixels.subarray(from, from + wide), y * wide)
  }
  return { width: wide, height: tall, ppi, pixels: kept }
}
