import type { GrayImage } from './image.ts'

/** Half a ridge: the distance over which the difference of two grays shows a ridge's flank and no outline (pixels at 500 ppi). */
const FLANK_PX = 4
/** Every so many pixels are looked at, each way: enough flanks for a sound mean, a sixteenth of the work. */
const STEP_PX = 4
/** Skin that lies still creeps this far between two scans (pixels, about half a ridge). */
const CREEP_PX = 4
/** Correlation of the flanks. Two pressings come to 0.3 at most, also of one finger; one that was not lifted to 0.6 and more, also when it dries. */
const STILL = 0.45

/**
 * Whether two images show one pressing: the finger was never lifted between them. A sensor does not tell that; but ridges
 * that come back in the same place to within a third of a millimetre were never away. No comparison of fingers: the same
 * finger laid down again is another pressing.
 */
export function samePress(before: GrayImage, now: GrayImage): boolean {
  if (before.width !== now.width || before.height !== now.height) return false
  for (let dy = -CREEP_PX; dy <= CREEP_PX; dy += 1) {
    for (let dx = -CREEP_PX; dx <= CREEP_PX; dx += 1) if (likeness(before, now, dx, dy) >= STILL) return true
  }
  return false
}

/** Correlation (−1…1) of the flanks in `a` with those in `b`, moved by (dx, dy). */
function likeness(a: GrayImage, b: GrayImage, dx: number, dy: number): number {
  const { width, height } = a
  const edge = CREEP_PX + FLANK_PX
  let ab = 0
  let aa = 0
  let bb = 0
  for (let y = edge; y < height - edge; y += STEP_PX) {
    for (let x = edge; x < width - edge; x += STEP_PX) {
      const at = y * width + x
      const there = at + dy * width + dx
      const ax = a.pixels[at + FLANK_PX]! - a.pixels[at]!
      const bx = b.pixels[there + FLANK_PX]! - b.pixels[there]!
      const ay = a.pixels[at + FLANK_PX * width]! - a.pixels[at]!
      const by = b.pixels[there + FLANK_PX * width]! - b.pixels[there]!
      ab += ax * bx + ay * by
      aa += ax * ax + ay * ay
      bb += bx * bx + by * by
    }
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0
}
