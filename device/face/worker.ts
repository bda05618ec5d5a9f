import { parentPort } from 'node:worker_threads'
import type { GraphModel } from '@tensorflow/tfjs-converter'
import sharp from 'sharp'
import { screenCues } from './attack/screen.ts'
import { chooseBackend } from './backend.ts'
import { DETECT_SIDE, type Detection, detectFaces } from './detect.ts'
import { embedFace, loadRecognition } from './embed.ts'
import { eyeOpenings } from './iris.ts'
import { measureFace } from './measure.ts'
import { type Mesh, meshFace } from './mesh.ts'
import { loadHumanModel, loadSegmentation } from './models.ts'
import { readPicture } from './picture.ts'
import { alignFace } from './quality/aligned.ts'
import { measureQuality, unmeasured } from './quality/measure-quality.ts'
import type { Raster } from './raster.ts'
import { segmentPerson } from './segment.ts'
import type { FaceEmbedding, FaceMeasure, FaceQuality, FaceView } from './view.ts'

/** Wider pictures are measured at this width: the mesh sees 192 pixels anyhow, and decoding is what costs. */
const WORK_WIDTH = 1280
/** Live guidance works at this width: JPEGs decode to half their size at a quarter of the cost, and the mesh sees 192. */
const FOLLOW_WIDTH = 640
/** While a face is followed, the detector looks for further faces at every so many frames only. */
const LOOK_AGAIN = 5
/** How much of a face's mesh the detector's box holds: brows to chin. */
const BOX_OF_MESH = 0.95
/** Below this the mesh did not settle on a face: the detector was wrong. */
const MIN_CONFIDENCE = 0.5
/** The second look for faces sees the picture this much smaller. */
const ROOM = 1.6

export type FaceRequest = {
  id: number
  op: 'analyse' | 'follow' | 'embed' | 'measure'
  picture: Uint8Array | Raster
  scale: number
}
export type FaceReply =
  | { is: 'ready'; backend: string }
  | { is: 'broken'; detail: string }
  | { is: 'done'; id: number; value: FaceView | FaceEmbedding | FaceQuality }
  | { is: 'failed'; id: number; detail: string }

const port = parentPort!

