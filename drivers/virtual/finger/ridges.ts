import type { FingerPosition } from '../../../device/contract/nouns.ts'
import { seeded } from '../random.ts'
import { type RidgeField, ridgeField } from './field.ts'

/** The sensing area: 15.2 × 20.3 mm at 500 ppi, the FAP 20 size that passport enrolment asks for at least. */
export const WIDTH = 300
export const HEIGHT = 400

/** Directions and periods are rounded to this many steps, so that the filters can be made once. */
const DIRECTIONS = 32
const PERIODS = 4
/** Half the side of a filter (pixels): about one ridge period, enough for the neighbouring ridges to agree. */
const REACH = 8
/** Share of pixels that ridges grow from: few, so that long ridges meet in few minutiae. */
const SEEDED = 1 / 2_000
/** Noise everywhere else: it becomes ridges where the grown ones do not reach in time. */
const FAINT = 0.004
/** Rounds of growing until ridges cover everything; more only straighten them. */
const ROUNDS = 9

export type Position = FingerPosition

/** Ridges in −1 (valley) … 1 (ridge), before any finger presses them on glass. */
export type Ridges = { width: number; height: number; relief: Float32Array }

const SIDE = 2 * REACH + 1

function gabor(direction: number, period: number): Float32Array {
  const kernel = new Float32Array(SIDE * SIDE)
  const sigma = period * 0.42
  let sum = 0
  let weight = 0
  for (let y = -REACH; y <= REACH; y++) {
    for (let x = -REACH; x <= REACH; x++) {
      const across = -x * Math.sin(direction) + y * Math.cos(direction)
      const bell = Math.exp(-(x * x + y * y) / (2 * sigma * sigma))
      const at = (y + REACH) * SIDE + x + REACH
      kernel[at] = bell * Math.cos((2 * Math.PI * across) / period)
      sum += kernel[at]!
      weight += bell
    }
  }
  // Without its mean the filter sees ridges, not brightness.
  let power = 0
  for (let y = -REACH; y <= REACH; y++) {
    for (let x = -REACH; x <= REACH; x++) {
      const at = (y + REACH) * SIDE + x + REACH
      kernel[at]! -= (sum / weight) * Math.exp(-(x * x + y * y) / (2 * sigma * sigma))
      power += Math.abs(kernel[at]!)
    }
  }
  return kernel.map((value) => value / power)
}

/** For each pixel the number of its filter. */
function choose(field: RidgeField, least: number, step: number): Uint8Array {
  return Uint8Array.from(field.angle, (angle, at) => {
    const turn = ((angle % Math.PI) + Math.PI) % Math.PI
    const direction = Math.round((turn / Math.PI) * DIRECTIONS) % DIRECTIONS
    const period = Math.max(0, Math.min(PERIODS - 1, Math.round((field.period[at]! - least) / step)))
    return direction * PERIODS + period
  })
}

function grow(field: RidgeField, width: number, height: number, random: () => number): Float32Array {
  let least = Infinity
  let most = -Infinity
  for (const period of field.period) {
    least = Math.min(least, period)
    most = Math.max(most, period)
  }
  const step = (most - least) / (PERIODS - 1)
  const bank: Float32Array[] = []
  for (let direction = 0; direction < DIRECTIONS; direction++) {
    for (let period = 0; period < PERIODS; period++) {
      bank.push(gabor((direction * Math.PI) / DIRECTIONS, least + period * step))
    }
  }
  const chosen = choose(field, least, step)

  // A border as wide as a filter's reach spares the inner loop its bounds.
  const wide = width + 2 * REACH
  const tall = height + 2 * REACH
  let now = Float32Array.from({ length: wide * tall }, () => (random() - 0.5) * (random() < SEEDED ? 200 : FAINT))
  let then = new Float32Array(wide * tall)
  for (let round = 0; round < ROUNDS; round++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const kernel = bank[chosen[y * width + x]!]!
        let sum = 0
        let at = 0
        for (let row = 0; row < SIDE; row++) {
          let from = (y + row) * wide + x
          for (let column = 0; column < SIDE; column++) sum += kernel[at++]! * now[from++]!
        }
        // The gain lets ridges saturate; −1…1 keeps them from growing without end.
        then[(y + REACH) * wide + x + REACH] = Math.max(-1, Math.min(1, sum * 9))
      }
    }
    ;[now, then] = [then, now]
  }
  const relief = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    relief.set(now.subarray((y + REACH) * wide + REACH, (y + REACH) * wide + REACH + width), y * width)
  }
  return relief
}

/** Fingers of one hand are strangers to each other. */
const digitSeed: Record<string, number> = { index: 0, thumb: 7_919, middle: 15_887, ring: 24_107 }

const made = new Map<string, Ridges>()
/** Kept fingers: six citizens with four fingers each. */
const KEPT = 24

/**
 * A finger nobody has: noise filtered along an orientation field with cores and deltas until it is ridges, with the
 * minutiae where they do not fit together (the idea of SFinGe; Cappelli et al. 2000). The same seed and position give
 * the same finger.
 */
export function ridges(citizenSeed: number, position: Position): Ridges {
  const key = `${citizenSeed} ${position}`
  const known = made.get(key)
  if (known) return known
  const leftHand = position.startsWith('left')
  const seed = Math.imul(citizenSeed, 2_654_435_761) + (leftHand ? 40_503 : 9_176) + digitSeed[position.split('-')[1]!]!
  const field = ridgeField(WIDTH, HEIGHT, seed, leftHand)
  const fresh = { width: WIDTH, height: HEIGHT, relief: grow(field, WIDTH, HEIGHT, seeded(seed + 1)) }
  const oldest = made.keys().next().value
  if (made.size >= KEPT && oldest !== undefined) made.delete(oldest)
  made.set(key, fresh)
  return fresh
}
