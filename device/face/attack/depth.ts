import { pointOf } from '../quality/mesh-parts.ts'
import type { Point } from '../view.ts'

/**
 * Spots that lie about in one plane on every face (eye corners, temples, mouth corners, cheeks), and the ones in front of it
 * (tip and bridge of the nose). A picture on paper or on a screen moves them all as one plane, a head does not.
 */
const PLANE = [33, 133, 362, 263, 127, 356, 61, 291, 58, 288]
const BEFORE = [1, 4, 5]
/** Below this difference of yaw nothing can be said (degrees). */
export const LEAST_TURN = 10

export type Depth = {
  /** How far the nose left the plane of the face in the turn, in eye distances of the first look; about 0 is flat. */
  parallax: number
  /** How badly the plane itself fits; a parallax that is not clearly larger says nothing. */
  misfit: number
}

/**
 * Compares two looks at a face (meshes in pixels) between which the head turned: fits the affine map that takes the plane's
 * spots from one to the other, and says how far the nose is from where that map would put it. The mesh's own depth is not
 * used: it is a guess of the model, and flat pictures get one as well. Pure. Measured, not judged: no limit is certified.
 */
export function depthOf(before: Float32Array, after: Float32Array): Depth {
  const from = PLANE.map((n) => pointOf(before, n))
  const map = affine(
    from,
    PLANE.map((n) => pointOf(after, n)),
  )
  const unit = Math.hypot(from[0]![0] - from[3]![0], from[0]![1] - from[3]![1]) * 0.7
  const miss = (n: number): number => {
    const [x, y] = map(pointOf(before, n))
    const [u, v] = pointOf(after, n)
    return Math.hypot(x - u, y - v) / unit
  }
  const mean = (list: readonly number[]) => list.reduce((sum, n) => sum + miss(n), 0) / list.length
  return { parallax: mean(BEFORE), misfit: mean(PLANE) }
}

/** The affine map of least squares: two times three unknowns by the normal equations. */
function affine(from: readonly Point[], to: readonly Point[]): (point: Point) => Point {
  const m = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  const [right, down] = [
    [0, 0, 0],
    [0, 0, 0],
  ]
  for (const [i, [x, y]] of from.entries()) {
    const row = [x, y, 1]
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 3; b++) m[a * 3 + b]! += row[a]! * row[b]!
      right[a]! += row[a]! * to[i]![0]
      down[a]! += row[a]! * to[i]![1]
    }
  }
  const [a, b] = [solve(m, right), solve(m, down)]
  return ([x, y]) => [a[0]! * x + a[1]! * y + a[2]!, b[0]! * x + b[1]! * y + b[2]!]
}

/** Cramer's rule for three unknowns. */
function solve(m: readonly number[], right: readonly number[]): number[] {
  const det = (c: readonly number[]) =>
    c[0]! * (c[4]! * c[8]! - c[5]! * c[7]!) -
    c[1]! * (c[3]! * c[8]! - c[5]! * c[6]!) +
    c[2]! * (c[3]! * c[7]! - c[4]! * c[6]!)
  const whole = det(m)
  return [0, 1, 2].map(
    (column) => det(m.map((value, i) => (i % 3 === column ? right[Math.floor(i / 3)]! : value))) / whole,
  )
}
