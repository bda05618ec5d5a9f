/** The characters as small grey pictures to compare with, made of their strokes at first use. */
import { glyphs, MIDDLE, STROKE } from './glyphs.ts'

/** One sample is this far from the next (0.1 mm): three to a stroke's width and a half, which is what a camera sees. */
export const STEP = 1.5
/** Samples of a patch: wider and higher than any character, so that what stands beside it counts too. */
export const COLUMNS = 15
export const ROWS = 20

export type Template = { character: string; samples: Float32Array }

let made: Template[] | undefined

/** Each of mean 0 and length 1: their product with a patch made the same way is the correlation, −1 to 1. */
export function templates(): readonly Template[] {
  made ??= Object.entries(glyphs).map(([character, path]) => ({ character, samples: normal(drawn(polylines(path))) }))
  return made
}

/** Takes the mean off and scales to length 1, in place. */
export function normal(samples: Float32Array): Float32Array {
  let mean = 0
  for (const value of samples) mean += value
  mean /= samples.length
  let square = 0
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]! - mean
    samples[i] = value
    square += value * value
  }
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square)
  for (let i = 0; i < samples.length; i++) samples[i]! *= scale
  return samples
}

/** Where a sample lies (0.1 mm from the middle of the cell, y up). */
export function placeOf(column: number, row: number): [x: number, y: number] {
  return [(column - (COLUMNS - 1) / 2) * STEP, ((ROWS - 1) / 2 - row) * STEP]
}

/** A stroke's edge is as soft as a camera makes it (0.1 mm from full to nothing). */
const EDGE = 2.4

function drawn(lines: Line[]): Float32Array {
  const samples = new Float32Array(COLUMNS * ROWS)
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const [x, y] = placeOf(column, row)
      const distance = Math.min(...lines.map((line) => distanceTo(line, x + MIDDLE.x, y + MIDDLE.y)))
      samples[row * COLUMNS + column] = Math.min(1, Math.max(0, 0.5 + (STROKE / 2 - distance) / EDGE))
    }
  }
  return samples
}

type Point = readonly [x: number, y: number]
export type Line = readonly [from: Point, to: Point]

/** A curve is cut into so many straight pieces. */
const PIECES = 8

/** A glyph's path as straight lines (0.1 mm, y up). */
export function polylines(path: string): Line[] {
  const lines: Line[] = []
  let at: Point = [0, 0]
  let start = at
  const to = (point: Point) => {
    lines.push([at, point])
    at = point
  }
  for (const [, letter, rest] of path.matchAll(/([MLHVCZ])([^MLHVCZ]*)/g)) {
    const n = (rest ?? '').trim().split(/\s+/).map(Number)
    if (letter === 'M') at = start = [n[0]!, n[1]!]
    else if (letter === 'L') to([n[0]!, n[1]!])
    else if (letter === 'H') to([n[0]!, at[1]])
    else if (letter === 'V') to([at[0], n[0]!])
    else if (letter === 'Z') to(start)
    else {
      const from = at
      for (let i = 1; i <= PIECES; i++) {
        const t = i / PIECES
        const u = 1 - t
        const on = (k: 0 | 1) =>
          u * u * u * from[k] + 3 * u * u * t * n[k]! + 3 * u * t * t * n[2 + k]! + t * t * t * n[4 + k]!
        to([on(0), on(1)])
      }
    }
  }
  return lines
}

function distanceTo([[ax, ay], [bx, by]]: Line, x: number, y: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const square = dx * dx + dy * dy
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}
