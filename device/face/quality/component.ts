import type { MeasureName } from './names.ts'

/**
 * Native values to quality components, 0 to 100, as ISO/IEC 29794-5 defines them and as the reference's published
 * conformance table confirms (28 pictures, every measure: tests/device/face/component.test.ts).
 */

/** The logistic curve: a half at `x0`, and `w` is how far from it the curve bends. */
const logistic = (x: number, x0: number, w: number) => 1 / (1 + Math.exp((x0 - x) / w))

/** C's `round`: halves go away from zero, where `Math.round` goes up. */
const round = (x: number) => Math.sign(x) * Math.round(Math.abs(x))
const within = (x: number) => Math.min(100, Math.max(0, round(x)))

const rising = (x0: number, w: number) => (x: number) => within(100 * logistic(x, x0, w))
const falling = (x0: number, w: number) => (x: number) => within(100 * (1 - logistic(x, x0, w)))
/** Best at 0 and falling on one side only: the upper half of a falling curve, stretched. */
const fromZero = (w: number) => (x: number) => within(200 * (1 - logistic(x, 0, w)))
const without = (part: number) => within(100 * (1 - part))
const upright = (degrees: number) => within(100 * Math.max(0, Math.cos((degrees * Math.PI) / 180)) ** 2)

/** The part of the picture that is covered, between none and all but 5 %. */
function uncovered(part: number): number {
  const [none, all] = [0, 0.95]
  if (part <= none) return 100
  if (part >= all) return 0
  const at = (x: number) => logistic(x, 0.02, 0.1)
  return within((100 * (at(all) - at(part))) / (at(all) - at(none)))
}

const mappings: Record<MeasureName, (native: number) => number> = {
  UnifiedQualityScore: rising(23, 2.6),
  BackgroundUniformity: (x) => within(190 * (1 - logistic(x, 10, 100))),
  IlluminationUniformity: (x) => within(100 * Math.max(0, x) ** 0.3),
  LuminanceMean: (x) => within(100 * logistic(x, 0.2, 0.05) * (1 - logistic(x, 0.8, 0.05))),
  LuminanceVariance: (x) => within(100 * Math.sin(((60 * x) / (60 * x + 1)) * Math.PI)),
  UnderExposurePrevention: (x) => within(120 * (0.832 - logistic(x, 0.92, 0.05))),
  OverExposurePrevention: (x) => within(1 / (x + 0.01)),
  DynamicRange: (x) => within(12.5 * x),
  Sharpness: (x) => within(115 * logistic(x, -20, 15) - 14),
  CompressionArtifacts: (x) => within(103 * logistic(x, 0.3308, 0.092) - 0.0278),
  NaturalColour: fromZero(10),
  SingleFacePresent: without,
  EyesOpen: rising(0.02, 0.01),
  MouthClosed: falling(0.2, 0.06),
  EyesVisible: without,
  MouthOcclusionPrevention: without,
  FaceOcclusionPrevention: without,
  InterEyeDistance: rising(70, 20),
  HeadSize: (x) => fromZero(0.05)(Math.abs(x - 0.45)),
  LeftwardCropOfTheFaceImage: rising(0.9, 0.1),
  RightwardCropOfTheFaceImage: rising(0.9, 0.1),
  MarginAboveOfTheFaceImage: rising(1.4, 0.1),
  MarginBelowOfTheFaceImage: rising(1.8, 0.1),
  HeadPoseYaw: upright,
  HeadPosePitch: upright,
  HeadPoseRoll: upright,
  ExpressionNeutrality: rising(-5000, 5000),
  NoHeadCoverings: uncovered,
}

/** The quality component, a whole number 0 (worst) to 100, of a native value of the standard's own measure. */
export function component(name: MeasureName, native: number): number {
  return mappings[name](native)
}
