import type { FaceView } from './view.ts'

/** One thing to tell the citizen; `hold` means that the picture can be taken. Directions are the citizen's own. */
export type PortraitGuidance =
  | 'no-face'
  | 'several-faces'
  | 'closer'
  | 'further'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'straighten-head'
  | 'look-at-camera'
  | 'open-eyes'
  | 'close-mouth'
  | 'more-light'
  | 'uneven-light'
  | 'covered'
  | 'hold'

/** What is good enough to take the picture. Lengths are parts of the picture's height, angles degrees. */
export type PortraitTarget = {
  /** Eye distance; the crop at 413×531 wants about 0.15 of 720 lines, less would be enlarged. */
  eyeDistance: { min: number; max: number }
  /** Where the middle between the eyes should be, as parts of width and height, and how far off it may be (of height). */
  centre: { x: number; y: number; slack: number }
  roll: number
  yaw: number
  pitch: number
  eyeOpenness: number
  mouthOpen: number
  brightness: number
  evenness: number
}

/** Limits tried on the synthetic portraits and the virtual camera; no clause stands behind the single numbers. */
export const PORTRAIT_TARGET: PortraitTarget = {
  eyeDistance: { min: 0.12, max: 0.23 },
  centre: { x: 0.5, y: 0.46, slack: 0.12 },
  roll: 7,
  yaw: 10,
  // The mesh's depth is a guess of its model: nodding is measured with less certainty than turning.
  pitch: 16,
  eyeOpenness: 0.2,
  // Lets a smile pass that shows teeth: telling expressions apart is for the full quality measures.
  mouthOpen: 0.25,
  // Dark skin in good light has about 60, light skin in the dark about 40.
  brightness: 50,
  evenness: 0.5,
}

/** Mean luma of a frame in which nobody could be seen, 0 to 255. */
const DARK = 20
/** Below this there is no light at all: a room at night has lamps, a covered lens has none. */
const COVERED = 6

/**
 * The first thing to put right, in an order that does not send people in circles: who, light to see by, distance,
 * place, head, eyes and mouth, even light. Pure: the same view gives the same words.
 */
export function guide(view: FaceView, target: PortraitTarget = PORTRAIT_TARGET): PortraitGuidance {
  const { face, width, height } = view
  const light = view.light ?? 255
  if (!face) return light < COVERED ? 'covered' : light < DARK ? 'more-light' : 'no-face'
  if (view.faces > 1) return 'several-faces'
  if (face.brightness < target.brightness) return 'more-light'
  const eyeDistance = face.eyeDistance / height
  if (eyeDistance < target.eyeDistance.min) return 'closer'
  if (eyeDistance > target.eyeDistance.max) return 'further'
  const [left, right] = face.eyes
  const dx = ((left[0] + right[0]) / 2 - target.centre.x * width) / height
  const dy = (left[1] + right[1]) / 2 / height - target.centre.y
  // The camera looks at the citizen: somebody on the left of the picture must go to their own left.
  if (dx < -target.centre.slack) return 'left'
  if (dx > target.centre.slack) return 'right'
  if (dy > target.centre.slack) return 'up'
  if (dy < -target.centre.slack) return 'down'
  if (Math.abs(face.roll) > target.roll) return 'straighten-head'
  if (Math.abs(face.yaw) > target.yaw || Math.abs(face.pitch) > target.pitch) return 'look-at-camera'
  if (face.eyeOpenness < target.eyeOpenness) return 'open-eyes'
  if (face.mouthOpen > target.mouthOpen) return 'close-mouth'
  if (face.evenness < target.evenness) return 'uneven-light'
  return 'hold'
}
