/** A gray picture without its resolution. */
export type Plane = { width: number; height: number; pixels: Uint8Array }

/** Weights in 1/256, their rounding passed on from the rim to the middle, so that they sum to 256. */
function weights(size: number): Int32Array {
  const sigma = 0.3 * ((size - 1) * 0.5 - 1) + 0.8
  const half = (size - 1) / 2
  const bell = Array.from({ length: size }, (_, at) => Math.exp(-((at - half) ** 2) / (2 * sigma * sigma)))
  const total = bell.reduce((sum, value) => sum + value, 0)
  const out = new Int32Array(size)
  let error = 0
  let sum = 0
  for (let at = 0; at < half; at++) {
    const exact = (bell[at]! / total) * 256 + error
    const whole = Math.round(exact)
    error = exact - whole
    out[at] = whole
    out[size - 1 - at] = whole
    sum += 2 * whole
  }
  out[half] = 256 - sum
  return out
}

/** The picture mirrored about its first and last pixel. */
function mirrored(at: number, length: number): number {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const inside = ((at % period) + period) % period
  return inside < length ? inside : period - inside
}

/** Gaussian blur by whole numbers, equal to the reference's image library bit for bit. `size` is odd. */
export function blur({ width, height, pixels }: Plane, size: number): Plane {
  const kernel = weights(size)
  const half = (size - 1) / 2
  const across = new Int32Array(width * height)
  const line = new Int32Array(Math.max(width, height) + 2 * half)
  for (let y = 0; y < height; y++) {
    for (let x = -half; x < width + half; x++) line[x + half] = pixels[y * width + mirrored(x, width)]!
    for (let x = 0; x < width; x++) {
      let sum = kernel[half]! * line[x + half]!
      for (let k = 0; k < half; k++) sum += kernel[k]! * (line[x + k]! + line[x + size - 1 - k]!)
      across[y * width + x] = sum
    }
  }
  const out = new Uint8Array(width * height)
  for (let x = 0; x < width; x++) {
    for (let y = -half; y < height + half; y++) line[y + half] = across[mirrored(y, height) * width + x]!
    for (let y = 0; y < height; y++) {
      let sum = kernel[half]! * line[y + half]!
      for (let k = 0; k < half; k++) sum += kernel[k]! * (line[y + k]! + line[y + size - 1 - k]!)
      out[y * width + x] = (sum + 0x8000) >> 16
    }
  }
  return { width, height, pixels: out }
}

/** Each pixel becomes the darkest of the square of `2 reach + 1` around it. */
export function darkest({ width, height, pixels }: Plane, reach: number): Plane {
  const across = new Uint8Array(width * height)
  const out = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let least = 255
      for (let at = Math.max(0, x - reach); at <= Math.min(width - 1, x + reach); at++) {
        least = Math.min(least, pixels[y * width + at]!)
      }
      across[y * width + x] = least
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let least = 255
      for (let at = Math.max(0, y - reach); at <= Math.min(height - 1, y + reach); at++) {
        least = Math.min(least, across[at * width + x]!)
      }
      out[y * width + x] = least
    }
  }
  return { width, height, pixels: out }
}

/** Otsu's threshold: the gray at which the two classes differ most. 0 when there is only one. */
function otsu(pixels: Uint8Array): number {
  const counts = new Float64Array(256)
  for (const gray of pixels) counts[gray]!++
  let all = 0
  for (let gray = 0; gray < 256; gray++) all += gray * (counts[gray]! / pixels.length)
  let share = 0
  let mean = 0
  let best = 0
  let at = 0
  for (let gray = 0; gray < 256; gray++) {
    const own = counts[gray]! / pixels.length
    mean *= share
    share += own
    const rest = 1 - share
    if (Math.min(share, rest) < 1.1920929e-7) continue
    mean = (mean + gray * own) / share
    const other = (all - share * mean) / rest
    const between = share * rest * (mean - other) ** 2
    if (between > best) {
      best = between
      at = gray
    }
  }
  return at
}

/** 255 above Otsu's threshold, else 0. */
export function parted({ width, height, pixels }: Plane): Plane {
  const limit = otsu(pixels)
  return { width, height, pixels: pixels.map((gray) => (gray > limit ? 255 : 0)) }
}
