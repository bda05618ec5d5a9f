import type { Raster } from '../raster.ts'
import type { FaceMeasure } from '../view.ts'
import type { Aligned } from './aligned.ts'
import { backgroundUniformity, likelyPerson } from './background.ts'
import { type Area, blockinessOf, blocksComponent } from './blocks.ts'
import { component } from './component.ts'
import { coverOf } from './cover.ts'
import { geometryOf, type Seen } from './geometry.ts'
import { illuminationUniformity, lightOf, naturalColour } from './light.ts'
import { type MeasureName, type Measures, measureNames, measures, NOT_ASSESSED } from './names.ts'
import { sharpnessComponent, sharpnessOf } from './sharpness.ts'

/**
 * The darker cheek as a part of the lighter one from which on light counts as even, whatever the histograms say: half-way between
 * the shared portraits as they are (0.53 and more) and lit from one side (0.37 and less).
 */
const EVEN = 0.45
/**
 * A face's contrast as a part of its own brightness from which on its range is not lacking: dark skin uses few of the histogram's
 * steps in any light, so its entropy and variance are small though nothing is lost. Well lit faces have 0.3 and more, whatever
 * their skin; pictures without contrast 0.07 and less.
 */
const CONTRAST = 0.18

export type QualityInput = {
  /** The upright picture, and the mesh of its largest face in its pixels. */
  picture: Raster
  mesh: Float32Array
  aligned: Aligned
  pose: Seen & Pick<FaceMeasure, 'evenness'>
  /** Areas of all faces that the detector found, in any one unit, the largest first. */
  faceAreas: readonly number[]
  /** 1 where the segmentation sees somebody, on the aligned face; null where none is installed. */
  person: Uint8Array | null
  /** Pixels of the file for one pixel of `picture`, where that was made smaller. */
  scale: number
}

/** What no measure could be taken of: everything is unassessed except how many faces there are (none). */
export function unmeasured(): Measures {
  const entries = measureNames.map((name) => [name, { ...NOT_ASSESSED, method: measures[name].method }])
  return Object.fromEntries(entries)
}

/** All measures of one face. Pure: the same picture and landmarks give the same numbers. */
export function measureQuality(input: QualityInput): Measures {
  const { picture, mesh, aligned, pose, faceAreas, person, scale } = input
  const geometry = geometryOf(mesh, picture.width, picture.height, pose)
  const cover = coverOf(aligned)
  const light = lightOf(aligned, cover?.mask ?? new Uint8Array(aligned.luminance.length))
  const natives: { [name in MeasureName]?: number | null | undefined } = {
    BackgroundUniformity: backgroundUniformity(aligned, person ?? likelyPerson(aligned)),
    IlluminationUniformity: illuminationUniformity(aligned),
    LuminanceMean: light?.mean,
    LuminanceVariance: light?.variance,
    UnderExposurePrevention: light?.dark,
    OverExposurePrevention: light?.bright,
    DynamicRange: light?.entropy,
    Sharpness: sharpnessOf(aligned),
    CompressionArtifacts: blockinessOf(picture, boxOf(mesh)),
    NaturalColour: naturalColour(aligned),
    SingleFacePresent: (faceAreas[1] ?? 0) / (faceAreas[0] ?? 1),
    EyesOpen: geometry.eyesOpen,
    MouthClosed: geometry.mouthOpen,
    EyesVisible: cover?.eyes,
    MouthOcclusionPrevention: cover?.mouth,
    FaceOcclusionPrevention: cover?.face,
    InterEyeDistance: geometry.eyeDistance * scale,
    HeadSize: geometry.headSize,
    LeftwardCropOfTheFaceImage: geometry.left,
    RightwardCropOfTheFaceImage: geometry.right,
    MarginAboveOfTheFaceImage: geometry.above,
    MarginBelowOfTheFaceImage: geometry.below,
    HeadPoseYaw: pose.yaw,
    HeadPosePitch: pose.pitch,
    HeadPoseRoll: pose.roll,
  }
  const result = unmeasured()
  for (const name of measureNames) {
    const native = natives[name]
    if (native === undefined || native === null || !Number.isFinite(native)) continue
    result[name] = { native, component: componentOf(name, native), assessed: true, method: measures[name].method }
  }
  // The histograms of two plain cheeks hardly overlap when their light differs by a few grey levels, which nobody sees.
  if (result.IlluminationUniformity.assessed && pose.evenness > EVEN) result.IlluminationUniformity.excused = true
  const contrast = light ? Math.sqrt(light.variance) / Math.max(1e-6, light.mean) : 0
  for (const name of ['DynamicRange', 'LuminanceVariance'] as const) {
    if (result[name].assessed && contrast > CONTRAST) result[name].excused = true
  }
  // Without the segmentation only a guess of where the person is can be left out.
  if (!person && result.BackgroundUniformity.assessed) result.BackgroundUniformity.method = 'heuristic'
  return result
}

/** The mesh's bounding box. */
function boxOf(mesh: Float32Array): Area {
  const [xs, ys] = [0, 1].map((axis) => mesh.filter((_, i) => i % 3 === axis).sort()) as [Float32Array, Float32Array]
  const [x, y] = [xs[0]!, ys[0]!]
  return { x, y, width: xs.at(-1)! - x, height: ys.at(-1)! - y }
}

/** Two heuristics have native values of their own, and so a mapping of their own. */
function componentOf(name: MeasureName, native: number): number {
  if (name === 'Sharpness') return sharpnessComponent(native)
  if (name === 'CompressionArtifacts') return blocksComponent(native)
  return component(name, native)
}
