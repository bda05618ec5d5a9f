import type { GrayImage } from '../image.ts'
import { gradients } from './gradient.ts'
import { moments } from './numbers.ts'

/** Side of a local region (pixels): some three ridges at 500 ppi. */
export const BLOCK = 32
/** Of a region turned upright 32 × 16 are looked at; in any direction that needs this much more on each side (pixels). */
export const MARGIN = 2
/** A region is finger when its gray varies by more than this part of the whole picture's standard deviation. */
const LEAST_VARIATION = 0.1

/** One 32 × 32 region, set in by the margin, with its place in the grid of regions. */
export type Region = {
  column: number
  row: number
  x: number
  y: number
  foreground: boolean
  /** Direction across the ridges (radians). */
  angle: number
}

export type Regions = { columns: number; rows: number; all: Region[] }

/** Per pixel's cell of 32 × 32 from the corner: does its gray vary? */
function variedCells({ width, height, pixels }: GrayImage): (x: number, y: number) => boolean {
  const least = LEAST_VARIATION * moments(pixels).deviation
  const columns = Math.ceil(width / BLOCK)
  const varied: boolean[] = []
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      const cell: number[] = []
      for (let y = top; y < Math.min(top + BLOCK, height); y++) {
        for (let x = left; x < Math.min(left + BLOCK, width); x++) cell.push(pixels[y * width + x]!)
      }
      varied.push(moments(cell).deviation > least)
    }
  }
  return (x, y) => varied[Math.floor(y / BLOCK) * columns + Math.floor(x / BLOCK)]!
}

/** All whole regions of the picture. A region is foreground when every cell that it reaches into varies. */
export function regions(image: GrayImage): Regions {
  const columns = Math.max(0, Math.floor((image.width - 2 * MARGIN) / BLOCK))
  const rows = Math.max(0, Math.floor((image.height - 2 * MARGIN) / BLOCK))
  const varied = variedCells(image)
  const all: Region[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = MARGIN + column * BLOCK
      const y = MARGIN + row * BLOCK
      const last = BLOCK - 1
      const foreground = varied(x, y) && varied(x + last, y) && varied(x, y + last) && varied(x + last, y + last)
      const { xx, yy, xy } = gradients(image, x, y, BLOCK, BLOCK)
      // The reference takes xy where the doubled angle's sine would be 2·xy; to be equal, so does this.
      all.push({ column, row, x, y, foreground, angle: Math.atan2(xy, xx - yy) / 2 })
    }
  }
  return { columns, rows, all }
}
