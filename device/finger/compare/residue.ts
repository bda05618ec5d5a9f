import { BLOCK_PX, measureBlocks } from '../blocks.ts'
import type { GrayImage } from '../image.ts'

/** Grease left on the glass gives ridges, but faint ones: gray spreads by this much (bare glass 2–3, skin 14 and more). */
const FAINT_SPREAD = { least: 4, most: 14 }
/** Its ridges still run clearly. Noise has no direction (0.1). */
const LEAST_COHERENCE = 0.5
/** As much of it as of a finger's print, not a smear (mm²). */
const LEAST_AREA_MM2 = 60

/** Whether the picture shows what an earlier finger left on the glass, and no finger: clean it, do not take it. */
export function isResidue(image: GrayImage): boolean {
  const blocks = measureBlocks(image)
  const side = (BLOCK_PX / image.ppi) * 25.4
  const faint = blocks.filter(
    ({ spread, coherence }) =>
      spread >= FAINT_SPREAD.least && spread < FAINT_SPREAD.most && coherence >= LEAST_COHERENCE,
  )
  const strong = blocks.filter(({ spread }) => spread >= FAINT_SPREAD.most)
  return faint.length * side * side >= LEAST_AREA_MM2 && strong.length < faint.length / 4
}
