import type { GrayImage } from '../image.ts'
import { BLOCK, MARGIN, type Region } from './foreground.ts'
import { roundEven } from './numbers.ts'

/** Side of what is cut out of the picture for one region (pixels). */
const CUT = BLOCK + 2 * MARGIN
/** Coordinates are counted in 1/1024 pixel, as in the reference's image library (OpenCV `warpAffine`, nearest). */
const FINE = 1024

/** Part of a turned region that is looked at, in pixels of the cut. */
export type Window = { left: number; top: number; width: number; height: number }

/** The 32 × 16 window with its long side level, and upright. */
export const LYING: Window = { left: CUT / 2 - 16, top: CUT / 2 - 8, width: 32, height: 16 }
export const UPRIGHT: Window = { left: CUT / 2 - 8, top: CUT / 2 - 16, width: 16, height: 32 }

/**
 * A window of the region turned by `angle` (radians) about the middle of its cut. `padded` takes a cut two pixels larger on
 * each side (black beyond the picture's edge), as the reference does for some measures; the window then lies two pixels up
 * and left of the middle.
 */
export function turned(image: GrayImage, region: Region, angle: number, padded: boolean, window: Window): Uint8Array {
  const pad = padded ? MARGIN : 0
  const side = CUT + 2 * pad
  const degrees = (angle * 180) / Math.PI
  const cos = Math.cos((degrees * Math.PI) / 180)
  const sin = Math.sin((degrees * Math.PI) / 180)
  const centre = side / 2
  // The forward turn about the centre, and from it the way back from a turned pixel to the picture's.
  const forwardX = (1 - cos) * centre - sin * centre
  const forwardY = sin * centre + (1 - cos) * centre
  const scale = 1 / (cos * cos + sin * sin)
  const [xx, xy, yx, yy] = [cos * scale, -sin * scale, sin * scale, cos * scale]
  const x0 = -xx * forwardX - xy * forwardY
  const y0 = -yx * forwardX - yy * forwardY
  const out = new Uint8Array(window.width * window.height)
  let to = 0
  for (let y = window.top; y < window.top + window.height; y++) {
    const rowX = roundEven((xy * y + x0) * FINE) + FINE / 2
    const rowY = roundEven((yy * y + y0) * FINE) + FINE / 2
    for (let x = window.left; x < window.left + window.width; x++) {
      const fromX = ((rowX + roundEven(xx * x * FINE)) >> 10) - pad
      const fromY = ((rowY + roundEven(yx * x * FINE)) >> 10) - pad
      const cut = fromX >= -pad && fromY >= -pad && fromX < CUT + pad && fromY < CUT + pad
      const px = region.x - MARGIN + fromX
      const py = region.y - MARGIN + fromY
      const there = px >= 0 && py >= 0 && px < image.width && py < image.height
      out[to++] = cut && there ? image.pixels[py * image.width + px]! : 0
    }
  }
  return out
}
