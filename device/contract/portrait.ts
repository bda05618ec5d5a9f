/** What a portrait says beside its picture: measured quality, signals of a face that is not there, and who was asked what. */
import Type, { type Static } from 'typebox'
import { nullable, oneOf } from './nouns.ts'

/** The quality measures of ISO/IEC 29794-5, under the names of its reference implementation (BSI OFIQ). */
export const portraitMeasures = [
  'UnifiedQualityScore',
  'BackgroundUniformity',
  'IlluminationUniformity',
  'LuminanceMean',
  'LuminanceVariance',
  'UnderExposurePrevention',
  'OverExposurePrevention',
  'DynamicRange',
  'Sharpness',
  'CompressionArtifacts',
  'NaturalColour',
  'SingleFacePresent',
  'EyesOpen',
  'MouthClosed',
  'EyesVisible',
  'MouthOcclusionPrevention',
  'FaceOcclusionPrevention',
  'InterEyeDistance',
  'HeadSize',
  'LeftwardCropOfTheFaceImage',
  'RightwardCropOfTheFaceImage',
  'MarginAboveOfTheFaceImage',
  'MarginBelowOfTheFaceImage',
  'HeadPoseYaw',
  'HeadPosePitch',
  'HeadPoseRoll',
  'ExpressionNeutrality',
  'NoHeadCoverings',
] as const

/** Keys of the portrait's rules: pasbekendtgørelsen §5 stk. 5 and the police's photo guide (DOMAIN.md). */
export const portraitRuleNames = [
  'plain-background',
  'even-light',
  'true-picture',
  'one-person',
  'eyes-visible',
  'mouth-closed',
  'face-visible',
  'head-size',
  'looks-straight',
  'no-headgear',
] as const
export const PortraitRuleName = oneOf(portraitRuleNames)
export type PortraitRuleName = Static<typeof PortraitRuleName>

/** What the citizen is told when a picture misses its rule: keys of the screens' texts. */
export const portraitAdvice = [
  'plain-background',
  'uneven-light',
  'more-light',
  'less-light',
  'hold-still',
  'technical',
  'several-faces',
  'open-eyes',
  'close-mouth',
  'show-eyes',
  'show-face',
  'closer',
  'distance',
  'centre',
  'down',
  'up',
  'look-at-camera',
  'straighten-head',
  'ask-caseworker',
] as const
export const PortraitAdvice = oneOf(portraitAdvice)
export type PortraitAdvice = Static<typeof PortraitAdvice>

/**
 * A way of their own for people whom the usual one does not fit. `hard-to-hold`: who cannot keep still, look straight or
 * keep the eyes open. None refuses anybody: the caseworker is told and decides.
 */
export const portraitWays = ['headwear', 'glasses', 'small-child', 'hard-to-hold'] as const
export const PortraitWay = oneOf(portraitWays)
export type PortraitWay = Static<typeof PortraitWay>

/** What the citizen is asked to do, in an order that nobody knows before. Directions are the citizen's own. */
export const portraitMoves = ['turn-left', 'turn-right', 'close-eyes'] as const
export const PortraitMove = oneOf(portraitMoves)
export type PortraitMove = Static<typeof PortraitMove>

export const PortraitMeasure = Type.Object({
  name: oneOf(portraitMeasures),
  native: nullable(Type.Number()),
  component: nullable(Type.Number()),
  /** False: no honest measure; the caseworker looks. */
  assessed: Type.Boolean(),
  /** `standard`: the standard's own formula; `heuristic`: ours. */
  method: oneOf(['standard', 'heuristic', 'none']),
})

/** `flagged` never means refused: a person looks. */
export const PortraitQuality = Type.Object({
  verdict: oneOf(['sound', 'flagged', 'no-face']),
  /** Which measures lie outside their limits, with the rule each serves. */
  reasons: Type.Array(
    Type.Object({
      measure: oneOf(portraitMeasures),
      native: Type.Number(),
      component: Type.Number(),
      rule: PortraitRuleName,
      says: PortraitAdvice,
    }),
  ),
  measures: Type.Array(PortraitMeasure),
})
export type PortraitQuality = Static<typeof PortraitQuality>

export const portraitSignals = ['challenge', 'depth', 'same-face', 'border', 'grid', 'lamp'] as const
/** One thing that speaks for or against a live person, with what was measured. No level of ISO/IEC 30107-3 is claimed. */
export const PortraitSignal = Type.Object({
  signal: oneOf(portraitSignals),
  /** `unclear`: not asked, or nothing could be measured. */
  is: oneOf(['live', 'suspicious', 'unclear']),
  measured: Type.Record(Type.String(), Type.Number()),
})
export type PortraitSignal = Static<typeof PortraitSignal>
