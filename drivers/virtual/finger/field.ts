import { seeded, smoothNoise } from '../random.ts'

/** Which way the ridges run, pixel by pixel (radians, 0 = level, in image coordinates with y down), and how dense. */
export type RidgeField = { angle: Float32Array; period: Float32Array }

type Point = { x: number; y: number }
type Pattern = { cores: Point[]; deltas: Point[]; arch: boolean }

/** Ridge periods of adult index fingers at 500 ppi lie around 9 pixels (0.45 mm). */
const PERIOD_PX = 9
const PERIOD_SPREAD_PX = 0.7

/**
 * Where cores and deltas lie, in fractions of the image. Frequencies on index fingers: loops (most open towards the
 * little finger, unusually many the other way), whorls, some arches.
 */
function pattern(width: number, height: number, leftHand: boolean, random: () => number): Pattern {
  const at = (x: number, y: number): Point => ({
    x: (x + (random() - 0.5) * 0.08) * width,
    y: (y + (random() - 0.5) * 0.06) * height,
  })
  const kind = random()
  if (kind < 0.12) return { cores: [], deltas: [], arch: true }
  if (kind < 0.42)
    return { cores: [at(0.47, 0.4), at(0.53, 0.56)], deltas: [at(0.02, 0.86), at(0.98, 0.86)], arch: false }
  const deltaRight = random() < 0.65 === leftHand
  return { cores: [at(0.5, 0.46)], deltas: [at(deltaRight ? 0.9 : 0.1, 0.84)], arch: false }
}

/** Sherlock and Monro's zero-pole field: each core turns the ridges by half a turn around it, each delta back. */
export function ridgeField(width: number, height: number, seed: number, leftHand: boolean): RidgeField {
  const random = seeded(seed)
  const { cores, deltas, arch } = pattern(width, height, leftHand, random)
  const bend = smoothNoise(width, height, 130, random)
  const density = smoothNoise(width, height, 110, random)
  const period = PERIOD_PX + (random() - 0.5) * 2 * PERIOD_SPREAD_PX
  const angle = new Float32Array(width * height)
  const periods = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      let turn = 0
      if (arch) {
        const lift = Math.max(0, 1.15 - Math.abs(y / height - 0.62) * 1.7)
        turn = Math.atan(lift * Math.cos((Math.PI * x) / width) * 1.15)
      } else {
        for (const core of cores) turn += Math.atan2(core.y - y, x - core.x) / 2
        for (const delta of deltas) turn -= Math.atan2(delta.y - y, x - delta.x) / 2
        // A whorl's and a loop's fields differ by a constant, such that ridges far above run level.
        turn += (deltas.length - cores.length) * (Math.PI / 4)
      }
      angle[at] = -turn + bend[at]! * 0.12
      periods[at] = period + density[at]! * 0.5 + (y / height - 0.5) * 0.8
    }
  }
  return { angle, period: periods }
}
