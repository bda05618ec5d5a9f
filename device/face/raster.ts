import type { Point } from './view.ts'

/** 8-bit RGB pixels, row by row, without padding. */
export type Raster = { width: number; height: number; data: Uint8Array }

/** Maps a point (u, v) of the target to the source: x = a·u − b·v + x0, y = b·u + a·v + y0 (turn, scale and shift). */
export type Similarity = { a: number; b: number; x0: number; y0: number }

export function mapPoint(map: Similarity, [u, v]: Point): Point {
  return [map.a * u - map.b * v + map.x0, map.b * u + map.a * v + map.y0]
}

/**
 * Samples `source` through `map` into `width`×`height` RGB values 0 to 255, bilinear. Outside the source the nearest
 * edge pixel is taken, or `outside` where that is given. Meant for scales down to about a half: it does not average.
 */
export function warp(source: Raster, map: Similarity, width: number, height: number, outside?: number): Float32Array {
  const out = new Float32Array(width * height * 3)
  const { data, width: sw, height: sh } = source
  let at = 0
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++, at += 3) {
      const x = map.a * u - map.b * v + map.x0
      const y = map.b * u + map.a * v + map.y0
      if (outside !== undefined && (x < 0 || y < 0 || x > sw - 1 || y > sh - 1)) {
        out.fill(outside, at, at + 3)
        continue
      }
      const cx = Math.min(Math.max(x, 0), sw - 1)
      const cy = Math.min(Math.max(y, 0), sh - 1)
      const left = Math.floor(cx)
      const top = Math.floor(cy)
      const fx = cx - left
      const fy = cy - top
      const right = left + 1 < sw ? 3 : 0
      const row = (top * sw + left) * 3
      const below = row + (top + 1 < sh ? sw * 3 : 0)
      for (let c = 0; c < 3; c++) {
        const upper = data[row + c]! * (1 - fx) + data[row + right + c]! * fx
        const lower = data[below + c]! * (1 - fx) + data[below + right + c]! * fx
        out[at + c] = upper * (1 - fy) + lower * fy
      }
    }
  }
  return out
}

/** The similarity that lays `targets` best (least squares) on `sources`: the closed form in two dimensions. */
export function fitSimilarity(targets: readonly Point[], sources: readonly Point[]): Similarity {
  const mean = (points: readonly Point[], axis: 0 | 1) => points.reduce((sum, p) => sum + p[axis], 0) / points.length
  const [tu, tv, sx, sy] = [mean(targets, 0), mean(targets, 1), mean(sources, 0), mean(sources, 1)]
  let dot = 0
  let cross = 0
  let norm = 0
  for (const [i, target] of targets.entries()) {
    const source = sources[i]!
    const [u, v, x, y] = [target[0] - tu, target[1] - tv, source[0] - sx, source[1] - sy]
    dot += u * x + v * y
    cross += u * y - v * x
    norm += u * u + v * v
  }
  const a = dot / norm
  const b = cross / norm
  return { a, b, x0: sx - a * tu + b * tv, y0: sy - b * tu - a * tv }
}

/** Half the size, each pixel the mean of four; an odd last row or column is dropped. */
export function halve({ width, height, data }: Raster): Raster {
  const [w, h] = [width >> 1, height >> 1]
  const out = new Uint8Array(w * h * 3)
  for (let y = 0, o = 0; y < h; y++) {
    for (let i = 2 * y * width * 3, x = 0; x < w; x++, i += 6) {
      for (let c = 0; c < 3; c++, o++) {
        const j = i + c + width * 3
        out[o] = (data[i + c]! + data[i + c + 3]! + data[j]! + data[j + 3]! + 2) >> 2
      }
    }
  }
  return { width: w, height: h, data: out }
}
