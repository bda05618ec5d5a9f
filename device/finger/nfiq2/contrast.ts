import type { GrayImage } from '../image.ts'
import { BLOCK } from './foreground.ts'
import { moments } from './numbers.ts'

/** `Mu`, the mean gray; `MMB`, the mean of the 32 × 32 blocks' means, those cut off at the edge weighing as much. */
export function contrast(image: GrayImage): { Mu: number; MMB: number; deviation: number } {
  const { width, height, pixels } = image
  const means: number[] = []
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      const right = Math.min(left + BLOCK, width)
      const bottom = Math.min(top + BLOCK, height)
      let sum = 0
      for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += pixels[y * width + x]!
      means.push(sum / ((right - left) * (bottom - top)))
    }
  }
  const { mean, deviation } = moments(pixels)
  return { Mu: mean, MMB: moments(means).mean, deviation }
}
