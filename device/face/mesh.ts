import type { GraphModel } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import type { Detection } from './detect.ts'
import { mapPoint, type Raster, type Similarity, warp } from './raster.ts'

/** The side of the mesh model's square input, in pixels. */
const MESH_SIDE = 192
/** The mesh wants the whole head: the detector's box holds brows to chin only. */
const ENLARGE = 1.6

/** 468 points in the picture's pixels, three numbers each, and the model's confidence, 0 to 1. */
export type Mesh = { points: Float32Array; confidence: number }

/** Lays the face mesh on one detection (given in the picture's pixels), turned so that the eyes are level. */
export function meshFace(model: GraphModel, picture: Raster, face: Detection): Mesh {
  const [left, right] = face.eyes
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0])
  const scale = (face.size * ENLARGE) / MESH_SIDE
  const a = Math.cos(angle) * scale
  const b = Math.sin(angle) * scale
  const half = MESH_SIDE / 2
  const map: Similarity = { a, b, x0: face.x - a * half + b * half, y0: face.y - b * half - a * half }
  const [raw, flag] = tf.tidy(() => {
    const input = tf.div(tf.tensor4d(warp(picture, map, MESH_SIDE, MESH_SIDE), [1, MESH_SIDE, MESH_SIDE, 3]), 255)
    const outputs = model.predict(input) as tf.Tensor[]
    const of = (columns: number) => outputs.find((t) => t.shape[1] === columns)!.dataSync()
    return [of(1404), of(1)]
  })
  const points = new Float32Array(raw.length)
  for (let i = 0; i < raw.length; i += 3) {
    const [x, y] = mapPoint(map, [raw[i]!, raw[i + 1]!])
    points[i] = x
    points[i + 1] = y
    points[i + 2] = raw[i + 2]! * scale
  }
  return { points, confidence: flag![0]! }
}
