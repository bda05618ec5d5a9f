import { type Shortcoming, sentences } from './advice.ts'
import { gate, NO_FINGER_MM2 } from './gate.ts'
import type { GrayImage } from './image.ts'
import { findMinutiae } from './minutiae/find.ts'
import { regions } from './nfiq2/foreground.ts'
import { nativeMeasures } from './nfiq2/measure.ts'
import { moments } from './nfiq2/numbers.ts'
import { trim } from './nfiq2/trim.ts'
import { ridgePeriod } from './resolution.ts'

/**
 * How good a finger's picture is: NFIQ 2's native measures under its own names, and what to do where it falls short.
 * `measures` is null when the picture is not one that can be measured. No number here is an NFIQ 2 score.
 */
export type Score = { measures: Record<string, number> | null; advice: string[]; ok: boolean }

/** NFIQ 2's four checks that ask for another try (its `Thresholds::ActionableQualityFeedback`). */
const MOST_MEAN_GRAY = 250
const LEAST_DEVIATION = 1
const LEAST_MINUTIAE = 5
const LEAST_FOREGROUND_PX = 50_000

/** All measures are defined at this resolution. */
const PPI = 500
/** Ridges of children's and of large hands lie 6 to 13 pixels apart at 500 ppi; others were scanned differently. */
const RIDGE_PERIOD_PX = { least: 5.5, most: 14.5, usual: 9 }
/**
 * Around a finger the glass is light. A rim darker than this, and darker than the whole by so much, is that of an inverted
 * picture (gray); a wet finger is dark to the rim too, but not lighter inside.
 */
const DARK_RIM = 64
const LIGHTER_INSIDE = 15
/** From here on it is worth saying in which direction the finger should move (fraction of a side). */
const WORTH_MOVING = 0.1

const refused = (...advice: string[]): Score => ({ measures: null, advice, ok: false })

/** Measures and judges one picture of one finger. */
export function score(image: GrayImage): Score {
  if (image.ppi !== PPI) return refused(`The picture is at ${image.ppi} pixels per inch; quality is defined at ${PPI}.`)
  const outside = rim(image)
  if (outside < DARK_RIM && moments(image.pixels).mean > outside + LIGHTER_INSIDE) return refused(sentences.inverted)
  const trimmed = trim(image)
  if (trimmed.is === 'unfit') {
    if (trimmed.why === 'blank') return refused(sentences.blank)
    const size = `Without its white frame the picture is ${trimmed.width} × ${trimmed.height} pixels`
    const limit = trimmed.why === 'too-large' ? 'one finger is at most 800 × 1000' : 'a finger is at least 72 × 72'
    return refused(`${size}; ${limit}.`)
  }
  const cut = trimmed.image
  const measures = nativeMeasures(cut)
  if (measures['UniformImage']! < LEAST_DEVIATION) return { measures, advice: [sentences['low-contrast']], ok: false }
  const gated = gate(cut)
  if (gated.measures.areaMm2 < NO_FINGER_MM2) return { measures, advice: [sentences.blank], ok: false }
  const period = ridgePeriod(cut, regions(cut))
  if (period !== null && (period < RIDGE_PERIOD_PX.least || period > RIDGE_PERIOD_PX.most)) {
    const guess = Math.round((PPI * period) / RIDGE_PERIOD_PX.usual / 50) * 50
    return refused(`${sentences.resolution} Its ridges lie ${period.toFixed(1)} pixels apart, as at about ${guess}.`)
  }
  const minutiae = findMinutiae(cut).length
  const short: Shortcoming[] = []
  if (measures['EmptyImageOrContrastTooLow']! > MOST_MEAN_GRAY) short.push('blank')
  if (minutiae < LEAST_MINUTIAE) short.push('few-minutiae')
  if (measures['SufficientFingerprintForeground']! < LEAST_FOREGROUND_PX) short.push('little-finger')
  if (gated.advice) short.push(gated.advice)
  return {
    measures: { ...measures, FingerprintImageWithMinutiae: minutiae },
    advice: short.map((code) => (code === 'centre' ? whereTo(gated.measures.offCentre) : sentences[code])),
    ok: short.length === 0,
  }
}

/** Up is towards the fingertip. */
function whereTo({ x, y }: { x: number; y: number }): string {
  const ways = [
    x < -WORTH_MOVING && 'right',
    x > WORTH_MOVING && 'left',
    y < -WORTH_MOVING && 'down',
    y > WORTH_MOVING && 'up',
  ]
  const said = ways.filter((way) => way !== false)
  return said.length > 0 ? `Move the finger ${said.join(' and ')}.` : sentences.centre
}

/** Mean gray of the outermost pixels. */
function rim({ width, height, pixels }: GrayImage): number {
  let sum = 0
  let count = 0
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1)
    for (let x = 0; x < width; x += step) {
      sum += pixels[y * width + x]!
      count++
    }
  }
  return sum / count
}
