/** Dark spots on a page that may be characters. */

/** One byte a pixel, 0 black. */
export type Grey = { width: number; height: number; pixels: Uint8Array }

export type Component = {
  left: number
  top: number
  right: number
  bottom: number
  x: number
  y: number
  height: number
}

/** Ink is this much darker than its surroundings (of their brightness). */
const INK = 0.84
/** Surroundings: a square of so many of the picture's widths. */
const WINDOW = 1 / 32
/** Lower characters cannot be told apart; higher ones are no zone (pixels; of the picture's height). */
const LOWEST_PX = 8
const HIGHEST = 1 / 8

/** The connected dark spots of a character's size, with their boxes and middles, from left to right. */
export function components(picture: Grey): Component[] {
  const { width, height } = picture
  const ink = inked(picture)
  const found: Component[] = []
  const seen = new Uint8Array(width * height)
  const stack: number[] = []
  const highest = height * HIGHEST
  for (let start = 0; start < ink.length; start++) {
    if (!ink[start] || seen[start]) continue
    let [left, right, top, bottom] = [width, 0, height, 0]
    seen[start] = 1
    stack.push(start)
    while (stack.length > 0) {
      const at = stack.pop()!
      const x = at % width
      const y = (at - x) / width
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      if (y > bottom) bottom = y
      for (let dy = -1; dy <= 1; dy++) {
        const ny = y + dy
        if (ny < 0 || ny >= height) continue
        for (let dx = -1; dx <= 1; dx++) {
          const nx = x + dx
          const next = ny * width + nx
          if (nx < 0 || nx >= width || !ink[next] || seen[next]) continue
          seen[next] = 1
          stack.push(next)
        }
      }
    }
    const [w, h] = [right - left + 1, bottom - top + 1]
    if (h < LOWEST_PX || h > highest || w > 1.6 * h) continue
    found.push({ left, top, right, bottom, x: (left + right) / 2, y: (top + bottom) / 2, height: h })
  }
  return found.sort((a, b) => a.x - b.x)
}

function inked({ width, height, pixels }: Grey): Uint8Array {
  const reach = Math.max(8, Math.round((width * WINDOW) / 2))
  // Sums of all pixels above and to the left, a row and a column wider.
  const stride = width + 1
  const sums = new Float64Array(stride * (height + 1))
  for (let y = 0; y < height; y++) {
    let row = 0
    for (let x = 0; x < width; x++) {
      row += pixels[y * width + x]!
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row
    }
  }
  const ink = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach) * stride
    const bottom = Math.min(height, y + reach + 1) * stride
    const rows = (bottom - top) / stride
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach)
      const right = Math.min(width, x + reach + 1)
      const sum = sums[bottom + right]! - sums[top + right]! - sums[bottom + left]! + sums[top + left]!
      if (pixels[y * width + x]! * rows * (right - left) < sum * INK) ink[y * width + x] = 1
    }
  }
  return ink
}
