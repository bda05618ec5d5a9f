import { normalAtMost, normalQuantile } from './normal.ts'

/**
 * A distribution of minutes. `sample(u)` is the inverse of `atMost`: one number in (0, 1) a draw, so that a citizen keeps the
 * same luck when a mean or a spread changes between two scenarios.
 */
export type Distribution = {
  mean: number
  /** Coefficient of variation: standard deviation / mean. */
  cv: number
  sample(u: number): number
  /** P(X ≤ minutes). */
  atMost(minutes: number): number
}

export function exponential(mean: number): Distribution {
  return {
    mean,
    cv: 1,
    sample: (u) => -mean * Math.log(1 - u),
    atMost: (x) => (x <= 0 ? 0 : 1 - Math.exp(-x / mean)),
  }
}

export function deterministic(mean: number): Distribution {
  return { mean, cv: 0, sample: () => mean, atMost: (x) => (x >= mean ? 1 : 0) }
}

export function lognormal(mean: number, cv: number): Distribution {
  if (cv === 0) return deterministic(mean)
  const sigma = Math.sqrt(Math.log(1 + cv * cv))
  const mu = Math.log(mean) - (sigma * sigma) / 2
  return {
    mean,
    cv,
    sample: (u) => Math.exp(mu + sigma * normalQuantile(u)),
    atMost: (x) => (x <= 0 ? 0 : normalAtMost((Math.log(x) - mu) / sigma)),
  }
}

/** The measured values themselves, each as likely as another. */
export function empirical(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).sort()
  const count = sorted.length
  const mean = sorted.reduce((sum, x) => sum + x, 0) / count
  const variance = sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count
  return {
    mean,
    cv: mean === 0 ? 0 : Math.sqrt(variance) / mean,
    sample: (u) => sorted[Math.min(count - 1, Math.floor(u * count))]!,
    atMost(x) {
      let low = 0
      let high = count
      while (low < high) {
        const middle = (low + high) >>> 1
        if (sorted[middle]! <= x) low = middle + 1
        else high = middle
      }
      return low / count
    },
  }
}

/** Minutes after the booked time; negative = early. */
export function normal(mean: number, sd: number): Distribution {
  if (sd === 0) return deterministic(mean)
  return {
    mean,
    cv: mean === 0 ? Number.POSITIVE_INFINITY : sd / Math.abs(mean),
    sample: (u) => mean + sd * normalQuantile(u),
    atMost: (x) => normalAtMost((x - mean) / sd),
  }
}
