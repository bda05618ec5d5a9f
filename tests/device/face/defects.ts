/** Defects made on purpose on a sound picture, each as large as somebody at a counter would send the citizen back for. */
import sharp, { type Sharp } from 'sharp'
import type { MeasureName } from '../../../device/face/quality/names.ts'
import type { FaceMeasure } from '../../../device/face/view.ts'
import { eyesShut, mouthOpened, posed } from './warp.ts'

export type Sound = { jpeg: Buffer; width: number; height: number; face: FaceMeasure; other: Buffer; busy: Buffer }
type Make = (sound: Sound) => Promise<Buffer>

/** What stands behind the person in `Sound.busy`: the inside of an SVG. */
export const PATTERN = `<defs><pattern id="p" width="26" height="26" patternUnits="userSpaceOnUse"><rect width="26" height="26" fill="#e8d9b0"/>
  <circle cx="13" cy="13" r="8" fill="#30406a"/></pattern></defs><rect width="100%" height="100%" fill="url(#p)"/>`

const svg = ({ width, height }: { width: number; height: number }, inner: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`)

/** Best quality, so that only the defect that is meant is added. */
const done = (image: Sharp) => image.jpeg({ quality: 97, chromaSubsampling: '4:4:4' }).toBuffer()

/** A bar across the face from `from` to `to`, in T (eyes to chin) below the eyes, of `width` eye distances. */
function bar(from: number, to: number, width: number, colour: string): Make {
  return async (sound) => {
    const { eyes, chin, eyeDistance } = sound.face
    const [x, y] = [(eyes[0][0] + eyes[1][0]) / 2, (eyes[0][1] + eyes[1][1]) / 2]
    const t = Math.hypot(chin[0] - x, chin[1] - y)
    const box = `x="${x - (width * eyeDistance) / 2}" y="${y + from * t}" width="${width * eyeDistance}" height="${(to - from) * t}"`
    return done(sharp(sound.jpeg).composite([{ input: svg(sound, `<rect ${box} fill="${colour}"/>`) }]))
  }
}

const gain = (factor: number, lift = 0): Make => {
  return (sound) => done(sharp(sound.jpeg).linear(factor, lift))
}

/** Where the mean of the cheeks would lie if the sensor could tell: beyond its end at 255. */
const BURNT = 330

/** Mean grey of the skin around a point of the mesh. */
async function cheek({ jpeg, face }: Sound, n: number): Promise<number> {
  const r = Math.max(2, Math.round(face.eyeDistance * 0.12))
  const [x, y] = [face.landmarks[n * 3]!, face.landmarks[n * 3 + 1]!]
  const area = { left: Math.round(x) - r, top: Math.round(y) - r, width: 2 * r, height: 2 * r }
  const { channels } = await sharp(await sharp(jpeg).extract(area).grayscale().png().toBuffer()).stats()
  return channels[0]!.mean
}

/** The face picture laid large on a wider canvas, or a part of it cut away: `keep` in parts of width and height. */
const keep = (left: number, top: number, right: number, bottom: number): Make => {
  return ({ jpeg, width, height }) => {
    const [x, y] = [Math.round(left * width), Math.round(top * height)]
    const area = { left: x, top: y, width: Math.round(right * width) - x, height: Math.round(bottom * height) - y }
    return done(sharp(jpeg).extract(area))
  }
}

export type Defect = { name: string; caughtBy: readonly MeasureName[]; make: Make }

export const defects: readonly Defect[] = [
  {
    name: 'tilted by 20°',
    caughtBy: ['HeadPoseRoll'],
    make: ({ jpeg, width, height }) => {
      return done(sharp(jpeg).rotate(20, { background: '#cfd2d2' })).then((turned) => {
        return done(sharp(turned).resize(width, height, { fit: 'cover' }))
      })
    },
  },
  {
    name: 'out of focus',
    caughtBy: ['Sharpness'],
    make: (sound) => done(sharp(sound.jpeg).blur(Math.max(0.5, sound.face.eyeDistance * 0.025))),
  },
  { name: 'too dark', caughtBy: ['LuminanceMean', 'UnderExposurePrevention'], make: gain(0.22) },
  {
    name: 'too bright',
    caughtBy: ['OverExposurePrevention'],
    // Against the face's own exposure: a fixed gain burns out light skin and leaves dark skin well lit.
    make: async (sound) => {
      const skin = ((await cheek(sound, 50)) + (await cheek(sound, 280))) / 2
      return done(sharp(sound.jpeg).linear(BURNT / skin, 0))
    },
  },
  {
    name: 'blue cast',
    caughtBy: ['NaturalColour'],
    make: (sound) => done(sharp(sound.jpeg).linear([0.62, 0.95, 1.2], [0, 8, 45])),
  },
  {
    name: 'light from one side',
    caughtBy: ['IlluminationUniformity'],
    make: async (sound) => {
      const x = (sound.face.eyes[0][0] + sound.face.eyes[1][0]) / 2
      const d = sound.face.eyeDistance
      // The side that is in shade already: shade on the other would make a face that is not quite evenly lit even.
      const [left, right] = [await cheek(sound, 50), await cheek(sound, 280)]
      const [from, to] = left < right ? [x + d * 0.25, x - d * 0.25] : [x - d * 0.25, x + d * 0.25]
      const inner = `<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="${from}" y1="0" x2="${to}" y2="0">
        <stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#333"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/>`
      return done(sharp(sound.jpeg).composite([{ input: svg(sound, inner), blend: 'multiply' }]))
    },
  },
  { name: 'no contrast', caughtBy: ['DynamicRange', 'LuminanceVariance'], make: gain(0.12, 150) },
  {
    name: 'JPEG quality 5',
    caughtBy: ['CompressionArtifacts'],
    make: ({ jpeg }) => sharp(jpeg).jpeg({ quality: 5 }).toBuffer(),
  },
  { name: 'black bar over the eyes', caughtBy: ['EyesVisible'], make: bar(-0.16, 0.14, 2.2, '#101010') },
  {
    name: 'blue mask over mouth and chin',
    caughtBy: ['MouthOcclusionPrevention', 'FaceOcclusionPrevention'],
    make: bar(0.38, 0.95, 2.1, '#7fb2d9'),
  },
  { name: 'white bar over the mouth', caughtBy: ['MouthOcclusionPrevention'], make: bar(0.46, 0.78, 1.2, '#f4f4f4') },
  {
    name: 'two faces',
    caughtBy: ['SingleFacePresent'],
    make: async ({ jpeg, other, width, height }) => {
      const second = await sharp(other).resize({ height }).toBuffer()
      const size = await sharp(second).metadata()
      const wide = sharp(jpeg).extend({ right: size.width, background: '#cfd2d2' })
      return done(wide.composite([{ input: second, left: width, top: 0 }]))
    },
  },
  {
    name: 'patterned background',
    caughtBy: ['BackgroundUniformity'],
    make: async ({ busy }) => busy,
  },
  {
    name: 'far away',
    caughtBy: ['InterEyeDistance'],
    make: ({ jpeg, width, face }) => done(sharp(jpeg).resize({ width: Math.round((width * 45) / face.eyeDistance) })),
  },
  { name: 'cut at the crown', caughtBy: ['MarginAboveOfTheFaceImage'], make: keep(0, 0.3, 1, 1) },
  {
    name: 'cut at the chin',
    caughtBy: ['MarginBelowOfTheFaceImage'],
    make: (sound) => keep(0, 0, 1, (sound.face.chin[1] + 3) / sound.height)(sound),
  },
  { name: 'cut at the left', caughtBy: ['LeftwardCropOfTheFaceImage'], make: keep(0.3, 0, 1, 1) },
  { name: 'cut at the right', caughtBy: ['RightwardCropOfTheFaceImage'], make: keep(0, 0, 0.7, 1) },
  {
    name: 'head turned',
    caughtBy: ['HeadPoseYaw'],
    // The way it looks already: the other way would bring a head that is not quite straight to the front. Drawn 44 are about 15.
    make: (sound) => posed({ turn: sound.face.yaw < 0 ? -44 : 44, lids: 0 })(sound),
  },
  { name: 'mouth open', caughtBy: ['MouthClosed'], make: mouthOpened(0.35) },
  { name: 'eyes shut', caughtBy: ['EyesOpen'], make: eyesShut },
]
