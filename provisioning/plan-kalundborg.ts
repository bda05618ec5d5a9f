import { parseArgs } from 'node:util'
import { type Answer, kalundborg } from '../hub/planning/kalundborg.ts'
import { type Language, summary, table } from '../hub/planning/kalundborg-text.ts'
import { wrongUse } from './plan-input.ts'
import { Usage, type Verb } from './verb.ts'

/** The worked answer to Kalundborg’s question: what does compulsory booking cost, and would a chance queue save? */
export const planKalundborg: Verb = {
  usage: '[--lang da|en] [--runs 20] [--seed 16] [--no-sensitivity] [--json]',
  async run(args) {
    const values = parse(args)
    const language = (['da', 'en'] as const).find((one) => one === values.lang)
    if (!language) throw new Usage(`--lang is da or en, not “${values.lang}”.`)
    const whole = (name: 'runs' | 'seed', least: number, most: number) => {
      const value = Number(values[name])
      if (!Number.isInteger(value) || value < least || value > most)
        throw new Usage(`--${name} must be a whole number from ${least} to ${most}, not “${values[name]}”.`)
      return value
    }
    const answer = await kalundborg({
      runs: whole('runs', 2, 1000),
      seed: whole('seed', 0, Number.MAX_SAFE_INTEGER),
      sensitivity: !values['no-sensitivity'],
    })
    const sentences = summary(answer, language)
    return { lines: linesOf(answer, sentences, language), json: { language, summary: sentences, ...answer } }
  },
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        lang: { type: 'string', default: 'da' },
        runs: { type: 'string', default: '20' },
        seed: { type: 'string', default: '16' },
        'no-sensitivity': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw wrongUse('plan kalundborg', planKalundborg.usage, error)
  }
}

function linesOf(answer: Answer, sentences: string[], language: Language): string[] {
  const da = language === 'da'
  const whole = (x: number) => Math.round(x).toLocaleString(da ? 'da-DK' : 'en-GB')
  return [
    ...sentences.flatMap((sentence) => [sentence, '']),
    ...table(answer, language),
    '',
    da
      ? 'Følsomhed: uden tidsbestilling ved samme service mod i dag (kr./år), og betjente i chancekø om dagen'
      : 'Sensitivity: without booking at the same service against today (DKK a year), and served by the chance queue a day',
    ...answer.sensitivity.map(
      ({ input, at, moneyPerYear, chanceServedPerDay }) =>
        `  ${input.padEnd(18)} ${String(at).padStart(8)} ${whole(moneyPerYear).padStart(12)} ${chanceServedPerDay.toFixed(1).padStart(6)}`,
    ),
    '',
    da ? 'Antagelser og kilder:' : 'Assumptions and sources:',
    ...answer.assumptions.map(
      ({ name, value, unit, label, source }) =>
        `  ${label.padEnd(10)} ${name.padEnd(18)} ${String(value).padStart(8)} ${unit} (${source})`,
    ),
    ...answer.costs.map(
      ({ name, value, unit, source }) =>
        `  assumption ${name.replace('costs.', '').padEnd(18)} ${String(value).padStart(8)} ${unit} (${source})`,
    ),
  ]
}
