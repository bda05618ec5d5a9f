/**
 * The quality measures of ISO/IEC 29794-5 under the names of its reference implementation (BSI OFIQ), and for each the
 * Danish rule it serves and the key of the sentence that the citizen is told when it is not met.
 */

import { type PortraitAdvice, type PortraitRuleName, portraitMeasures } from '../../contract/portrait.ts'

/** Rules for the portrait, pasbekendtgørelsen §5 stk. 5 with the police's photo guide; wording shortened. */
export const portraitRules = {
  'plain-background': 'a light, plain background',
  'even-light': 'even light, without shadows or over- and under-lit places',
  'true-picture': 'sharp, in natural colours, and technically undamaged',
  'one-person': 'one person only',
  'eyes-visible': 'both eyes open and fully visible, through untinted glasses without reflections',
  'mouth-closed': 'mouth closed, neutral expression',
  'face-visible': 'the whole face visible: forehead, chin and cheekbones',
  'head-size': '35×45 mm with the head 30–36 mm from chin to crown, face and top of the shoulders in the picture',
  'looks-straight': 'frontal, with the gaze at the camera',
  'no-headgear': 'no headgear, unless for religious or medical reasons',
} as const satisfies Record<PortraitRuleName, string>
export type PortraitRule = PortraitRuleName

/** `standard`: the standard's own formula; `heuristic`: ours, its limits stand where it is computed; `none`: no measure. */
export type Method = 'standard' | 'heuristic' | 'none'

type Row = { rule: PortraitRule; says: PortraitAdvice; method: Method }

/**
 * `says` is a key of the screens' texts. `none` marks what needs a trained model that cannot be had here: such a measure
 * is never assessed, and the caseworker's checklist asks the human instead.
 */
export const measures = {
  UnifiedQualityScore: { rule: 'true-picture', says: 'ask-caseworker', method: 'none' },
  BackgroundUniformity: { rule: 'plain-background', says: 'plain-background', method: 'standard' },
  IlluminationUniformity: { rule: 'even-light', says: 'uneven-light', method: 'standard' },
  LuminanceMean: { rule: 'even-light', says: 'more-light', method: 'standard' },
  LuminanceVariance: { rule: 'even-light', says: 'uneven-light', method: 'standard' },
  UnderExposurePrevention: { rule: 'even-light', says: 'more-light', method: 'standard' },
  OverExposurePrevention: { rule: 'even-light', says: 'less-light', method: 'standard' },
  DynamicRange: { rule: 'even-light', says: 'uneven-light', method: 'standard' },
  Sharpness: { rule: 'true-picture', says: 'hold-still', method: 'heuristic' },
  CompressionArtifacts: { rule: 'true-picture', says: 'technical', method: 'heuristic' },
  NaturalColour: { rule: 'true-picture', says: 'technical', method: 'standard' },
  SingleFacePresent: { rule: 'one-person', says: 'several-faces', method: 'standard' },
  EyesOpen: { rule: 'eyes-visible', says: 'open-eyes', method: 'standard' },
  MouthClosed: { rule: 'mouth-closed', says: 'close-mouth', method: 'standard' },
  EyesVisible: { rule: 'eyes-visible', says: 'show-eyes', method: 'heuristic' },
  MouthOcclusionPrevention: { rule: 'face-visible', says: 'show-face', method: 'heuristic' },
  FaceOcclusionPrevention: { rule: 'face-visible', says: 'show-face', method: 'heuristic' },
  InterEyeDistance: { rule: 'head-size', says: 'closer', method: 'standard' },
  HeadSize: { rule: 'head-size', says: 'distance', method: 'standard' },
  LeftwardCropOfTheFaceImage: { rule: 'head-size', says: 'centre', method: 'standard' },
  RightwardCropOfTheFaceImage: { rule: 'head-size', says: 'centre', method: 'standard' },
  MarginAboveOfTheFaceImage: { rule: 'head-size', says: 'down', method: 'standard' },
  MarginBelowOfTheFaceImage: { rule: 'head-size', says: 'up', method: 'standard' },
  HeadPoseYaw: { rule: 'looks-straight', says: 'look-at-camera', method: 'standard' },
  HeadPosePitch: { rule: 'looks-straight', says: 'look-at-camera', method: 'standard' },
  HeadPoseRoll: { rule: 'looks-straight', says: 'straighten-head', method: 'standard' },
  ExpressionNeutrality: { rule: 'mouth-closed', says: 'ask-caseworker', method: 'none' },
  NoHeadCoverings: { rule: 'no-headgear', says: 'ask-caseworker', method: 'none' },
} as const satisfies Record<(typeof portraitMeasures)[number], Row>

export type MeasureName = (typeof portraitMeasures)[number]
export const measureNames: readonly MeasureName[] = portraitMeasures

/** One measure of one picture. `native` is in the measure's own unit, `component` 0 (worst) to 100. */
export type Measured =
  | {
      native: number
      component: number
      assessed: true
      method: Method
      /** A second look found nothing wrong: the value is the standard's, and no reason to flag the picture. */
      excused?: true
    }
  | { native: null; component: null; assessed: false; method: Method }

export type Measures = Record<MeasureName, Measured>

export const NOT_ASSESSED = { native: null, component: null, assessed: false } as const
