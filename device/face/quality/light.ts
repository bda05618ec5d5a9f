/** Light and colour of the face, as ISO/IEC 29794-5 measures them on the aligned face. Pure. */
import { ALIGNED_SIDE, type Aligned, linear } from './aligned.ts'
import { distance, frameOf, middle, parts, pointOf } from './mesh-parts.ts'

/** The luminances that count as too dark and too bright, 0 to 255. */
const DARK = [0, 25] as const
const BRIGHT = [247, 255] as const

/** Parts of all the luminances that a mask lets through; null where it lets none through. */
function histogramOf({ luminance }: Aligned, mask: (i: number) => boolean): Float64Array | null {
  const bins = new Float64Array(256)
  let count = 0
  for (let i = 0; i < luminance.length; i++) {
    if (!mask(i)) continue
    bins[luminance[i]!]!++
    count++
  }
  return count ? bins.map((n) => n / count) : null
}

export type Light = { mean: number; variance: number; dark: number; bright: number; entropy: number }

/**
 * Mean (0 to 1) and variance of the luminance, the parts of too dark and too bright pixels, and the entropy in bits.
 * `covered` (1 = an object before the face) is left out of the exposure, as in the standard.
 */
export function lightOf(aligned: Aligned, covered: Uint8Array): Light | null {
  const all = histogramOf(aligned, (i) => aligned.face[i] === 1)
  const bare = histogramOf(aligned, (i) => aligned.face[i] === 1 && covered[i] === 0) ?? all
  if (!all || !bare) return null
  const sum = (bins: Float64Array, f: (part: number, i: number) => number) => bins.reduce((s, p, i) => s + f(p, i), 0)
  const part = ([from, to]: readonly [number, number]) => sum(bare, (p, i) => (i >= from && i <= to ? p : 0))
  const mean = sum(all, (p, i) => (p * i) / 255)
  return {
    mean,
    variance: sum(all, (p, i) => p * (i / 255 - mean) ** 2),
    dark: part(DARK),
    bright: part(BRIGHT),
    entropy: -sum(all, (p) => (p ? p * Math.log2(p) : 0)),
  }
}

type Square = { x: number; y: number; side: number }

/** The two squares of cheek between the eyes' centres and the nose. */
function cheeks({ mesh }: Aligned): [Square, Square] {
  const { left, right, eyes, eyeDistance } = frameOf(mesh)
  const [upper, lower] = parts.lips[1]
  const toMouth = distance(eyes, middle(pointOf(mesh, upper), pointOf(mesh, lower)))
  const side = Math.floor(eyeDistance * 0.3)
  const below = (y: number) => Math.round(y) + Math.floor(toMouth / 2)
  return [
    { x: Math.round(left[0]), y: below(left[1]), side },
    { x: Math.round(right[0]) - side, y: below(right[1]), side },
  ]
}

const inSquare = ({ x, y, side }: Square) => {
  return (i: number) => {
    const [px, py] = [i % ALIGNED_SIDE, Math.floor(i / ALIGNED_SIDE)]
    return px >= x && px < x + side && py >= y && py < y + side
  }
}

/** How much the two cheeks' luminance histograms have in common: 1 is the same light on both. */
export function illuminationUniformity(aligned: Aligned): number | null {
  const [left, right] = cheeks(aligned).map((square) => histogramOf(aligned, inSquare(square)))
  return left && right ? left.reduce((sum, part, i) => sum + Math.min(part, right[i]!), 0) : null
}

/**
 * How far the cheeks' mean colour (CIELAB, D50) lies outside a* 5–25, b* 5–35; 0 is inside, 100 a colour no skin has. A
 * picture without any colour measures 0, as in the standard.
 */
export function naturalColour(aligned: Aligned): number {
  const { data } = aligned.raster
  const squares = cheeks(aligned).map(inSquare)
  const sum = [0, 0, 0]
  let count = 0
  let coloured = false
  for (let i = 0; i < aligned.luminance.length; i++) {
    const [r, g, b] = [data[i * 3]!, data[i * 3 + 1]!, data[i * 3 + 2]!]
    coloured ||= r !== g || g !== b
    if (!squares.some((has) => has(i))) continue
    count++
    if (!aligned.face[i]) continue
    for (const [c, value] of [r, g, b].entries()) sum[c]! += value
  }
  if (!coloured) return 0
  const [a, b] = labOf(sum.map((value) => value / Math.max(1, count)))
  if (a < 0 || b < 0) return 100
  const beyond = (value: number, low: number, high: number) => Math.max(0, low - value, value - high)
  return Math.hypot(beyond(a, 5, 25), beyond(b, 5, 35))
}

/** a* and b* of a mean sRGB colour (Bradford-adapted to D50). */
function labOf(rgb: number[]): [a: number, b: number] {
  const [r, g, b] = rgb.map(linear) as [number, number, number]
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)
  const x = f((0.43605 * r + 0.38508 * g + 0.14309 * b) / 0.964221)
  const y = f(0.22249 * r + 0.71689 * g + 0.06062 * b)
  const z = f((0.01393 * r + 0.0971 * g + 0.71419 * b) / 0.825211)
  return [500 * (x - y), 200 * (y - z)]
}
