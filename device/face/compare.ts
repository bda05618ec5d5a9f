/**
 * Two pictures whose embeddings are nearer than this are taken for one person. Set where at most one pair of strangers in a
 * thousand lies below it (`boks face eval` prints the curve for any labelled set):
 *
 * AT&T Database of Faces (40 persons, 397 of 400 grey pictures of 92×112 with a face; 1,776 pairs of one person, 76,830 of
 * two): false match 0.07 %, false non-match 3.3 % here; 0.46 % and 1.4 % at 0.55; 2.1 % and 0.4 % at 0.60, which is what
 * dlib gives for this model (`dlib_face_recognition_resnet_model_v1`); equal error 0.9 %.
 * SFHQ synthetic set (28 persons, live frame against grey chip portrait; 756 pairs of two): false match 0.66 % here, 1.98 %
 * at 0.60, all of them pairs with an East Asian person or a baby: the model errs more for some groups.
 *
 * SFHQ's sheet by ethnicity (78 persons, 13 a group; 6,006 pairs of two): false match 1.47 % here; within a group (156 pairs
 * of two) 1.3 % Irish and South American, 3.8 % Indian, 10.9 % Persian, 17.3 % African, 20.5 % Asian; false non-match 0 of 78.
 * Yale Face Database (15 persons, 162 pictures): false match 1.29 %, false non-match 2.51 % here.
 *
 * A limit for a caseworker's attention, no certified operating point: a machine never decides.
 */
export const MATCH_DISTANCE = 0.5

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
