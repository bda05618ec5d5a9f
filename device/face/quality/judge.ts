import type { PortraitAdvice } from '../../contract/portrait.ts'
import { type Measured, type MeasureName, type Measures, measureNames, measures, type PortraitRule } from './names.ts'

/**
 * What a native value must keep to. The limits are ours, not the standard's, which sets none: tried on the synthetic
 * portraits so that sound pictures pass (tests/bench/face.ts prints how often). Where a component falls with dark skin
 * (LuminanceMean, UnderExposurePrevention), the limit catches only what is dark on everybody.
 */
type Limit = { least?: number; most?: number; component?: number }

export const limits: { [name in MeasureName]?: Limit } = {
  // Plain walls measure 90 and more behind any hair; a door beside the head 82 at the most, shelves and bricks 34.
  BackgroundUniformity: { component: 78 },
  IlluminationUniformity: { component: 55 },
  // Well lit dark skin has 0.043 and more, light skin in too little light 0.023 and less.
  LuminanceMean: { least: 0.03, most: 0.75 },
  LuminanceVariance: { least: 0.001 },
  UnderExposurePrevention: { most: 0.95 },
  // Sound pictures of every group have none at all, burnt ones 0.27 and more; the rest is for a shining forehead or glasses.
  OverExposurePrevention: { most: 0.05 },
  DynamicRange: { least: 5 },
  Sharpness: { component: 50 },
  CompressionArtifacts: { component: 50 },
  NaturalColour: { component: 45 },
  SingleFacePresent: { most: 0.04 },
  // Half-way between shut and open eyes of the odd persons of the Yale Face Database; `face.ts eyes` tells the even ones.
  EyesOpen: { least: 0.045 },
  MouthClosed: { most: 0.085 },
  EyesVisible: { most: 0.3 },
  MouthOcclusionPrevention: { most: 0.3 },
  FaceOcclusionPrevention: { most: 0.25 },
  // ISO/IEC 19794-5 asks for 60 pixels at the very least; the portrait of 413×531 has about 108.
  InterEyeDistance: { least: 70 },
  // Larger heads leave no room for the crown; smaller ones are cropped, and too small ones have too few pixels.
  HeadSize: { most: 0.5 },
  // The finished portrait has 2.4 on both sides; with less than 2 an ear and hair are cut off.
  LeftwardCropOfTheFaceImage: { least: 2 },
  RightwardCropOfTheFaceImage: { least: 2 },
  MarginAboveOfTheFaceImage: { least: 0.92 },
  MarginBelowOfTheFaceImage: { least: 1.08 },
  HeadPoseYaw: { least: -10, most: 10 },
  // The mesh's depth is a guess of its model: nodding is measured with less certainty than turning.
  HeadPosePitch: { least: -20, most: 20 },
  HeadPoseRoll: { least: -8, most: 8 },
}

export type Reason = {
  measure: MeasureName
  native: number
  component: number
  rule: PortraitRule
  says: PortraitAdvice
}
export type Judgement = {
  /** `flagged` never means refused: a person looks. */
  verdict: 'sound' | 'flagged' | 'no-face'
  reasons: Reason[]
  /** What no measure says anything about: the caseworker's checklist. */
  ask: MeasureName[]
}

/** Whether a measured value is outside its limit; false for what was not assessed. */
export function isFlagged(name: MeasureName, value: Measured): boolean {
  const limit = limits[name]
  if (!value.assessed || value.excused || !limit) return false
  const { native, component } = value
  return (
    native < (limit.least ?? Number.NEGATIVE_INFINITY) ||
    native > (limit.most ?? Number.POSITIVE_INFINITY) ||
    component < (limit.component ?? 0)
  )
}

/** The picture against the rules. Pure; a machine never decides: it names what a person should look at. */
export function judge(values: Measures): Judgement {
  const ask = measureNames.filter((name) => !values[name].assessed)
  if (!values.HeadPoseRoll.assessed) return { verdict: 'no-face', reasons: [], ask }
  const reasons: Reason[] = []
  for (const measure of measureNames) {
    const value = values[measure]
    if (!value.assessed || !isFlagged(measure, value)) continue
    const { rule, says } = measures[measure]
    reasons.push({ measure, native: value.native, component: value.component, rule, says })
  }
  return { verdict: reasons.length ? 'flagged' : 'sound', reasons, ask }
}
