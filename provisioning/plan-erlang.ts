import { parseArgs } from 'node:util'
import { need } from '../hub/planning/need.ts'
import { sentences, wrongUse } from './plan-input.ts'
import { Usage, type Verb } from './verb.ts'

/** Caseworkers needed by formula for a steady hour. */
export const planErlang: Verb = {
  usage: '--rate PER_HOUR --minutes SERVICE [--patience MINUTES] [--wait 10 --share 0.8] [--json]',
  async run(args) {
    const values = parse(args)
    const number = (name: keyof typeof values, least: number, most: number): number => {
      const value = Number(values[name])
      if (values[name] === undefined) throw new Usage(`--${name} is missing.\nboks plan erlang ${planErlang.usage}`)
      if (values[name].trim() === '' || !(value >= least && value <= most))
        throw new Usage(`--${name} must be a number from ${least} to ${most}, not “${values[name]}”.`)
      return value
    }
    const input = {
      ratePerHour: number('rate', 0.001, 100_000),
      minutes: number('minutes', 0.01, 1000),
      patience: values.patience === undefined ? null : number('patience', 0.01, 100_000),
      wait: number('wait', 0, 1000),
      share: number('share', 0.01, 0.9999),
    }
    const answer = sentences('plan erlang', () => need(input))
    const percent = (x: number) => `${(x * 100).toFixed(1)} %`
    const lines = [
      `${answer.formula}: ${answer.load.toFixed(2)} caseworkers’ work arrives; ${answer.need} needed so that ${percent(input.share)} are called within ${input.wait} min`,
      'caseworkers   wait at all   mean wait   within goal   leave   busy',
      ...answer.rows.map(
        (row) =>
          `${String(row.servers).padStart(11)} ${percent(row.waits).padStart(13)} ${(row.meanWait === null ? 'no end' : `${row.meanWait.toFixed(1)} min`).padStart(11)} ${percent(row.within).padStart(13)} ${percent(row.abandon).padStart(7)} ${percent(row.utilisation).padStart(7)}`,
      ),
      ...(answer.halfWait
        ? [
            `rule of thumb (half wait at all): exact ${answer.halfWait.exact}, square root ${answer.halfWait.squareRoot.toFixed(2)}, refined ${answer.halfWait.refined.toFixed(2)}`,
          ]
        : []),
    ]
    return { lines, json: { ...input, ...answer } }
  },
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        rate: { type: 'string' },
        minutes: { type: 'string' },
        patience: { type: 'string' },
        wait: { type: 'string', default: '10' },
        share: { type: 'string', default: '0.8' },
      },
    }).values
  } catch (error) {
    throw wrongUse('plan erlang', planErlang.usage, error)
  }
}
