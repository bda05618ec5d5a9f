import type { GraphModel } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import { type Raster, warp } from './raster.ts'

/** The side of the model's square input, in pixels. */
const SIDE = 256
/** The model is surest at the ends: a quarter keeps soft hair with the person. */
const PERSON = 0.25

/** 1 where somebody is, at the picture's own size. The model sees the picture squeezed into a square. */
export function segmentPerson(model: GraphModel, picture: Raster): Uint8Array {
  const { width, height } = picture
  const step = Math.max(width, height) / SIDE
  const map = { a: step, b: 0, x0: (step - 1) / 2, y0: (step - 1) / 2 }
  const probability = tf.tidy(() => {
    const input = tf.div(tf.tensor4d(warp(picture, map, SIDE, SIDE, 0), [1, SIDE, SIDE, 3]), 255)
    return (model.predict(input) as tf.Tensor).dataSync()
  })
  const out = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(SIDE - 1, Math.floor(y / step)) * SIDE
    for (let x = 0; x < width; x++, i++) {
      if (probability[row + Math.min(SIDE - 1, Math.floor(x / step))]! > PERSON) out[i] = 1
    }
  }
  return out
}
