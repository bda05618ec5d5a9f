const ROOT_2PI = Math.sqrt(2 * Math.PI)

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / ROOT_2PI
}

/**
 * P(Z ≤ x) of the standard normal distribution. Near zero by the odd series of Marsaglia (J. Stat. Softw. 11(4), 2004),
 * in the tails by the continued fraction of Laplace; error below 1e-12.
 */
export function normalAtMost(x: number): number {
  const size = Math.abs(x)
  if (size > 38) return x > 0 ? 1 : 0
  if (size < 4) {
    let term = x
    let sum = x
    for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) {
      term *= (x * x) / i
      sum += term
    }
    return 0.5 + sum * normalDensity(x)
  }
  let fraction = size
  for (let k = 60; k >= 1; k--) fraction = size + k / fraction
  const tail = normalDensity(size) / fraction
  return x > 0 ? 1 - tail : tail
}

/** The x with P(Z ≤ x) = p: rational approximation of Acklam (2003), relative error below 1.2e-9. */
export function normalQuantile(p: number): number {
  const tail = (q: number) =>
    (((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)))
  if (p > 0.97575) return -tail(Math.sqrt(-2 * Math.log(1 - p)))
  const q = p - 0.5
  const r = q * q
  return (
    ((((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r -
      3.066479806614716e1) *
      r +
      2.506628277459239) *
      q) /
    (((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r -
      1.328068155288572e1) *
      r +
      1)
  )
}

/** t with P(|T| ≤ t) = 0.95 for Student’s t with `freedom` degrees: a table while small, then Cornish–Fisher. */
export function studentT95(freedom: number): number {
  const few = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281]
  const known = few[freedom - 1]
  if (known !== undefined) return known
  const z = 1.959963984540054
  const z3 = z ** 3
  const z5 = z ** 5
  return (
    z +
    (z3 + z) / (4 * freedom) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom ** 3)
  )
}
