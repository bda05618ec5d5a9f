import type { Point } from '../view.ts'
import { distance, frameOf, parts, pointOf } from './mesh-parts.ts'

/** Angles in degrees; see `FaceMeasure`. */
export type Pose = { yaw: number; pitch: number; roll: number }
/** With the gap between the lids of the more closed eye, in pixels. */
export type Seen = Pose & { lidGap: number }

export type Geometry = {
  /** Lid gap of the more closed eye and gap between the lips, as parts of T (eyes to chin). */
  eyesOpen: number
  mouthOpen: number
  /** In pixels, as it would be without the turn of the head. */
  eyeDistance: number
  /** T as a part of the picture's height. */
  headSize: number
  /** From the picture's edges to the eyes: across in eye distances, up and down in T. */
  left: number
  right: number
  above: number
  below: number
}

/** Lengths and places of one face in a picture of `width`×`height`, as ISO/IEC 29794-5 takes them. Pure. */
export function geometryOf(mesh: Float32Array, width: number, height: number, { yaw, lidGap }: Seen): Geometry {
  const { left, right, eyes, eyeDistance, t } = frameOf(mesh)
  const gap = (pairs: readonly (readonly [number, number])[]) =>
    Math.max(...pairs.map(([a, b]) => distance(pointOf(mesh, a), pointOf(mesh, b))))
  const x = (point: Point) => point[0]
  return {
    eyesOpen: lidGap / t,
    mouthOpen: gap(parts.lips) / t,
    eyeDistance: eyeDistance / Math.max(0.2, Math.cos((yaw * Math.PI) / 180)),
    headSize: t / height,
    // To the farther eye, as the reference does (its published values leave no other reading).
    left: x(right) / eyeDistance,
    right: (width - x(left)) / eyeDistance,
    above: eyes[1] / t,
    below: (height - eyes[1]) / t,
  }
}
