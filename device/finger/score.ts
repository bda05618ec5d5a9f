import { type Shortcoming, sentences } from './advice.ts'
import { type Gate, gate, NO_FINGER_MM2 } from './gate.ts'
import type { GrayImage } from './image.ts'
import { findMinutiae, type Minutia } from './minutiae/find.ts'
import { regions } from './nfiq2/foreground.ts'
import { nativeMeasures } from './nfiq2/measure.ts'
import { moments } from './nfiq2/numbers.ts'
import { trim } from './nfiq2/trim.ts'
import { ridgePeriod } from './resolution.ts'
import { least, most } from './thresholds.ts'

/**
 * How good a finger's picture is: NFIQ 2's native measures under its own names, and what to do where it falls short.
 * `measures` is null when the picture is not one that can be measured. No number here is an NFIQ 2 score.
 */
export type Score = { measures: Record<string, number> | null; advice: string[]; ok: boolean }

/** The same with what falls short as words, and the minutiae that were found on the way. */
export type Assessment = Score & { codes: Shortcoming[]; minutiae: Minutia[] }

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

const refused = (code: Shortcoming, sentence = sentences[code], measures: Score['measures'] = null): Assessment => ({
  measures,
  advice: [sentence],
  ok: false,
  codes: [code],
  minutiae: [],
})

/** Measures and judges one picture of one finger. */
export function score(image: GrayImage): Score {
  const { measures, advice, ok } = assess(image)
  return { measures, advice, ok }
}

export function assess(image: GrayImage): Assessment {
  if (image.ppi !== PPI)
    return refused('resolution', `The picture is at ${image.ppi} pixels per inch; quality is defined at ${PPI}.`)
  const outside = rim(image)
  if (outside < DARK_RIM && moments(image.pixels).mean > outside + LIGHTER_INSIDE) return refused('inverted')
  const trimmed = trim(image)
  if (trimmed.is === 'unfit') {
    if (trimmed.why === 'blank') return refused('blank')
    const size = `Without its white frame the picture is ${trimmed.width} × ${trimmed.height} pixels`
    const limit = trimmed.why === 'too-large' ? 'one finger is at most 800 × 1000' : 'a finger is at least 72 × 72'
    return refused('blank', `${size}; ${limit}.`)
  }
  const cut = trimmed.image
  const measures = nativeMeasures(cut)
  if (measures['UniformImage']! < least.UniformImage) return refused('low-contrast', undefined, measures)
  const gated = gate(cut)
  if (gated.measures.areaMm2 < NO_FINGER_MM2) return refused('blank', undefined, measures)
  const period = ridgePeriod(cut, regions(cut))
  if (period !== null && (period < RIDGE_PERIOD_PX.least || period > RIDGE_PERIOD_PX.most)) {
    const guess = Math.round((PPI * period) / RIDGE_PERIOD_PX.usual / 50) * 50
    return refused(
      'resolution',
      `${sentences.resolution} Its ridges lie ${period.toFixed(1)} pixels apart, as at about ${guess}.`,
    )
  }
  const minutiae = findMinutiae(cut)
  const all: Record<string, number> = { ...measures, FingerprintImageWithMinutiae: minutiae.length }
  const codes = shortcomings(all, gated)
  return { measures: all, advice: codes.map((code) => sentences[code]), ok: codes.length === 0, codes, minutiae }
}

function shortcomings(measures: Record<string, number>, { advice, measures: own }: Gate): Shortcoming[] {
  const under = (...names: (keyof typeof least)[]) => names.some((name) => measures[name]! < least[name])
  const over = (...names: (keyof typeof most)[]) => names.some((name) => measures[name]! > most[name])
  const codes: Shortcoming[] = []
  if (over('EmptyImageOrContrastTooLow')) codes.push('blank')
  if (under('FingerprintImageWithMinutiae')) codes.push('few-minutiae')
  if (under('SufficientFingerprintForeground')) codes.push('little-finger')
  if (advice === 'centre') codes.push(...whereTo(own.offCentre))
  else if (advice) codes.push(advice)
  // The gate knows causes; where it finds none, the ridges are still no good to follow.
  if (codes.length > 0) return codes
  if (under('OCL_Bin10_Mean', 'LCS_Bin10_Mean', 'OrientationMap_ROIFilter_CoherenceRel') || over('RVUP_Bin10_Mean'))
    codes.push('unclear')
  return codes
}

/** Up is towards the fingertip. */
function whereTo({ x, y }: { x: number; y: number }): Shortcoming[] {
  const ways = [
    x < -WORTH_MOVING && 'right',
    x > WORTH_MOVING && 'left',
    y < -WORTH_MOVING && 'down',
    y > WORTH_MOVING && 'up',
  ] as const
  const said = ways.filter((way) => way !== false)
  return said.length > 0 ? said : ['centre']
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
