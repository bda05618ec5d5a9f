import { parseArgs } from 'node:util'
import { compare, type Paired } from '../hub/planning/compare.ts'
import type { Interval } from '../hub/planning/estimate.ts'
import { planOf } from '../hub/planning/plan.ts'
import { type Result, resultOf } from '../hub/planning/result.ts'
import { simulate } from '../hub/planning/simulate.ts'
import { asUsage, scenarioIn, sentences, wrongUse } from './plan-input.ts'
import { Usage, type Verb } from './verb.ts'

/** Simulates a scenario; with a second one the paired difference on the same citizens. */
export const planSimulate: Verb = {
  usage: 'SCENARIO.json [--against OTHER.json] [--json]',
  async run(args) {
    const { values, positionals } = parse(args)
    const [path, ...rest] = positionals
    if (!path || rest.length) throw new Usage(`boks plan simulate ${planSimulate.usage}`)
    const scenario = scenarioIn(path)
    sentences(path, () => planOf(scenario))
    if (!values.against) {
      const result = resultOf(await simulate(scenario))
      return { lines: resultLines(result), json: result }
    }
    const other = scenarioIn(values.against)
    sentences(values.against, () => planOf(other))
    try {
      const comparison = await compare(scenario, other)
      const { a, b, paired } = comparison
      const lines = [
        `A ${path}`,
        ...resultLines(a),
        `B ${values.against}`,
        ...resultLines(b),
        'B less A, the same citizens:',
        ...Object.entries(paired).map(([name, one]) => `  ${name.padEnd(14)} ${pairedText(one)}`),
      ]
      return { lines, json: comparison }
    } catch (error) {
      throw asUsage(values.against, error)
    }
  },
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { against: { type: 'string' } }, allowPositionals: true })
  } catch (error) {
    throw wrongUse('plan simulate', planSimulate.usage, error)
  }
}

const round = (x: number) =>
  Math.abs(x) >= 1000 ? Math.round(x).toLocaleString('en-GB') : x.toFixed(Math.abs(x) < 10 ? 2 : 1)
const range = (ci: Interval | null) => (ci ? ` [${round(ci[0])} to ${round(ci[1])}]` : '')

function pairedText({ difference, ci95, clear }: Paired): string {
  return `${difference >= 0 ? '+' : ''}${round(difference)}${range(ci95)}${clear ? '' : '  (may be chance)'}`
}

export function resultLines(result: Result): string[] {
  const wait = (name: string, { mean, p50, p90, ci95 }: Result['wait']['booked']) =>
    mean === null
      ? []
      : [
          `  wait ${name.padEnd(9)} ${round(mean)} min${range(ci95)}, half at most ${round(p50!)}, nine in ten at most ${round(p90!)}`,
        ]
  return [
    `  ${result.runs} runs of ${result.days} days, seed ${result.seed}; means of one run [95 % interval]`,
    ...wait('booked', result.wait.booked),
    ...wait('walk-in', result.wait.walkIn),
    `  arrived ${round(result.arrived)} = served ${round(result.served)} + turned away ${round(result.turnedAway)} + abandoned ${round(result.abandoned)} + still there ${round(result.stillThere)}`,
    `  utilisation ${(result.utilisation * 100).toFixed(1)} %, idle ${round(result.idleHours)} h, overtime ${round(result.overtimeHours)} h`,
    `  cost ${round(result.costPerYear)} DKK a year${range(result.ci95)}`,
    ...(result.standby
      ? [
          `  chance queue served ${round(result.standby.served)}; booked delayed beyond ${result.standby.limitMinutes} min because of it: ${result.standby.delayedShare === null ? 'nobody booked' : `${(result.standby.delayedShare * 100).toFixed(2)} %`}`,
        ]
      : []),
    ...result.assumptions.map(
      ({ name, value, unit, source }) => `  assumption: ${name} = ${value} ${unit} (${source})`,
    ),
    ...result.notes.map((note) => `  note: ${note}`),
  ]
}
