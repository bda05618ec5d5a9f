import * as tf from '@tensorflow/tfjs-core'
import { loadRecognitionWeights } from './models.ts'
import { fitSimilarity, type Raster, warp } from './raster.ts'
import type { Point } from './view.ts'

/** The side of dlib's face chip, in pixels, and the room it leaves around the face (dlib: `get_face_chip_details`). */
const CHIP_SIDE = 150
const CHIP_PADDING = 0.25
/** Where dlib's five landmarks lie in an unpadded chip, with the mesh point that is the same spot. */
const ANCHORS: readonly { mesh: number; at: Point }[] = [
  { mesh: 263, at: [0.8595674595992, 0.2134981538014] },
  { mesh: 362, at: [0.6460604764104, 0.2289674387677] },
  { mesh: 33, at: [0.1205750620789, 0.2137274526848] },
  { mesh: 133, at: [0.3340850613712, 0.2290642403242] },
  { mesh: 2, at: [0.4901123135679, 0.6277975316475] },
]
/** Mean colour of dlib's training pictures, taken off every pixel. */
const MEAN_RGB = [122.782, 117.001, 104.298]
const BLOCKS = [
  ...['32_1', '32_2', '32_3'],
  ...['64_down', '64_1', '64_2', '64_3'],
  ...['128_down', '128_1', '128_2'],
  ...['256_down', '256_1', '256_2', '256_down_out'],
]

type Conv = { filters: tf.Tensor4D; bias: tf.Tensor1D }
type Block = { down: boolean; first: Conv; second: Conv }
export type Recognition = { stem: Conv; blocks: Block[]; projection: tf.Tensor2D }

/** Loads dlib's ResNet (`dlib_face_recognition_resnet_model_v1`), its scale layers folded into the convolutions. */
export async function loadRecognition(): Promise<Recognition> {
  const weights = await loadRecognitionWeights()
  const conv = (name: string): Conv =>
    tf.tidy(() => {
      const of = (part: string) => weights[`${name}/${part}`]!
      const scale = of('scale/weights')
      return {
        filters: tf.mul(of('conv/filters'), scale) as tf.Tensor4D,
        bias: tf.add(tf.mul(of('conv/bias'), scale), of('scale/biases')) as tf.Tensor1D,
      }
    })
  const recognition: Recognition = {
    stem: conv('conv32_down'),
    blocks: BLOCKS.map((name) => ({
      down: name.includes('down'),
      first: conv(`conv${name}/conv1`),
      second: conv(`conv${name}/conv2`),
    })),
    projection: tf.keep(tf.clone(weights['fc']!)) as tf.Tensor2D,
  }
  tf.dispose(weights)
  return recognition
}

function convolve(x: tf.Tensor4D, { filters, bias }: Conv, stride: 1 | 2, relu: boolean): tf.Tensor4D {
  const pad = stride === 2 ? 'valid' : 'same'
  return tf.fused.conv2d({ x, filter: filters, strides: stride, pad, bias, activation: relu ? 'relu' : 'linear' })
}

/** Grows `x` at the bottom, the right and the channels' end with zeros, as dlib's `add_prev` does for unequal sizes. */
function padTo(x: tf.Tensor4D, [, rows, columns, channels]: readonly number[]): tf.Tensor4D {
  const [, r, c, k] = x.shape
  return tf.pad(x, [
    [0, 0],
    [0, rows! - r],
    [0, columns! - c],
    [0, channels! - k],
  ])
}

function residual(x: tf.Tensor4D, block: Block): tf.Tensor4D {
  const inner = convolve(convolve(x, block.first, block.down ? 2 : 1, true), block.second, 1, false)
  const past = block.down ? tf.avgPool(x, 2, 2, 'valid') : x
  const size = past.shape.map((n, axis) => Math.max(n, inner.shape[axis]!))
  return tf.relu(tf.add(padTo(past, size), padTo(inner, size)))
}

/** The 128 numbers that stand for the face under `points` (a mesh in the picture's pixels). */
export function embedFace(model: Recognition, picture: Raster, points: Float32Array): Float32Array {
  const targets = ANCHORS.map(({ at }): Point => {
    const place = (n: number) => ((CHIP_PADDING + n) / (1 + 2 * CHIP_PADDING)) * CHIP_SIDE
    return [place(at[0]), place(at[1])]
  })
  const sources = ANCHORS.map(({ mesh }): Point => [points[mesh * 3]!, points[mesh * 3 + 1]!])
  const chip = warp(picture, fitSimilarity(targets, sources), CHIP_SIDE, CHIP_SIDE, 0)
  return tf.tidy(() => {
    const input = tf.div(tf.sub(tf.tensor4d(chip, [1, CHIP_SIDE, CHIP_SIDE, 3]), MEAN_RGB), 256) as tf.Tensor4D
    let x: tf.Tensor4D = tf.maxPool(convolve(input, model.stem, 2, true), 3, 2, 'valid')
    for (const block of model.blocks) x = residual(x, block)
    return Float32Array.from(tf.matMul(tf.mean(x, [1, 2]) as tf.Tensor2D, model.projection).dataSync())
  })
}
