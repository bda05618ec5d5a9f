/**
 * Where NFIQ 2's measures call for another try. First its own four checks (its `Thresholds::ActionableQualityFeedback`);
 * then limits of ours, set on the 208 published rows of its conformance table (v2.3.0): of the 117 pictures that the
 * reference scores 40 or more 106 pass all of them, of the 37 that it scores under 20 three do. That says how they
 * agree with the reference on its own pictures, not how many prints are later matched. Nothing here is an NFIQ 2 score.
 */
export const most = {
  /** Mean gray: above it there is no finger. */
  EmptyImageOrContrastTooLow: 250,
  RVUP_Bin10_Mean: 1.3,
} as const

export const least = {
  /** Standard deviation of the grays. */
  UniformImage: 1,
  FingerprintImageWithMinutiae: 5,
  /** Pixels of finger. */
  SufficientFingerprintForeground: 50_000,
  OCL_Bin10_Mean: 0.58,
  LCS_Bin10_Mean: 0.6,
  OrientationMap_ROIFilter_CoherenceRel: 0.44,
} as const
