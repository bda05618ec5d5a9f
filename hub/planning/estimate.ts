import { studentT95 } from './normal.ts'

export type Interval = [low: number, high: number]

/**
 * An estimate from independent batches, with what each batch contributes to its error: differences of two estimates over the
 * same batches take the difference of the contributions (paired seeds), which is where the gain of pairing comes from.
 */
export type Estimate = { value: number; influence: number[] }

/** Σ above / Σ below over batches, with contributions by linearisation; null when there is nothing below. */
export function ratio(above: readonly number[], below: readonly number[], scale = 1): Estimate | null {
  const total = below.reduce((sum, x) => sum + x, 0)
  if (total <= 0) return null
  const value = above.reduce((sum, x) => sum + x, 0) / total
  const typical = total / below.length
  return { value: value * scale, influence: above.map((x, i) => ((x - value * below[i]!) / typical) * scale) }
}

/** With fewer batches the skewness cannot be told from chance. */
const FEW = 5

/**
 * 95 % interval by Student’s t over batches; null with fewer than two. Mean waits are skewed (a few bad days), so a symmetric
 * interval lies too low too often: corrected by the transformation of Hall (J. R. Statist. Soc. B 54, 1992, 221–228), which
 * makes the interval asymmetric. How often intervals hold the truth is measured in the bench.
 */
export function interval({ value, influence }: Estimate): Interval | null {
  const count = influence.length
  if (count < 2) return null
  const variance = influence.reduce((total, x) => total + x * x, 0) / (count - 1)
  const error = Math.sqrt(variance / count)
  const t = studentT95(count - 1)
  const third = influence.reduce((total, x) => total + x ** 3, 0) / count
  const skew = variance > 0 && count >= FEW ? third / variance ** 1.5 / Math.sqrt(count) : 0
  const bent = (x: number) => (Math.abs(skew) < 1e-6 ? x : (3 / skew) * (Math.cbrt(1 + skew * (x - skew / 6)) - 1))
  return [value - error * bent(t), value - error * bent(-t)]
}

/** b − a over the same batches. */
export function difference(a: Estimate | null, b: Estimate | null): Estimate | null {
  if (!a || !b || a.influence.length !== b.influence.length) return null
  return { value: b.value - a.value, influence: b.influence.map((x, i) => x - a.influence[i]!) }
}
