/**
 * The standard's aligned face: 616×616, the eyes 113 pixels apart and level, always at the same place. All measures of light
 * and colour are taken on it, so that they do not depend on distance, place or tilt.
 */
import { fitSimilarity, halve, mapPoint, type Raster, type Similarity, warp } from '../raster.ts'
import type { Point } from '../view.ts'
import { frameOf, parts, pointOf } from './mesh-parts.ts'
import { convexHull, fillPolygon } from './polygon.ts'

export const ALIGNED_SIDE = 616
/** Eye centres, tip of the nose, mouth corners: where ISO/IEC 29794-5 puts them. */
const REFERENCE: readonly Point[] = [
  [251, 272],
  [364, 272],
  [308, 336],
  [262, 402],
  [355, 402],
]

export type Aligned = {
  raster: Raster
  /** The mesh in the aligned face's pixels. */
  mesh: Float32Array
  /** 1 inside the landmarks' convex hull: brows to chin, ear to ear. */
  face: Uint8Array
  /** 1 where the picture itself is, 0 where the aligned face reaches beyond its edge. */
  inside: Uint8Array
  /** Luminance (linear light, Rec. 709 primaries) of every pixel, 0 to 255. */
  luminance: Uint8Array
}

/** Aligns the face under `mesh` (in the picture's pixels). */
export function alignFace(picture: Raster, mesh: Float32Array): Aligned {
  let source = picture
  let points = mesh
  let map = fit(points)
  // `warp` does not average: a source much larger than the target would flicker with noise and look too sharp.
  while (Math.hypot(map.a, map.b) >= 2) {
    source = halve(source)
    points = points.map((value) => value / 2)
    map = fit(points)
  }
  const data = Uint8Array.from(warp(source, map, ALIGNED_SIDE, ALIGNED_SIDE, 0), Math.round)
  const raster = { width: ALIGNED_SIDE, height: ALIGNED_SIDE, data }
  const inside = new Uint8Array(ALIGNED_SIDE * ALIGNED_SIDE)
  for (let y = 0, i = 0; y < ALIGNED_SIDE; y++) {
    for (let x = 0; x < ALIGNED_SIDE; x++, i++) {
      const [sx, sy] = mapPoint(map, [x, y])
      if (sx >= 0 && sy >= 0 && sx <= source.width - 1 && sy <= source.height - 1) inside[i] = 1
    }
  }
  const aligned = alignedMesh(points, map)
  const hull = convexHull(parts.outline.map((n) => pointOf(aligned, n)))
  const face = fillPolygon(hull, ALIGNED_SIDE, ALIGNED_SIDE)
  return { raster, mesh: aligned, face, inside, luminance: luminanceOf(raster) }
}

function fit(mesh: Float32Array): Similarity {
  const { left, right } = frameOf(mesh)
  const [mouthLeft, mouthRight] = parts.mouthCorners
  const spots = [left, right, pointOf(mesh, parts.noseTip), pointOf(mesh, mouthLeft), pointOf(mesh, mouthRight)]
  return fitSimilarity(REFERENCE, spots)
}

/** The inverse of `map`, on every point of the mesh; depth is scaled with the picture. */
function alignedMesh(mesh: Float32Array, { a, b, x0, y0 }: Similarity): Float32Array {
  const norm = a * a + b * b
  const out = new Float32Array(mesh.length)
  for (let i = 0; i < mesh.length; i += 3) {
    const [x, y] = [mesh[i]! - x0, mesh[i + 1]! - y0]
    out[i] = (a * x + b * y) / norm
    out[i + 1] = (a * y - b * x) / norm
    out[i + 2] = mesh[i + 2]! / Math.sqrt(norm)
  }
  return out
}

/** sRGB value 0 to 255 to linear light 0 to 1 (IEC 61966-2-1). */
export function linear(value: number): number {
  const x = value / 255
  return x > 0.04045 ? ((x + 0.055) / 1.055) ** 2.4 : x / 12.92
}

const LINEAR = Float64Array.from({ length: 256 }, (_, i) => linear(i))

function luminanceOf({ data }: Raster): Uint8Array {
  const out = new Uint8Array(data.length / 3)
  for (let i = 0, p = 0; i < out.length; i++, p += 3) {
    const y = 0.2126 * LINEAR[data[p]!]! + 0.7152 * LINEAR[data[p + 1]!]! + 0.0722 * LINEAR[data[p + 2]!]!
    out[i] = Math.floor(y * 255 + 0.5)
  }
  return out
}
