/**
 * Two pictures whose embeddings are nearer than this are taken for one person. dlib's own figure for this model
 * (`dlib_face_recognition_resnet_model_v1`: 99.38 % on LFW at distance 0.6). It is a default for a caseworker's
 * attention, not a certified operating point: no false-match rate of ours is measured, and the model errs more for some
 * groups (of 28 synthetic people, six pairs of strangers come nearer than 0.6, all with an East Asian or a baby; down
 * to 0.38).
 */
export const MATCH_DISTANCE = 0.6

/** `FaceComparison.similarity` is scaled so that this is its threshold. */
export const SIMILARITY_THRESHOLD = 0.5

export type FaceComparison = {
  /** Euclidean distance of the two embeddings; the same picture gives 0, strangers about 0.7 to 1. */
  distance: number
  /** 1 is the same picture, 0.5 is the threshold, 0 is twice the threshold or more: a way to show it, no probability. */
  similarity: number
  threshold: number
  match: boolean
}

/** Compares two embeddings of `FaceEngine.embed`. A machine never decides: a person sees both pictures and the figure. */
export function compareFaces(a: Float32Array, b: Float32Array): FaceComparison {
  let sum = 0
  for (const [i, value] of a.entries()) sum += (value - b[i]!) ** 2
  const distance = Math.sqrt(sum)
  return {
    distance,
    similarity: Math.min(1, Math.max(0, 1 - distance / (2 * MATCH_DISTANCE))),
    threshold: MATCH_DISTANCE,
    match: distance < MATCH_DISTANCE,
  }
}
