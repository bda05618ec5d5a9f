import type { GrayImage } from '../image.ts'
import type { Regions } from './foreground.ts'
import { histogram } from './numbers.ts'
import { profile } from './profile.ts'
import { LYING, turned } from './turned.ts'

const LIMITS = [0.5, 0.667, 0.8, 1, 1.25, 1.5, 2, 24, 30]

/** Ridge-valley uniformity: the ratios of neighbouring ridge and valley widths; 1 where both are equally wide. */
export function ridgeValleyUniformity(image: GrayImage, { all }: Regions): Record<string, number> {
  const values = all
    .filter((region) => region.foreground)
    .flatMap((region) => ratios(profile(turned(image, region, region.angle, true, LYING), LYING.width).ridge))
  return histogram('RVUP', LIMITS, values)
}

/** Neighbours' width ratios from the far end. Left out, as in the reference: the first whole width, and the last column. */
function ratios(ridge: readonly boolean[]): number[] {
  const changes = ridge.slice(0, -1).flatMap((is, at) => (at > 0 && is !== ridge[at - 1] ? [at - 1] : []))
  const widths = changes.slice(2).map((change, at) => change - changes[at + 1]!)
  widths.reverse()
  const turnedFrom = changes.length > 0 && ridge[changes[0]! + 1] ? 1 : 0
  return widths.slice(0, -1).map((width, at) => {
    const ratio = width / widths[at + 1]!
    return at >= turnedFrom && (at - turnedFrom) % 2 === 0 ? 1 / ratio : ratio
  })
}
