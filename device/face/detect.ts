import type { GraphModel } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import type { Point } from './view.ts'

/** The side of BlazeFace's (back camera) square input, in pixels. */
export const DETECT_SIDE = 256
/** Below this the detector sees faces in curtains and posters. */
const MIN_SCORE = 0.5
/** Boxes that overlap more than this (intersection over union) are one face. */
const SAME_FACE = 0.3
/** BlazeFace's anchor grids: cells of 16 pixels with two anchors each, then cells of 32 with six. */
const GRIDS = [
  { stride: 16, anchors: 2 },
  { stride: 32, anchors: 6 },
]
/** One prediction: centre, size, then six key points, all relative to the anchor's centre. */
const VALUES = 16

/** A face as the detector sees it, in its input's pixels. `eyes` and `mouth` are rough. */
export type Detection = { score: number; x: number; y: number; size: number; eyes: readonly [Point, Point] }

function anchorCentres(): Point[] {
  return GRIDS.flatMap(({ stride, anchors }) => {
    const cells = DETECT_SIDE / stride
    return Array.from({ length: cells * cells * anchors }, (_, i): Point => {
      const cell = Math.floor(i / anchors)
      return [((cell % cells) + 0.5) * stride, (Math.floor(cell / cells) + 0.5) * stride]
    })
  })
}

const centres = anchorCentres()

function overlap(a: Detection, b: Detection): number {
  const side = (p: 'x' | 'y') =>
    Math.max(0, Math.min(a[p] + a.size / 2, b[p] + b.size / 2) - Math.max(a[p] - a.size / 2, b[p] - b.size / 2))
  const both = side('x') * side('y')
  return both / (a.size * a.size + b.size * b.size - both)
}

/** Finds the faces in one `DETECT_SIDE` square of RGB values 0 to 255, the largest first. */
export function detectFaces(model: GraphModel, square: Uint8Array): Detection[] {
  const [scores, boxes] = tf.tidy(() => {
    const input = tf.sub(tf.div(tf.tensor4d(square, [1, DETECT_SIDE, DETECT_SIDE, 3], 'float32'), 127.5), 1)
    const outputs = model.predict(input) as tf.Tensor3D[]
    const of = (rows: number, columns: number) =>
      outputs.find((t) => t.shape[1] === rows && t.shape[2] === columns)!.dataSync()
    return [
      [...of(512, 1), ...of(384, 1)],
      [...of(512, VALUES), ...of(384, VALUES)],
    ]
  })
  const found: Detection[] = []
  for (const [i, logit] of scores.entries()) {
    const score = 1 / (1 + Math.exp(-logit))
    if (score < MIN_SCORE) continue
    const [ax, ay] = centres[i]!
    const value = (k: number) => boxes[i * VALUES + k]!
    found.push({
      score,
      x: ax + value(0),
      y: ay + value(1),
      size: Math.max(value(2), value(3)),
      eyes: [
        [ax + value(4), ay + value(5)],
        [ax + value(6), ay + value(7)],
      ],
    })
  }
  found.sort((a, b) => b.score - a.score)
  const kept: Detection[] = []
  for (const one of found) if (kept.every((other) => overlap(one, other) < SAME_FACE)) kept.push(one)
  return kept.sort((a, b) => b.size - a.size)
}
