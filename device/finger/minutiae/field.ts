import type { GrayImage } from '../image.ts'

/** Side of the cells in which direction is known (pixels). */
export const CELL = 8
/** Gradients are gathered over this many cells to each side: about three ridges, with the middle counting most. */
const REACH = 2
/** A cell is finger when gray around it spreads more than this and its ridges agree this well (0–1). */
const LEAST_SPREAD = 14
const LEAST_COHERENCE = 0.3
/** Where the finger ends, ridges break off without being minutiae: this much is taken off its rim (cells). */
const RIM = 1

/** Per cell: which way the ridges run (radians, y down, 0 … π), how well they agree, and whether it is finger. */
export type Field = {
  columns: number
  rows: number
  angle: Float32Array
  coherence: Float32Array
  inside: Uint8Array
}

export function directionField({ width, height, pixels }: GrayImage): Field {
  const columns = Math.floor(width / CELL)
  const rows = Math.floor(height / CELL)
  const count = columns * rows
  const cos = new Float64Array(count)
  const sin = new Float64Array(count)
  const power = new Float64Array(count)
  const sum = new Float64Array(count)
  const squares = new Float64Array(count)
  for (let y = 1; y < rows * CELL - 1; y++) {
    for (let x = 1; x < columns * CELL - 1; x++) {
      const at = y * width + x
      const gx = pixels[at + 1]! - pixels[at - 1]!
      const gy = pixels[at + width]! - pixels[at - width]!
      const cell = Math.floor(y / CELL) * columns + Math.floor(x / CELL)
      cos[cell]! += gx * gx - gy * gy
      sin[cell]! += 2 * gx * gy
      power[cell]! += gx * gx + gy * gy
      sum[cell]! += pixels[at]!
      squares[cell]! += pixels[at]! ** 2
    }
  }
  const smooth = (of: Float64Array) => gathered(of, columns, rows)
  const [cosines, sines, powers, sums, squared] = [cos, sin, power, sum, squares].map(smooth) as Float64Array[]
  const weight = gathered(new Float64Array(count).fill(CELL * CELL), columns, rows)
  const angle = new Float32Array(count)
  const coherence = new Float32Array(count)
  const skin = new Uint8Array(count)
  for (let cell = 0; cell < count; cell++) {
    // Ridges run across the gradient.
    angle[cell] = (Math.atan2(sines![cell]!, cosines![cell]!) / 2 + Math.PI / 2) % Math.PI
    coherence[cell] = powers![cell]! > 0 ? Math.hypot(cosines![cell]!, sines![cell]!) / powers![cell]! : 0
    const mean = sums![cell]! / weight[cell]!
    const spread = Math.sqrt(Math.max(0, squared![cell]! / weight[cell]! - mean * mean))
    skin[cell] = spread > LEAST_SPREAD && coherence[cell]! > LEAST_COHERENCE ? 1 : 0
  }
  return { columns, rows, angle, coherence, inside: shrunk(skin, columns, rows) }
}

/** Each cell with its neighbours, the nearer the more. */
function gathered(of: Float64Array, columns: number, rows: number): Float64Array {
  const out = new Float64Array(of.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let total = 0
      for (let dy = -REACH; dy <= REACH; dy++) {
        for (let dx = -REACH; dx <= REACH; dx++) {
          const x = column + dx
          const y = row + dy
          if (x < 0 || y < 0 || x >= columns || y >= rows) continue
          total += of[y * columns + x]! * Math.exp(-(dx * dx + dy * dy) / 3)
        }
      }
      out[row * columns + column] = total
    }
  }
  return out
}

function shrunk(of: Uint8Array, columns: number, rows: number): Uint8Array {
  return of.map((is, cell) => {
    if (!is) return 0
    const column = cell % columns
    const row = (cell - column) / columns
    for (let y = row - RIM; y <= row + RIM; y++) {
      for (let x = column - RIM; x <= column + RIM; x++) {
        if (x < 0 || y < 0 || x >= columns || y >= rows || !of[y * columns + x]) return 0
      }
    }
    return 1
  })
}
