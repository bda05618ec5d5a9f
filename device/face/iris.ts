import type { GraphModel } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import { parts, pointOf } from './quality/mesh-parts.ts'
import { mapPoint, type Raster, type Similarity, warp } from './raster.ts'
import type { Point } from './view.ts'

/** The side of the eye model's square input, in pixels. */
const SIDE = 64
/** The input's side as a part of the eye's width: lids, brow's edge and some cheek. */
const ROOM = 2.3
/** Points of the contour that the model draws around one eye: corners, then upper and lower lid one above the other. */
const CORNERS = [0, 8] as const
const LIDS = [
  [11, 3],
  [12, 4],
  [13, 5],
] as const

/** One eye as the model sees it: the widest gap between the lids, and the eye's width, in the picture's pixels. */
export type EyeOpening = { gap: number; width: number }

/**
 * Both eyes' lids by MediaPipe's eye model (71 contour points on a crop of one eye), which sees a shut lid; the face mesh
 * mostly does not. First the eye on the left of the picture.
 */
export function eyeOpenings(model: GraphModel, picture: Raster, mesh: Float32Array): [EyeOpening, EyeOpening] {
  // The model knows one side only: the other eye is shown to it mirrored.
  const views = [parts.leftEye.corners, parts.rightEye.corners].map(([a, b], n) => {
    const [left, right] = [pointOf(mesh, a), pointOf(mesh, b)]
    return cropOf(left, right, n === 1)
  })
  const values = tf.tidy(() => {
    const crops = views.map(({ map, mirrored }) => {
      const crop = tf.tensor4d(warp(picture, map, SIDE, SIDE), [1, SIDE, SIDE, 3])
      return mirrored ? tf.reverse(crop, 2) : crop
    })
    return (model.predict(tf.div(tf.concat(crops), 255)) as tf.Tensor).dataSync()
  })
  const each = values.length / 2
  const [left, right] = views.map(({ map, mirrored }, n) => {
    const at = (i: number): Point => {
      const [x, y] = [values[n * each + i * 3]!, values[n * each + i * 3 + 1]!]
      return mapPoint(map, [mirrored ? SIDE - x : x, y])
    }
    const between = (a: number, b: number) => Math.hypot(at(a)[0] - at(b)[0], at(a)[1] - at(b)[1])
    return { gap: Math.max(...LIDS.map(([a, b]) => between(a, b))), width: between(...CORNERS) }
  })
  return [left!, right!]
}

/** From the model's input to the picture: the eye in the middle, its corners level. */
function cropOf([ax, ay]: Point, [bx, by]: Point, mirrored: boolean): { map: Similarity; mirrored: boolean } {
  const scale = ROOM / SIDE
  const [a, b] = [(bx - ax) * scale, (by - ay) * scale]
  const half = SIDE / 2
  return { map: { a, b, x0: (ax + bx) / 2 - a * half + b * half, y0: (ay + by) / 2 - b * half - a * half }, mirrored }
}
