/**
 * The parts of the face that the standard measures, as numbers of the face mesh's points (MediaPipe's canonical face, 468
 * points). The reference has 98 landmarks of another model: the spots are the same, to about 2 % of the eye distance.
 * Left and right are the picture's.
 */
import type { Point } from '../view.ts'

export const parts = {
  leftEye: {
    corners: [33, 133],
    outline: [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
  },
  rightEye: {
    corners: [362, 263],
    outline: [263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249],
  },
  lips: [
    [82, 87],
    [13, 14],
    [312, 317],
  ],
  mouthCorners: [61, 291],
  mouthOutline: [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146],
  noseTip: 1,
  chin: 152,
  /** Ear to ear along the jaw, then the brows: the reference's landmarks go no higher. */
  outline: [
    ...[
      127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356,
    ],
    ...[70, 63, 105, 66, 107, 336, 296, 334, 293, 300],
  ],
  /** Where skin is bare on nearly everybody: cheeks, beside the nose, between the brows, the nose's back. */
  skin: [50, 280, 101, 330, 9, 151, 197, 5],
} as const

/** A point of the mesh (three numbers each) in its picture's pixels. */
export function pointOf(mesh: Float32Array, n: number): Point {
  return [mesh[n * 3]!, mesh[n * 3 + 1]!]
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

export function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

/** Eye centres (middle of the corners), and T: from the middle of the eyes to the chin, the standard's own length. */
export function frameOf(mesh: Float32Array) {
  const at = (n: number) => pointOf(mesh, n)
  const left = middle(at(parts.leftEye.corners[0]), at(parts.leftEye.corners[1]))
  const right = middle(at(parts.rightEye.corners[0]), at(parts.rightEye.corners[1]))
  const eyes = middle(left, right)
  return { left, right, eyes, eyeDistance: distance(left, right), t: distance(eyes, at(parts.chin)) }
}
