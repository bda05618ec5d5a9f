import type { GrayImage } from '../image.ts'

/** Sums over one rectangle of the picture's gradients: gx², gy², gx·gy, and the length of each squared gradient. */
export type Gradients = { xx: number; yy: number; xy: number; lengths: number }

/**
 * Central differences inside the rectangle, one-sided at its edges: what lies beside it does not count. Halves, not wholes,
 * of the difference of the two neighbours.
 */
export function gradients(
  { width, pixels }: GrayImage,
  left: number,
  top: number,
  wide: number,
  tall: number,
): Gradients {
  let xx = 0
  let yy = 0
  let xy = 0
  let lengths = 0
  for (let y = 0; y < tall; y++) {
    const up = y === 0 ? 0 : width
    const down = y === tall - 1 ? 0 : width
    const yHalf = up && down ? 0.5 : 1
    for (let x = 0; x < wide; x++) {
      const at = (top + y) * width + left + x
      const before = x === 0 ? 0 : 1
      const after = x === wide - 1 ? 0 : 1
      const gx = (pixels[at + after]! - pixels[at - before]!) * (before && after ? 0.5 : 1)
      const gy = (pixels[at + down]! - pixels[at - up]!) * yHalf
      xx += gx * gx
      yy += gy * gy
      xy += gx * gy
      lengths += Math.hypot(2 * gx * gy, gx * gx - gy * gy)
    }
  }
  return { xx, yy, xy, lengths }
}
