import type { GrayImage } from '../image.ts'
import { contrast } from './contrast.ts'
import { frequencyDomain } from './fda.ts'
import { regions } from './foreground.ts'
import { localClarity } from './lcs.ts'
import { orientationCertainty } from './ocl.ts'
import { orientationFlow } from './of.ts'
import { regionMeasures, regionOfInterest } from './roi.ts'
import { ridgeValleyUniformity } from './rvup.ts'

/**
 * The native quality measures of NFIQ 2 (its source, v2.3), under the reference's own names, of a picture whose frame is
 * trimmed. These are its inputs, not its result: nothing here is an NFIQ 2 score. Minutiae are counted elsewhere.
 */
export function nativeMeasures(image: GrayImage): Record<string, number> {
  const grid = regions(image)
  const roi = regionOfInterest(image)
  const { Mu, MMB, deviation } = contrast(image)
  return {
    UniformImage: deviation,
    EmptyImageOrContrastTooLow: Mu,
    SufficientFingerprintForeground: roi.pixels,
    ...frequencyDomain(image, grid),
    ...regionMeasures(image, roi),
    ...localClarity(image, grid),
    MMB,
    Mu,
    ...orientationCertainty(image),
    ...orientationFlow(grid),
    ...ridgeValleyUniformity(image, grid),
  }
}
