import type { GrayImage } from './image.ts'
import type { Region, Regions } from './nfiq2/foreground.ts'
import { turned, UPRIGHT } from './nfiq2/turned.ts'

/** Fewer regions than this say nothing about the whole finger. */
const LEAST_REGIONS = 10

/** Pixels from ridge to ridge in the middle of all regions; null where there is too little finger to tell. */
export function ridgePeriod(image: GrayImage, { all }: Regions): number | null {
  const periods = all.filter(({ foreground }) => foreground).flatMap((region) => period(image, region) ?? [])
  if (periods.length < LEAST_REGIONS) return null
  return periods.sort((a, b) => a - b)[periods.length >> 1]!
}

/** From the strongest frequency across the ridges; null where none stands out. */
function period(image: GrayImage, region: Region): number | null {
  const { width, height } = UPRIGHT
  const window = turned(image, region, region.angle + Math.PI / 2, true, UPRIGHT)
  const rows = Array.from({ length: height }, (_, y) =>
    window.subarray(y * width, (y + 1) * width).reduce((sum, gray) => sum + gray, 0),
  )
  const mean = rows.reduce((sum, row) => sum + row, 0) / height
  const power = (cycles: number) => {
    let re = 0
    let im = 0
    rows.forEach((row, y) => {
      // Tapered ends keep a slope of brightness from passing for a frequency.
      const value = (row - mean) * Math.sin((Math.PI * (y + 0.5)) / height) ** 2
      re += value * Math.cos((2 * Math.PI * cycles * y) / height)
      im += value * Math.sin((2 * Math.PI * cycles * y) / height)
    })
    return re * re + im * im
  }
  let best = 0
  let at = 0
  let total = 0
  for (let cycles = 1; cycles <= 15; cycles += 0.5) {
    const now = power(cycles)
    total += now
    if (now > best) {
      best = now
      at = cycles
    }
  }
  return best < total * 0.15 ? null : height / at
}
