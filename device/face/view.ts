import type { Measures } from './quality/names.ts'

/** A point in pixels of the analysed picture; x grows to the right, y downwards. */
export type Point = readonly [x: number, y: number]

/** What one face in a picture measures. Angles in degrees, lengths in pixels of the picture that was given. */
export type FaceMeasure = {
  /** Forehead to chin and ear to ear, without hair. */
  box: { x: number; y: number; width: number; height: number }
  /** Eye centres; `left` is the one on the left of the picture (the citizen's right). */
  eyes: readonly [left: Point, right: Point]
  chin: Point
  eyeDistance: number
  /** Head tilted towards a shoulder; positive is clockwise in the picture. */
  roll: number
  /** Head turned; positive is towards the right of the picture. */
  yaw: number
  /** Head nodded; positive is downwards. Zero is a head that looks into the camera, within a few degrees. */
  pitch: number
  /** Gap between the lips as a part of the mouth's width: 0 is closed. */
  mouthOpen: number
  /** Lid gap as a part of the eye's width, of the more closed eye: about 0.35 is open, under 0.2 is shut. */
  eyeOpenness: number
  /** The same gap, in pixels. */
  lidGap: number
  /** Mean luma of the skin, 0 to 255. */
  brightness: number
  /** Luma of the darker cheek as a part of the lighter one: 1 is light from the front. */
  evenness: number
  /** How sure the mesh model is that this is a face, 0 to 1. */
  confidence: number
  /** The 468 mesh points, three numbers each (x, y in pixels, z in the same scale). */
  landmarks: Float32Array
}

/** One look at one picture. A picture that is no readable JPEG gives width and height 0 and no face. */
export type FaceView = {
  width: number
  height: number
  /** How many faces the detector found; only the largest is measured. */
  faces: number
  face: FaceMeasure | null
  /** Mean luma of the whole frame, 0 to 255, where it was taken: a covered lens and a dark room have no face. */
  light?: number
  /** Milliseconds of each stage. */
  timing?: { decode: number; detect: number; mesh: number; measure: number }
}

/** What a picture says about who it shows; the vector is a biometric template: memory only, never a disk or a log. */
export type FaceEmbedding =
  | { is: 'face'; vector: Float32Array; faces: number }
  | { is: 'no-face' }
  | { is: 'unreadable' }

/** Passive cues that a face is shown on paper or a screen; whether it is an attack is for a person to say. */
export type ScreenCues = {
  /** How many sides (0 to 4) of an upright rectangle around the face are straight edges nearly all the way. */
  borderSides: number
  /** The best-filled of those lines on each side, 0 to 1: left, right, top, bottom. */
  borders: readonly [number, number, number, number]
  /** The strongest regular grid over the face: a peak of the spectrum, in times of what is usual; about 1 to 6 on skin. */
  grid: number
}

/** The quality measures of one picture's largest face, and the cues that it is shown; without a face everything is unassessed. */
export type FaceQuality = { faces: number; face: FaceMeasure | null; measures: Measures; cues: ScreenCues | null }
