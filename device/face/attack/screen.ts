import type { Raster } from '../raster.ts'
import type { FaceMeasure, ScreenCues } from '../view.ts'

/** How far around the face the edges of a sheet or a screen are looked for, in eye distances from the middle of the eyes. */
const REACH = { across: 3.2, up: 3.2, down: 4.2 }
const INNER = 1.3
/** Grey levels across an edge that count as one. */
const STEP = 14

/**
 * Passive cues that a face is shown on paper or a screen: straight borders around it, and the regular grid that a screen's
 * pixels and a printer's raster leave. Pure. Limits: a border outside the picture, or a display finer than the camera,
 * leaves nothing to see; door frames and panels behind a citizen are borders too.
 */
export function screenCues(picture: Raster, face: FaceMeasure): ScreenCues {
  const luma = lumaOf(picture)
  const { width, height } = picture
  const d = face.eyeDistance
  const [cx, cy] = [(face.eyes[0][0] + face.eyes[1][0]) / 2, (face.eyes[0][1] + face.eyes[1][1]) / 2]
  const at = (x: number, y: number) => luma[y * width + x]!
  const vertical = (x: number) => filled((y) => Math.abs(at(x + 2, y) - at(x - 2, y)), cy - 1.5 * d, cy + 2 * d, height)
  const horizontal = (y: number) =>
    filled((x) => Math.abs(at(x, y + 2) - at(x, y - 2)), cx - 1.5 * d, cx + 1.5 * d, width)
  const best = (from: number, to: number, limit: number, line: (n: number) => number) => {
    let most = 0
    for (let n = Math.max(2, Math.ceil(from)); n <= Math.min(limit - 3, to); n++) most = Math.max(most, line(n))
    return most
  }
  const borders = [
    best(cx - REACH.across * d, cx - INNER * d, width, vertical),
    best(cx + INNER * d, cx + REACH.across * d, width, vertical),
    best(cy - REACH.up * d, cy - INNER * d, height, horizontal),
    best(cy + 2 * d, cy + REACH.down * d, height, horizontal),
  ] as const
  return { borderSides: borders.filter((part) => part > 0.85).length, borders, grid: gridOf(picture, luma, face) }
}

function filled(step: (n: number) => number, from: number, to: number, limit: number): number {
  const [first, last] = [Math.max(0, Math.ceil(from)), Math.min(limit - 1, Math.floor(to))]
  let count = 0
  for (let n = first; n <= last; n++) if (step(n) > STEP) count++
  return last > first ? count / (last - first + 1) : 0
}

function lumaOf({ data }: Raster): Float32Array {
  const out = new Float32Array(data.length / 3)
  for (let i = 0, p = 0; i < out.length; i++, p += 3) {
    out[i] = 0.299 * data[p]! + 0.587 * data[p + 1]! + 0.114 * data[p + 2]!
  }
  return out
}

/** Rows and columns of both cheeks: the spectrum's strongest peak against its own neighbourhood. */
function gridOf({ width, height }: Raster, luma: Float32Array, face: FaceMeasure): number {
  const n = 64
  let most = 0
  for (const [ex, ey] of face.eyes) {
    const x0 = Math.round(ex - n / 2)
    const y0 = Math.round(ey + face.eyeDistance * 0.45)
    if (x0 < 1 || y0 < 1 || x0 + n >= width || y0 + n >= height) continue
    for (const step of [1, width]) {
      const power = new Float64Array(n / 2)
      for (let line = 0; line < n; line++) {
        const start = step === 1 ? (y0 + line) * width + x0 : y0 * width + x0 + line
        // The difference of neighbours takes the shading away.
        const wave = Float64Array.from({ length: n }, (_, k) => luma[start + k * step]! - luma[start + (k - 1) * step]!)
        for (let k = 4; k < n / 2; k++) power[k]! += magnitude(wave, k)
      }
      for (let k = 6; k < n / 2 - 2; k++) {
        // The eighth of the length and its multiples belong to JPEG's blocks, not to a screen.
        if (k % 8 === 0) continue
        const around = [k - 3, k - 2, k + 2, k + 3].map((i) => power[Math.min(n / 2 - 1, i)]!).sort((a, b) => a - b)
        most = Math.max(most, power[k]! / Math.max(1, (around[1]! + around[2]!) / 2))
      }
    }
  }
  return most
}

/** Power of one frequency of a Hann-windowed line. */
function magnitude(wave: Float64Array, k: number): number {
  let [re, im] = [0, 0]
  const n = wave.length
  for (let i = 0; i < n; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1))
    re += wave[i]! * window * Math.cos((2 * Math.PI * k * i) / n)
    im -= wave[i]! * window * Math.sin((2 * Math.PI * k * i) / n)
  }
  return re * re + im * im
}
