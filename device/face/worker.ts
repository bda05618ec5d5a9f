import { parentPort } from 'node:worker_threads'
import type { GraphModel } from '@tensorflow/tfjs-converter'
import sharp from 'sharp'
import { chooseBackend } from './backend.ts'
import { DETECT_SIDE, type Detection, detectFaces } from './detect.ts'
import { embedFace, loadRecognition } from './embed.ts'
import { measureFace } from './measure.ts'
import { meshFace } from './mesh.ts'
import { loadHumanModel } from './models.ts'
import { readPicture } from './picture.ts'
import type { Raster } from './raster.ts'
import type { FaceEmbedding, FaceView } from './view.ts'

/** Wider pictures are measured at this width: the mesh sees 192 pixels anyhow, and decoding is what costs. */
const WORK_WIDTH = 1280
/** Below this the mesh did not settle on a face: the detector was wrong. */
const MIN_CONFIDENCE = 0.5

export type FaceRequest = { id: number; op: 'analyse' | 'embed'; jpeg: Uint8Array }
export type FaceReply =
  | { is: 'ready'; backend: string }
  | { is: 'broken'; detail: string }
  | { is: 'done'; id: number; value: FaceView | FaceEmbedding }
  | { is: 'failed'; id: number; detail: string }

const port = parentPort!

async function findFaces(detector: GraphModel, picture: Raster): Promise<Detection[]> {
  const { width, height, data } = picture
  const square = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(DETECT_SIDE, DETECT_SIDE, { fit: 'contain', kernel: 'linear' })
    .raw()
    .toBuffer()
  const scale = Math.max(width, height) / DETECT_SIDE
  const x0 = (width - DETECT_SIDE * scale) / 2
  const y0 = (height - DETECT_SIDE * scale) / 2
  return detectFaces(detector, square).map((face) => ({
    score: face.score,
    x: face.x * scale + x0,
    y: face.y * scale + y0,
    size: face.size * scale,
    eyes: [
      [face.eyes[0][0] * scale + x0, face.eyes[0][1] * scale + y0],
      [face.eyes[1][0] * scale + x0, face.eyes[1][1] * scale + y0],
    ],
  }))
}

async function start() {
  const backend = await chooseBackend()
  const [detector, mesher, recognition] = await Promise.all([
    loadHumanModel('blazeface'),
    loadHumanModel('facemesh'),
    loadRecognition(),
  ])

  async function look(jpeg: Uint8Array) {
    const picture = await readPicture(jpeg, WORK_WIDTH)
    if (!picture) return null
    const faces = await findFaces(detector, picture.raster)
    const mesh = faces[0] && meshFace(mesher, picture.raster, faces[0])
    return { ...picture, faces: faces.length, mesh: mesh && mesh.confidence >= MIN_CONFIDENCE ? mesh : null }
  }

  async function analyse(jpeg: Uint8Array): Promise<FaceView> {
    const seen = await look(jpeg)
    if (!seen) return { width: 0, height: 0, faces: 0, face: null }
    const { width, height, raster, mesh } = seen
    if (!mesh) return { width, height, faces: 0, face: null }
    return { width, height, faces: seen.faces, face: inPicture(measureFace(raster, mesh), width / raster.width) }
  }

  async function embed(jpeg: Uint8Array): Promise<FaceEmbedding> {
    const seen = await look(jpeg)
    if (!seen) return { is: 'unreadable' }
    if (!seen.mesh) return { is: 'no-face' }
    return { is: 'face', vector: embedFace(recognition, seen.raster, seen.mesh.points), faces: seen.faces }
  }

  port.on('message', async ({ id, op, jpeg }: FaceRequest) => {
    try {
      port.postMessage({ is: 'done', id, value: await (op === 'analyse' ? analyse(jpeg) : embed(jpeg)) })
    } catch (error) {
      port.postMessage({ is: 'failed', id, detail: String(error) })
    }
  })
  port.postMessage({ is: 'ready', backend })
}

/** Measures of the picture as it was worked on, in pixels of the picture as it was given. */
function inPicture(face: NonNullable<FaceView['face']>, scale: number): NonNullable<FaceView['face']> {
  if (scale === 1) return face
  const point = ([x, y]: readonly [number, number]) => [x * scale, y * scale] as const
  const { box } = face
  return {
    ...face,
    box: { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale },
    eyes: [point(face.eyes[0]), point(face.eyes[1])],
    chin: point(face.chin),
    eyeDistance: face.eyeDistance * scale,
    landmarks: face.landmarks.map((value) => value * scale),
  }
}

start().catch((error) => port.postMessage({ is: 'broken', detail: String(error) }))
