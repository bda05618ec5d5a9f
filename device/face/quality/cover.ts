import { ALIGNED_SIDE, type Aligned } from './aligned.ts'
import { frameOf, parts, pointOf } from './mesh-parts.ts'
import { fillPolygon } from './polygon.ts'

/** Half the side of the window in which structure is looked for, in pixels of the aligned face. */
const WINDOW = 3
/** A window whose luma deviates less than this (a part of the skin's own luma, and grain) has no structure. */
const FLAT = 0.01
const GRAIN = 1.2
/** How far a colour may lie from this face's skin: in chromaticity, and in luma as a factor either way. */
const CHROMA = 0.05
const DARKER = 0.35
const LIGHTER = 1.9
/** Half the side of a patch of skin, in pixels. */
const PATCH = 5

export type Cover = { eyes: number; mouth: number; face: number; mask: Uint8Array }

/**
 * Parts of the eyes' zone, of the mouth and of the face that an object covers; `mask` has 1 for each such pixel.
 *
 * A heuristic in place of the standard's trained segmentation: a pixel counts as covered where its surroundings are smooth
 * and their colour is not this face's skin; on the mouth where they are smooth, whatever their colour, because lips never are. It
 * sees bars, masks, dark glasses and plain scarves. Limits: hands and whatever else has skin's colour (but not on the mouth),
 * fabric with a pattern, thin frames and single strands of hair are not seen; smooth dark hair over the face is. So a high
 * component never says that nothing is covered: the caseworker's checklist asks.
 */
export function coverOf(aligned: Aligned): Cover | null {
  const skin = skinOf(aligned)
  if (!skin) return null
  const { data } = aligned.raster
  const luma = new Float32Array(ALIGNED_SIDE * ALIGNED_SIDE)
  for (let i = 0; i < luma.length; i++) luma[i] = lumaOf(data, i)
  const deviation = localDeviation(luma)
  const mask = new Uint8Array(luma.length)
  const smooth = new Uint8Array(luma.length)
  for (let i = 0; i < mask.length; i++) {
    if (!aligned.inside[i] || deviation[i]! > FLAT * skin.luma + GRAIN) continue
    smooth[i] = 1
    const [r, g] = chromaOf(data, i)
    const factor = luma[i]! / skin.luma
    const away = Math.hypot(r - skin.r, g - skin.g)
    if (factor < DARKER || factor > LIGHTER || away > CHROMA) mask[i] = 1
  }
  const part = (area: Uint8Array, of = mask) => {
    let all = 0
    let covered = 0
    for (let i = 0; i < area.length; i++) {
      if (!area[i]) continue
      all++
      covered += of[i]!
    }
    return all ? covered / all : 0
  }
  const polygon = (list: readonly number[]) =>
    fillPolygon(
      list.map((n) => pointOf(aligned.mesh, n)),
      ALIGNED_SIDE,
      ALIGNED_SIDE,
    )
  return {
    eyes: part(eyeZone(aligned)),
    mouth: part(polygon(parts.mouthOutline), smooth),
    face: part(aligned.face),
    mask,
  }
}

/** The eyes' boxes with a margin of a twentieth of the eye distance (ISO/IEC 29794-5: the eye visibility zone). */
function eyeZone({ mesh }: Aligned): Uint8Array {
  const out = new Uint8Array(ALIGNED_SIDE * ALIGNED_SIDE)
  const margin = Math.floor(frameOf(mesh).eyeDistance / 20)
  for (const eye of [parts.leftEye, parts.rightEye]) {
    const points = eye.outline.map((n) => pointOf(mesh, n))
    const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])]
    const clamp = (value: number) => Math.min(ALIGNED_SIDE - 1, Math.max(0, Math.round(value)))
    const [from, to] = [clamp(Math.min(...xs) - margin), clamp(Math.max(...xs) + margin)]
    for (let y = clamp(Math.min(...ys) - margin); y <= clamp(Math.max(...ys) + margin); y++) {
      out.fill(1, y * ALIGNED_SIDE + from, y * ALIGNED_SIDE + to + 1)
    }
  }
  return out
}

function lumaOf(data: Uint8Array, i: number): number {
  return 0.299 * data[i * 3]! + 0.587 * data[i * 3 + 1]! + 0.114 * data[i * 3 + 2]!
}

/** Red and green as parts of the whole; dark pixels drift to grey so that their noise does not count. */
function chromaOf(data: Uint8Array, i: number): [number, number] {
  const [r, g, b] = [data[i * 3]! + 4, data[i * 3 + 1]! + 4, data[i * 3 + 2]! + 4]
  return [r / (r + g + b), g / (r + g + b)]
}

/** The colour of this face: the median over patches where skin is bare, so that a covered half does not decide. */
function skinOf({ mesh, raster, inside }: Aligned) {
  const patches: { r: number; g: number; luma: number }[] = []
  for (const n of parts.skin) {
    const [cx, cy] = pointOf(mesh, n)
    const sum = { r: 0, g: 0, luma: 0 }
    let count = 0
    for (let y = Math.round(cy) - PATCH; y <= cy + PATCH; y++) {
      for (let x = Math.round(cx) - PATCH; x <= cx + PATCH; x++) {
        const i = y * ALIGNED_SIDE + x
        if (x < 0 || y < 0 || x >= ALIGNED_SIDE || y >= ALIGNED_SIDE || !inside[i]) continue
        const [r, g] = chromaOf(raster.data, i)
        sum.r += r
        sum.g += g
        sum.luma += lumaOf(raster.data, i)
        count++
      }
    }
    if (count) patches.push({ r: sum.r / count, g: sum.g / count, luma: sum.luma / count })
  }
  const median = (of: (patch: (typeof patches)[number]) => number) =>
    patches.map(of).sort((a, b) => a - b)[patches.length >> 1]!
  return patches.length ? { r: median((p) => p.r), g: median((p) => p.g), luma: median((p) => p.luma) } : null
}

/** Standard deviation of the luma in the window around every pixel, by running sums. */
function localDeviation(luma: Float32Array): Float32Array {
  const side = ALIGNED_SIDE
  const stride = side + 1
  const sum = new Float64Array(stride * stride)
  const squares = new Float64Array(stride * stride)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const value = luma[y * side + x]!
      const at = (y + 1) * stride + x + 1
      sum[at] = value + sum[at - 1]! + sum[at - stride]! - sum[at - stride - 1]!
      squares[at] = value * value + squares[at - 1]! + squares[at - stride]! - squares[at - stride - 1]!
    }
  }
  const out = new Float32Array(luma.length)
  for (let y = 0; y < side; y++) {
    const [top, bottom] = [Math.max(0, y - WINDOW) * stride, Math.min(side, y + WINDOW + 1) * stride]
    for (let x = 0; x < side; x++) {
      const [left, right] = [Math.max(0, x - WINDOW), Math.min(side, x + WINDOW + 1)]
      const of = (t: Float64Array) => t[bottom + right]! - t[bottom + left]! - t[top + right]! + t[top + left]!
      const n = ((bottom - top) / stride) * (right - left)
      const mean = of(sum) / n
      out[y * side + x] = Math.sqrt(Math.max(0, of(squares) / n - mean * mean))
    }
  }
  return out
}
