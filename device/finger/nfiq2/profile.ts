/** Ridges seen from the side: for each column whether it is ridge, and the gray that parts ridge and valley there. */
export type Profile = { ridge: boolean[]; limit: number[] }

/** The parting gray is rounded to this many decimals, so that all machines part alike. */
const DECIMALS = 1e10

/** Columns darker than the straight line through all column means are ridge. */
export function profile(window: Uint8Array, width: number): Profile {
  const height = window.length / width
  const means = Array.from({ length: width }, (_, x) => {
    let sum = 0
    for (let y = 0; y < height; y++) sum += window[y * width + x]!
    return sum / height
  })
  const mean = means.reduce((sum, value) => sum + value, 0) / width
  const middle = (width + 1) / 2
  let across = 0
  let along = 0
  means.forEach((value, at) => {
    across += (at + 1 - middle) * (value - mean)
    along += (at + 1 - middle) ** 2
  })
  const slope = across / along
  const rounded = (value: number) => Math.round(value * DECIMALS) / DECIMALS
  const limit = means.map((_, at) => (at + 1) * rounded(slope) + rounded(mean - slope * middle))
  return { ridge: means.map((value, at) => value < limit[at]!), limit }
}
