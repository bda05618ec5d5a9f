import type { Raster } from '../raster.ts'

/** JPEG codes squares of 8 pixels. */
const BLOCK = 8
/** Larger steps belong to the picture, not to its coding (grey levels). */
const EDGE = 60
/** Fits the native value to a component; tried on the synthetic portraits saved at qualities 5 to 95. */
const HALF = 0.235
const BEND = 0.025

/** A part of the picture, in its pixels. */
export type Area = { x: number; y: number; width: number; height: number }

/**
 * How many more steps lie at the borders of JPEG's blocks than elsewhere, as a part of all places there: 0 means that no
 * coding is to be seen, 0.3 that blocks are; looked for in `area`, which is the face: a plain wall has too little structure. A step is a difference twice as large as both its neighbours. The borders'
 * phase is searched, so a cropped picture is measured as well.
 *
 * A heuristic: the standard's own measure is a trained network that is not to be had. Limits: a picture turned, or made
 * larger or smaller after its coding, a dark picture, and JPEG 2000, whose damage is blur and not blocks, measure near 0
 * whatever they lost.
 */
export function blockinessOf(picture: Raster, area: Area): number | null {
  const [across, down] = [excess(picture, area, 1), excess(picture, area, picture.width)]
  return across === null || down === null ? null : Math.max(across, down)
}

/** The part of steps at the phase with the most of them, less the part at a usual phase. */
function excess({ width, height, data }: Raster, area: Area, step: number): number | null {
  const [dx, dy] = step === 1 ? [1, 0] : [0, 1]
  const steps = new Float64Array(BLOCK)
  const places = new Float64Array(BLOCK)
  const from = { x: Math.max(2 * dx, Math.round(area.x)), y: Math.max(2 * dy, Math.round(area.y)) }
  const to = {
    x: Math.min(width - dx, Math.round(area.x + area.width)),
    y: Math.min(height - dy, Math.round(area.y + area.height)),
  }
  for (let y = from.y; y < to.y; y++) {
    for (let x = from.x; x < to.x; x++) {
      const i = (y * width + x) * 3 + 1
      const s = step * 3
      const here = Math.abs(data[i]! - data[i - s]!)
      const beside = Math.max(Math.abs(data[i + s]! - data[i]!), Math.abs(data[i - s]! - data[i - 2 * s]!))
      const phase = (dx ? x : y) % BLOCK
      places[phase]!++
      if (here > 2 * beside + 1 && here < EDGE) steps[phase]!++
    }
  }
  const parts = steps.map((n, phase) => n / Math.max(1, places[phase]!)).sort()
  return places.every((n) => n > 100) ? parts[7]! - parts[4]! : null
}

/** Our own mapping: it has nothing to do with the standard's, whose native value is another. */
export function blocksComponent(blockiness: number): number {
  return Math.round(100 / (1 + Math.exp((blockiness - HALF) / BEND)))
}
