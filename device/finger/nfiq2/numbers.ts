export type Moments = { mean: number; deviation: number }

/** Mean and population standard deviation. */
export function moments(values: ArrayLike<number>): Moments {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  const mean = values.length === 0 ? 0 : sum / values.length
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2
  return { mean, deviation: values.length === 0 ? 0 : Math.sqrt(squares / values.length) }
}

/** To the nearest whole number, halves to the even one: how the reference's fixed-point steps round. */
export function roundEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/**
 * `PREFIX_Bin10_0` … `_9`, `_Mean` and `_StdDev` of the local values. A value on a limit belongs above it. The nine limits
 * are NFIQ 2's.
 */
export function histogram(
  prefix: string,
  limits: readonly number[],
  values: readonly number[],
): Record<string, number> {
  const bins = new Array<number>(limits.length + 1).fill(0)
  for (const value of values) bins[limits.filter((limit) => value >= limit).length]!++
  const { mean, deviation } = moments(values)
  return {
    ...Object.fromEntries(bins.map((count, bin) => [`${prefix}_Bin10_${bin}`, count])),
    [`${prefix}_Bin10_Mean`]: mean,
    [`${prefix}_Bin10_StdDev`]: deviation,
  }
}
