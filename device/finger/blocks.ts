import type { GrayImage } from './image.ts'

/** Side of a block (pixels at 500 ppi): some two ridge periods, the least in which a direction shows. */
export const BLOCK_PX = 16

/** What one block of the picture shows. */
export type Block = {
  /** Column and row of blocks. */
  column: number
  row: number
  /** Mean gray, 0 (black) – 255. */
  mean: number
  /** Standard deviation of gray. */
  spread: number
  /** Gray below which the darkest tenth lies, and above which the lightest tenth lies. */
  dark: number
  light: number
  /** Share of pixels nearer to `dark` than to `light`: ridges, if there are any. */
  ridgeShare: number
  /** Orientation certainty, 0 – 1: (λ₁ − λ₂) / (λ₁ + λ₂) of the gradients' covariance. 1 = all ridges run one way. */
  coherence: number
}

/** Cuts the picture into whole blocks and measures each. Pixels beyond the last whole block are left out. */
export function measureBlocks(image: GrayImage): Block[] {
  const blocks: Block[] = []
  const columns = Math.floor(image.width / BLOCK_PX)
  const rows = Math.floor(image.height / BLOCK_PX)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) blocks.push(measureBlock(image, column, row))
  }
  return blocks
}

function measureBlock({ width, height, pixels }: GrayImage, column: number, row: number): Block {
  const histogram = new Uint16Array(256)
  let sum = 0
  let squares = 0
  let xx = 0
  let yy = 0
  let xy = 0
  for (let y = row * BLOCK_PX; y < (row + 1) * BLOCK_PX; y++) {
    const up = Math.max(0, y - 1) * width
    const down = Math.min(height - 1, y + 1) * width
    for (let x = column * BLOCK_PX; x < (column + 1) * BLOCK_PX; x++) {
      const gray = pixels[y * width + x]!
      histogram[gray]!++
      sum += gray
      squares += gray * gray
      const left = Math.max(0, x - 1)
      const right = Math.min(width - 1, x + 1)
      // Sobel: the middle counts twice, which calms single noisy pixels.
      const gx =
        pixels[up + right]! +
        2 * pixels[y * width + right]! +
        pixels[down + right]! -
        (pixels[up + left]! + 2 * pixels[y * width + left]! + pixels[down + left]!)
      const gy =
        pixels[down + left]! +
        2 * pixels[down + x]! +
        pixels[down + right]! -
        (pixels[up + left]! + 2 * pixels[up + x]! + pixels[up + right]!)
      xx += gx * gx
      yy += gy * gy
      xy += gx * gy
    }
  }
  const count = BLOCK_PX * BLOCK_PX
  const mean = sum / count
  const dark = percentile(histogram, count * 0.1)
  const light = percentile(histogram, count * 0.9)
  let ridge = 0
  for (let gray = 0; gray < (dark + light) / 2; gray++) ridge += histogram[gray]!
  return {
    column,
    row,
    mean,
    spread: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    dark,
    light,
    ridgeShare: ridge / count,
    coherence: xx + yy === 0 ? 0 : Math.hypot(xx - yy, 2 * xy) / (xx + yy),
  }
}

function percentile(histogram: Uint16Array, wanted: number): number {
  let seen = 0
  for (let gray = 0; gray < 256; gray++) {
    seen += histogram[gray]!
    if (seen >= wanted) return gray
  }
  return 255
}
