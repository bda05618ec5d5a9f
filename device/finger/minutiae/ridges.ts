import type { GrayImage } from '../image.ts'
import { CELL, type Field } from './field.ts'

/** Filters are made for this many directions; between two of them ridges lose under a tenth of their height. */
const DIRECTIONS = 16
/** Half a filter's side (pixels): a ridge and its two valleys. */
const REACH = 7
/** Ridge period the filters look for (pixels at 500 ppi); they pass 6 to 14. */
const PERIOD = 9
/** Width of the filters' bell along and across the ridges (pixels). */
const ALONG = 4.2
const ACROSS = 3.2

const SIDE = 2 * REACH + 1

/** A ridge's cross section in direction `turn`, with a mean of zero. */
function filter(turn: number): Float32Array {
  const out = new Float32Array(SIDE * SIDE)
  let sum = 0
  for (let y = -REACH; y <= REACH; y++) {
    for (let x = -REACH; x <= REACH; x++) {
      const along = x * Math.cos(turn) + y * Math.sin(turn)
      const across = -x * Math.sin(turn) + y * Math.cos(turn)
      const bell = Math.exp(-(along ** 2 / (2 * ALONG ** 2) + across ** 2 / (2 * ACROSS ** 2)))
      const at = (y + REACH) * SIDE + x + REACH
      out[at] = bell * Math.cos((2 * Math.PI * across) / PERIOD)
      sum += out[at]!
    }
  }
  return out.map((value) => value - sum / out.length)
}

let bank: Float32Array[] | undefined

/** 1 on ridges, 0 elsewhere: the picture filtered along its direction field and cut at zero. */
export function ridgeMap({ width, height, pixels }: GrayImage, field: Field): Uint8Array {
  bank ??= Array.from({ length: DIRECTIONS }, (_, at) => filter((at * Math.PI) / DIRECTIONS))
  const out = new Uint8Array(width * height)
  for (let row = 0; row < field.rows; row++) {
    for (let column = 0; column < field.columns; column++) {
      const cell = row * field.columns + column
      if (!field.inside[cell]) continue
      const kernel = bank[Math.round((field.angle[cell]! / Math.PI) * DIRECTIONS) % DIRECTIONS]!
      for (let y = row * CELL; y < (row + 1) * CELL; y++) {
        for (let x = column * CELL; x < (column + 1) * CELL; x++) {
          if (x < REACH || y < REACH || x >= width - REACH || y >= height - REACH) continue
          let sum = 0
          let at = 0
          for (let ky = -REACH; ky <= REACH; ky++) {
            let from = (y + ky) * width + x - REACH
            for (let kx = 0; kx < SIDE; kx++) sum += kernel[at++]! * pixels[from++]!
          }
          // Ridges are dark.
          if (sum < 0) out[y * width + x] = 1
        }
      }
    }
  }
  return out
}

/** Lines one pixel wide (Zhang and Suen 1984), in place. The outermost pixels must be 0. */
export function thin(map: Uint8Array, width: number): void {
  const ring = [-width, -width + 1, 1, width + 1, width, width - 1, -1, -width - 1]
  for (let changed = true; changed; ) {
    changed = false
    for (const [a, b] of [
      [2, 4],
      [0, 6],
    ] as const) {
      const gone: number[] = []
      for (let at = width + 1; at < map.length - width - 1; at++) {
        if (!map[at]) continue
        let count = 0
        let steps = 0
        for (let i = 0; i < 8; i++) {
          const now = map[at + ring[i]!]!
          count += now
          if (!now && map[at + ring[(i + 1) & 7]!]) steps++
        }
        if (count < 2 || count > 6 || steps !== 1) continue
        const n = (i: number) => map[at + ring[i]!]!
        // First pass: one of N, E, S and one of E, S, W is empty; second: of N, E, W and of N, S, W.
        const first = a === 2 ? n(0) * n(2) * n(4) : n(0) * n(2) * n(6)
        const second = b === 4 ? n(2) * n(4) * n(6) : n(0) * n(4) * n(6)
        if (first === 0 && second === 0) gone.push(at)
      }
      for (const at of gone) map[at] = 0
      changed ||= gone.length > 0
    }
  }
}
