import { type Judgement, judge } from '../../device/face/quality/judge.ts'
import { measureNames, portraitRules } from '../../device/face/quality/names.ts'
import type { FaceQuality } from '../../device/face/view.ts'
import { Usage, type Verb } from '../verb.ts'
import { openPicture, withEngine } from './pictures.ts'

const usage = 'IMAGE… [--json]'

/** The quality measures of portraits, in the terms of ISO/IEC 29794-5. */
export const faceScore: Verb = {
  usage,
  async run(files) {
    if (!files.length || files.some((file) => file.startsWith('--'))) throw new Usage(`boks face score ${usage}`)
    // All files are opened before the first is measured: a wrong name is said at once.
    for (const file of files) await openPicture(file)
    const json = await withEngine(async (engine) => {
      const scores = []
      for (const file of files) {
        const { raster, scale } = await openPicture(file)
        const { faces, measures } = await engine.measure(raster, new AbortController().signal, scale)
        scores.push({ file, faces, measures, ...judge(measures) })
      }
      return scores
    })
    return { lines: json.flatMap(linesOf), json }
  },
}

function linesOf(score: { file: string; faces: number; measures: FaceQuality['measures'] } & Judgement): string[] {
  const table = measureNames.map((name) => {
    const { native, component, assessed, method } = score.measures[name]
    const value = assessed ? `${native.toFixed(3).padStart(10)} ${String(component).padStart(4)}` : '    not assessed'
    return `  ${name.padEnd(28)}${value}${assessed && method === 'heuristic' ? '  (heuristic)' : ''}`
  })
  const reasons = score.reasons.map(({ measure, rule }) => `  ${measure}: the rule is ${portraitRules[rule]}`)
  return [`${score.file}: ${score.verdict}`, ...reasons, ...table]
}
