import type { GrayImage } from '../image.ts'
import type { Regions } from './foreground.ts'
import { histogram } from './numbers.ts'
import { turned, UPRIGHT } from './turned.ts'

const LIMITS = [0.268, 0.304, 0.33, 0.355, 0.38, 0.407, 0.44, 0.5, 1]
/** How much of the neighbouring frequencies counts as the ridges' own. */
const NEIGHBOUR = 0.3
const LENGTH = UPRIGHT.height
const COS = Float64Array.from({ length: LENGTH }, (_, at) => Math.cos((2 * Math.PI * at) / LENGTH))
const SIN = Float64Array.from({ length: LENGTH }, (_, at) => Math.sin((2 * Math.PI * at) / LENGTH))

/** Frequency domain analysis: how much of a region's variation across the ridges is one frequency. */
export function frequencyDomain(image: GrayImage, { all }: Regions): Record<string, number> {
  const values = all
    .filter((region) => region.foreground)
    .map((region) => purity(turned(image, region, region.angle + Math.PI / 2, true, UPRIGHT)))
  return histogram('FDA', LIMITS, values)
}

function purity(window: Uint8Array): number {
  const { width } = UPRIGHT
  const rows = Float64Array.from({ length: LENGTH }, (_, y) => {
    let sum = 0
    for (let x = 0; x < width; x++) sum += window[y * width + x]!
    return sum / width
  })
  const amplitude: number[] = []
  // 1 … 16 cycles; the upper half of the spectrum mirrors it.
  for (let cycles = 1; cycles <= LENGTH / 2; cycles++) {
    let re = 0
    let im = 0
    for (let y = 0; y < LENGTH; y++) {
      re += rows[y]! * COS[(cycles * y) % LENGTH]!
      im += rows[y]! * SIN[(cycles * y) % LENGTH]!
    }
    amplitude.push(Math.hypot(re, im))
  }
  const most = Math.max(...amplitude)
  const at = amplitude.indexOf(most)
  const total = amplitude.slice(0, LENGTH / 2 - 1).reduce((sum, value) => sum + value, 0)
  // One cycle in the window has no lower neighbour: the reference calls that pure.
  if (at === 0) return 1
  const above = amplitude[at + 1] ?? amplitude[at - 1]!
  return total === 0 ? 0 : (most + NEIGHBOUR * (amplitude[at - 1]! + above)) / total
}
