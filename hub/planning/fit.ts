import { exponential, lognormal } from './distributions.ts'
import type { Service } from './scenario.ts'

/** Values at shares 0–1 of a sorted list, linear between neighbours. */
export function quantiles(sorted: readonly number[], shares: readonly number[]): number[] {
  return shares.map((share) => {
    const at = share * (sorted.length - 1)
    const below = Math.floor(at)
    const low = sorted[below]!
    return low + (sorted[Math.min(sorted.length - 1, below + 1)]! - low) * (at - below)
  })
}

/** A named distribution must not differ from the measured one by more than this at any length (Kolmogorov–Smirnov distance). */
const CLOSE = 0.05

/** The distribution that fits measured minutes best: a named one when close, else the measured values themselves. */
export function fitted(minutes: readonly number[], kept: number): { service: Service; cv: number; distance: number } {
  const sorted = minutes.map((x) => Math.max(0.1, x)).sort((a, b) => a - b)
  const mean = sorted.reduce((sum, x) => sum + x, 0) / sorted.length
  const cv = Math.sqrt(sorted.reduce((sum, x) => sum + (x - mean) ** 2, 0) / sorted.length) / mean
  const distance = (atMost: (x: number) => number) =>
    sorted.reduce((most, x, i) => Math.max(most, Math.abs(atMost(x) - (i + 0.5) / sorted.length)), 0)
  const meanMinutes = Math.min(mean, 10_000)
  const named: { service: Service; distance: number }[] = [
    {
      service: { distribution: 'lognormal', meanMinutes, cv: Math.max(0.01, cv) },
      distance: distance(lognormal(mean, Math.max(0.01, cv)).atMost),
    },
    { service: { distribution: 'exponential', meanMinutes }, distance: distance(exponential(mean).atMost) },
  ]
  const best = named.reduce((a, b) => (b.distance < a.distance ? b : a))
  if (best.distance <= CLOSE) return { ...best, cv }
  const count = Math.min(kept, sorted.length)
  const values = quantiles(
    sorted,
    Array.from({ length: count }, (_, i) => (i + 0.5) / count),
  )
  return {
    service: { distribution: 'empirical', values: values.map((x) => Math.round(x * 100) / 100) },
    cv,
    distance: 0,
  }
}
