/** TODO-FIGURES */
export const MATCH_DISTANCE = 0.6

/** The rate of stranger pairs below `MATCH_DISTANCE` where it was set, told to the caseworker beside every comparison. */
export const SET_FOR = { falseMatchRate: 0.001 } as const

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
