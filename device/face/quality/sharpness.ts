import { ALIGNED_SIDE, type Aligned } from './aligned.ts'

/** Passes of a 1-2-1 blur that make the coarse picture: a Gaussian of about 3 pixels, where the eyes are 113 apart. */
const PASSES = 18
/** The part of the face's pixels that counts as its edges: lids, lashes, brows, nostrils, lips. */
const EDGES = 0.04
/** Fits the native value to a component: tried on the synthetic portraits, sound and blurred. */
const HALF = 1.47
const BEND = 0.06

/**
 * How much steeper the face's strongest edges are than after a blur of 3 pixels at the standard's aligned size: about 2 is
 * sharp, 1.2 is out of focus. It depends neither on brightness nor on contrast, and smooth skin does not count as blur.
 *
 * A heuristic: the standard's own measure counts the votes of a trained forest that is not to be had. Limits: noise and
 * coding blocks look sharp to it, a face with few edges softer than it is.
 */
export function sharpnessOf({ face, raster: { data } }: Aligned): number | null {
  const luma = new Float32Array(ALIGNED_SIDE * ALIGNED_SIDE)
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 0.299 * data[i * 3]! + 0.587 * data[i * 3 + 1]! + 0.114 * data[i * 3 + 2]!
  }
  const [fine, coarse] = [luma, blurred(luma)].map((picture) => steepest(picture, face))
  return fine && coarse ? fine / coarse : null
}

function blurred(luma: Float32Array): Float32Array {
  let from = luma
  for (let pass = 0; pass < PASSES; pass++) {
    for (const step of [1, ALIGNED_SIDE]) {
      const to = from.slice()
      for (let i = step; i < from.length - step; i++) to[i] = (from[i - step]! + 2 * from[i]! + from[i + step]!) / 4
      from = to
    }
  }
  return from
}

/** Mean of the face's `EDGES` largest gradients. */
function steepest(luma: Float32Array, face: Uint8Array): number {
  const gradients: number[] = []
  for (let i = ALIGNED_SIDE; i < luma.length - ALIGNED_SIDE; i++) {
    if (!face[i]) continue
    gradients.push(Math.hypot(luma[i + 1]! - luma[i - 1]!, luma[i + ALIGNED_SIDE]! - luma[i - ALIGNED_SIDE]!))
  }
  const sorted = Float32Array.from(gradients).sort()
  const top = sorted.subarray(sorted.length - Math.round(sorted.length * EDGES))
  return top.reduce((sum, value) => sum + value, 0) / Math.max(1, top.length)
}

/** Our own mapping: it has nothing to do with the standard's, whose native value is another. */
export function sharpnessComponent(steepness: number): number {
  return Math.round(100 / (1 + Math.exp((HALF - steepness) / BEND)))
}
