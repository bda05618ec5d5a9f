import { type Judgement, judge } from '../../device/face/quality/judge.ts'
import { type Measured, measureNames, portraitRules } from '../../device/face/quality/names.ts'
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
      const scores: Score[] = []
      for (const file of files) {
        const { raster, scale } = await openPicture(file)
        const { measures } = await engine.measure(raster, new AbortController().signal, scale)
        const { verdict, reasons } = judge(measures)
        scores.push({
          file,
          measures: Object.fromEntries(measureNames.map((name) => [name, told(measures[name])])),
          verdict,
          reasons,
        })
      }
      return scores
    })
    return { lines: json.flatMap(linesOf), json }
  },
}

/** The measures' keys are the reference's names, all of them. `method` labels what is a heuristic of ours. */
type Score = Pick<Judgement, 'verdict' | 'reasons'> & {
  file: string
  measures: Record<string, ReturnType<typeof told>>
}

function told({ native, component, assessed, method }: Measured) {
  return { native, component, assessed, method }
}

function linesOf(score: Score): string[] {
  const table = Object.entries(score.measures).map(([name, { native, component, assessed, method }]) => {
    const value = assessed ? `${native?.toFixed(3).padStart(10)} ${String(component).padStart(4)}` : '    not assessed'
    return `  ${name.padEnd(28)}${value}${assessed && method === 'heuristic' ? '  (heuristic)' : ''}`
  })
  const reasons = score.reasons.map(({ measure, rule }) => `  ${measure}: the rule is ${portraitRules[rule]}`)
  return [`${score.file}: ${score.verdict}`, ...reasons, ...table]
}
