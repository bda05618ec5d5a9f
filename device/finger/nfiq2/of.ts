import type { Regions } from './foreground.ts'
import { histogram } from './numbers.ts'

const LIMITS = [1.715e-2, 3.5e-2, 5.57e-2, 8.1e-2, 1.15e-1, 1.718e-1, 2.569e-1, 4.758e-1, 7.48e-1]
/** Turns from one region to the next below this are the finger's own flow (radians). */
const LEAST_TURN = (4 * Math.PI) / 180
const MOST_TURN = (90 * Math.PI) / 180

/** Orientation flow: how much a region's direction differs from its eight neighbours', where all nine are finger. */
export function orientationFlow({ columns, rows, all }: Regions): Record<string, number> {
  const values: number[] = []
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const near = neighbours.map(([dx, dy]) => all[(row + dy) * columns + column + dx]!)
      const own = all[row * columns + column]!
      if (!own.foreground || near.some(({ foreground }) => !foreground)) continue
      // Directions are halves of a turn, but the reference compares them as if they were whole ones.
      const turn = near.reduce((sum, { angle }) => sum + Math.abs(own.angle - angle), 0) / near.length
      if (turn > LEAST_TURN) values.push((turn - LEAST_TURN) / (MOST_TURN - LEAST_TURN))
    }
  }
  return histogram('OF', LIMITS, values)
}

const neighbours: readonly (readonly [number, number])[] = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
]
