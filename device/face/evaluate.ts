import { MATCH_DISTANCE } from './compare.ts'

/** Steps of the printed curve, in distance. */
const STEP = 0.05
const FARTHEST = 1.2

/** Distances of pairs of pictures, of one person and of two. */
export type Pairs = { same: readonly number[]; others: readonly number[] }

export type Rates = {
  distance: number
  /** `FaceComparison.similarity` at this distance. */
  similarity: number
  /** Parts of the pairs of two persons that match, and of the pairs of one person that do not; null without pairs. */
  falseMatchRate: number | null
  falseNonMatchRate: number | null
}

export type Evaluation = {
  pairs: { same: number; others: number }
  /** At the threshold that the box uses. */
  atThreshold: Rates
  equalErrorRate: number | null
  equalErrorDistance: number | null
  curve: Rates[]
  /** The widest distance that keeps each of a few false match rates; null where too few pairs can show the rate. */
  thresholds: { falseMatchRate: number; at: Rates | null }[]
  /**
   * With no false match among n pairs, the true rate may still be as high as 3/n (95 %, "rule of three"): below this
   * nothing can be said with the pictures given.
   */
  smallestProvableFalseMatchRate: number | null
}

/** False match rates that thresholds are set for. */
const TARGETS = [0.01, 0.001, 0.0001]

/** The error rates of a comparison at `distance`. */
export function ratesAt({ same, others }: Pairs, distance: number): Rates {
  const part = (list: readonly number[], wrong: (d: number) => boolean) =>
    list.length ? list.filter(wrong).length / list.length : null
  return {
    distance,
    similarity: Math.min(1, Math.max(0, 1 - distance / (2 * MATCH_DISTANCE))),
    falseMatchRate: part(others, (d) => d < distance),
    falseNonMatchRate: part(same, (d) => d >= distance),
  }
}

/** Error rates over all thresholds, from labelled pairs. Pure. */
export function evaluate(pairs: Pairs): Evaluation {
  const { same, others } = pairs
  let best: { gap: number; rate: number; distance: number } | null = null
  if (same.length && others.length) {
    for (const distance of [...new Set([...same, ...others])].sort((a, b) => a - b)) {
      const { falseMatchRate, falseNonMatchRate } = ratesAt(pairs, distance)
      const gap = Math.abs(falseMatchRate! - falseNonMatchRate!)
      if (!best || gap < best.gap) best = { gap, rate: (falseMatchRate! + falseNonMatchRate!) / 2, distance }
    }
  }
  return {
    pairs: { same: same.length, others: others.length },
    atThreshold: ratesAt(pairs, MATCH_DISTANCE),
    equalErrorRate: best?.rate ?? null,
    equalErrorDistance: best?.distance ?? null,
    curve: Array.from({ length: Math.round(FARTHEST / STEP) }, (_, i) => ratesAt(pairs, STEP * (i + 1))),
    thresholds: TARGETS.map((falseMatchRate) => ({ falseMatchRate, at: widest(pairs, falseMatchRate) })),
    smallestProvableFalseMatchRate: others.length ? 3 / others.length : null,
  }
}

/** Of `rate`, so many false matches are allowed; the next one's own distance is the widest threshold. */
function widest(pairs: Pairs, rate: number): Rates | null {
  // Rule of three: with fewer pairs than this none would be seen even if the true rate were as high.
  if (pairs.others.length < 3 / rate) return null
  const sorted = [...pairs.others].sort((a, b) => a - b)
  return ratesAt(pairs, sorted[Math.floor(sorted.length * rate)]!)
}

/** One picture's template with whom it shows and, where known, the group that errors are split by. */
export type Labelled = { person: string; group: string | null; vector: Float32Array }

/** All pairs among the pictures; a pair of two persons counts for a group only where both are in it. */
export function pairsOf(pictures: readonly Labelled[], group?: string): Pairs {
  const same: number[] = []
  const others: number[] = []
  const among = group === undefined ? pictures : pictures.filter((one) => one.group === group)
  for (const [i, a] of among.entries()) {
    for (const b of among.slice(i + 1)) {
      const distance = Math.sqrt(a.vector.reduce((sum, value, k) => sum + (value - b.vector[k]!) ** 2, 0))
      if (a.person === b.person) same.push(distance)
      else others.push(distance)
    }
  }
  return { same, others }
}
