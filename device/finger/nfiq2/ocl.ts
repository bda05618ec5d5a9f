import type { GrayImage } from '../image.ts'
import { BLOCK } from './foreground.ts'
import { gradients } from './gradient.ts'
import { histogram } from './numbers.ts'

const LIMITS = [0.337, 0.479, 0.579, 0.655, 0.716, 0.766, 0.81, 0.852, 0.898]

/** Orientation certainty: how much stronger a block changes across the ridges than along. Bare blocks do not count. */
export function orientationCertainty(image: GrayImage): Record<string, number> {
  const values: number[] = []
  for (let y = 0; y + BLOCK <= image.height; y += BLOCK) {
    for (let x = 0; x + BLOCK <= image.width; x += BLOCK) {
      const { xx, yy, xy } = gradients(image, x, y, BLOCK, BLOCK)
      const spread = Math.sqrt((xx - yy) ** 2 + 4 * xy * xy)
      const most = xx + yy + spread
      if (most > 0) values.push(1 - (xx + yy - spread) / most)
    }
  }
  return histogram('OCL', LIMITS, values)
}