/** `room` is how much larger than the picture the square is that the detector sees. */
async function findFaces(detector: GraphModel, picture: Raster, room = 1): Promise<Detection[]> {
  const { width, height, data } = picture
  const side = Math.round(DETECT_SIDE / room)
  const before = Math.floor((DETECT_SIDE - side) / 2)
  const after = DETECT_SIDE - side - before
  const square = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'contain', kernel: 'linear' })
    .extend({ top: before, left: before, bottom: after, right: after })
    .raw()
    .toBuffer()
  const scale = Math.max(width, height) / side
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
  const [detector, mesher, eyes, recognition, segmenter] = await Promise.all([
    loadHumanModel('blazeface'),
    loadHumanModel('facemesh'),
    loadHumanModel('iris'),
    loadRecognition(),
    loadSegmentation(),
  ])

  const measured = (picture: Raster, mesh: Mesh) => measureFace(picture, mesh, eyeOpenings(eyes, picture, mesh.points))

  async function look(given: Uint8Array | Raster) {
    const picture =
      given instanceof Uint8Array ? await readPicture(given, WORK_WIDTH) : { raster: given, ...sizeOf(given) }
    if (!picture) return null
    let faces = await findFaces(detector, picture.raster)
    // A face that fills the picture is too large for the detector's anchors: it is looked for again with room around it.
    if (!faces.length) faces = await findFaces(detector, picture.raster, ROOM)
    const mesh = faces[0] && meshFace(mesher, picture.raster, faces[0])
    return { ...picture, faces, mesh: mesh && mesh.confidence >= MIN_CONFIDENCE ? mesh : null }
  }

  async function analyse(picture: Uint8Array | Raster): Promise<FaceView> {
    const seen = await look(picture)
    if (!seen) return { width: 0, height: 0, faces: 0, face: null }
    const { width, height, raster, mesh } = seen
    if (!mesh) return { width, height, faces: 0, face: null }
    return { width, height, faces: seen.faces.length, face: inPicture(measured(raster, mesh), width / raster.width) }
  }

  /** Where the face was in the last frame, in parts of the picture's width: then the detector is not needed. */
  let tracked: { face: Detection; faces: number; age: number; height: number } | null = null

  /** `analyse` for frame after frame of one camera: quicker, and a second face is noticed `LOOK_AGAIN` frames late. */
  async function follow(jpeg: Uint8Array): Promise<FaceView> {
    const begin = performance.now()
    const picture = await readPicture(jpeg, FOLLOW_WIDTH)
    if (!picture) return { width: 0, height: 0, faces: 0, face: null }
    const { raster, width, height } = picture
    const decoded = performance.now()
    const known = tracked && tracked.age < LOOK_AGAIN && tracked.height === raster.height ? tracked : null
    const faces = known ? [known.face] : await findFaces(detector, raster)
    const detected = performance.now()
    const mesh = faces[0] && meshFace(mesher, raster, faces[0])
    const meshed = performance.now()
    if (!mesh || mesh.confidence < MIN_CONFIDENCE) {
      tracked = null
      // A face that has left the place where it was may still be in the picture.
      return known ? follow(jpeg) : { width, height, faces: 0, face: null, light: lightOf(raster) }
    }
    const face = measured(raster, mesh)
    const count = known ? known.faces : faces.length
    tracked = { face: detectionOf(face), faces: count, age: known ? known.age + 1 : 1, height: raster.height }
    const timing = {
      decode: decoded - begin,
      detect: detected - decoded,
      mesh: meshed - detected,
      measure: performance.now() - meshed,
    }
    return { width, height, faces: count, face: inPicture(face, width / raster.width), timing }
  }

  async function embed(picture: Uint8Array | Raster): Promise<FaceEmbedding> {
    const seen = await look(picture)
    if (!seen) return { is: 'unreadable' }
    if (!seen.mesh) return { is: 'no-face' }
    return { is: 'face', vector: embedFace(recognition, seen.raster, seen.mesh.points), faces: seen.faces.length }
  }

  async function measure(given: Uint8Array | Raster, scale: number): Promise<FaceQuality> {
    const seen = await look(given)
    if (!seen) return { faces: 0, face: null, measures: unmeasured(), cues: null }
    const { raster, mesh, faces } = seen
    if (!mesh) return { faces: 0, face: null, measures: unmeasured(), cues: null }
    const face = measured(raster, mesh)
    const aligned = alignFace(raster, mesh.points)
    const measures = measureQuality({
      picture: raster,
      mesh: mesh.points,
      aligned,
      pose: face,
      faceAreas: faces.map((one) => one.size ** 2),
      person: segmenter && segmentPerson(segmenter, aligned.raster),
      scale: (scale * seen.width) / raster.width,
    })
    const cues = screenCues(raster, face)
    return { faces: faces.length, face: inPicture(face, seen.width / raster.width), measures, cues }
  }

  const answer = ({ op, picture, scale }: FaceRequest) =>
    op === 'analyse'
      ? analyse(picture)
      : op === 'follow' && picture instanceof Uint8Array
        ? follow(picture)
        : op === 'embed'
          ? embed(picture)
          : measure(picture, scale)

  port.on('message', async (request: FaceRequest) => {
    const { id } = request
    try {
      port.postMessage({ is: 'done', id, value: await answer(request) })
    } catch (error) {
      port.postMessage({ is: 'failed', id, detail: String(error) })
    }
  })
  port.postMessage({ is: 'ready', backend })
}

/** What the detector would have said of a face whose mesh is known. */
function detectionOf({ box, eyes, confidence }: FaceMeasure): Detection {
  const size = Math.max(box.width, box.height) * BOX_OF_MESH
  return { score: confidence, x: box.x + box.width / 2, y: box.y + box.height * 0.52, size, eyes }
}

/** Every 31st green value: enough for a mean, and free. */
function lightOf({ data }: Raster): number {
  let [sum, count] = [0, 0]
  for (let i = 1; i < data.length; i += 93, count++) sum += data[i]!
  return sum / count
}

const sizeOf = ({ width, height }: Raster) => ({ width, height })

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
    lidGap: face.lidGap * scale,
    landmarks: face.landmarks.map((value) => value * scale),
  }
}

start().catch((error) => port.postMessage({ is: 'broken', detail: String(error) }))
