import type { GrayImage } from '../image.ts'
import type { Regions } from './foreground.ts'
import { histogram } from './numbers.ts'
import { profile } from './profile.ts'
import { LYING, turned } from './turned.ts'

const LIMITS = [0, 0.7, 0.74, 0.77, 0.79, 0.81, 0.83, 0.85, 0.87]
/** Widths are counted in the widest ridge that a scanner of 500 ppi can show (pixels). */
const WIDEST = 20
/** Mean widths of ridges and of valleys outside these cannot be a finger's (pixels). */
const RIDGE = { least: 3 / WIDEST, most: 10 / WIDEST }
const VALLEY = { least: 2 / WIDEST, most: 10 / WIDEST }

/** Local clarity: how few pixels of ridges are light and of valleys dark. */
export function localClarity(image: GrayImage, { all }: Regions): Record<string, number> {
  const values = all
    .filter((region) => region.foreground)
    .map((region) => clarity(turned(image, region, region.angle, false, LYING)))
  return histogram('LCS', LIMITS, values)
}

function clarity(window: Uint8Array): number {
  const { width, height } = LYING
  const { ridge, limit } = profile(window, width)
  const widths = runs(ridge)
  if (widths.length === 0) return 0
  const mean = (parity: number) => {
    const own = widths.filter((_, at) => at % 2 === parity)
    const sum = own.reduce((total, value) => total + value / WIDEST, 0)
    return own.length === 0 ? 0 : sum * (1 / own.length)
  }
  const ridges = mean(ridge[0] ? 0 : 1)
  const valleys = mean(ridge[0] ? 1 : 0)
  if (ridges < RIDGE.least || ridges > RIDGE.most || valleys < VALLEY.least || valleys > VALLEY.most) return 0
  const wrong = { ridge: 0, valley: 0 }
  const columns = { ridge: 0, valley: 0 }
  for (let x = 0; x < width; x++) {
    const kind = ridge[x] ? 'ridge' : 'valley'
    columns[kind]++
    for (let y = 0; y < height; y++) {
      const light = window[y * width + x]! >= limit[x]!
      if (light === ridge[x]) wrong[kind]++
    }
  }
  return 1 - (wrong.valley / (columns.valley * height) + wrong.ridge / (columns.ridge * height)) / 2
}

/** Widths up to each change, the first one short by one as in the reference. The last, unfinished one is left out. */
function runs(ridge: readonly boolean[]): number[] {
  const changes = ridge.flatMap((is, at) => (at > 0 && is !== ridge[at - 1] ? [at - 1] : []))
  return changes.map((change, at) => change - (changes[at - 1] ?? 0))
}
