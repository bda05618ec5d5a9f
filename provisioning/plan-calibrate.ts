import { parseArgs } from 'node:util'
import { type Calibration, calibrate } from '../hub/planning/calibrate.ts'
import { sentences, textOf, wrongUse } from './plan-input.ts'
import { Usage, type Verb } from './verb.ts'

/** From measured visits to a scenario for `boks plan simulate`. */
export const planCalibrate: Verb = {
  usage: 'EVENTS.csv [--place NAME] [--json]',
  async run(args) {
    const { values, positionals } = parse(args)
    const [path, ...rest] = positionals
    if (!path || rest.length) throw new Usage(`boks plan calibrate ${planCalibrate.usage}`)
    const text = textOf(path)
    const found = sentences(path, () => calibrate(text, { place: values.place }))
    return { lines: linesOf(found), json: found }
  },
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { place: { type: 'string' } }, allowPositionals: true })
  } catch (error) {
    throw wrongUse('plan calibrate', planCalibrate.usage, error)
  }
}

function linesOf({ place, days, rows, measured, notes, scenario }: Calibration): string[] {
  const left = rows.wrong.reduce((sum, { count }) => sum + count, 0)
  return [
    `${place ?? 'one place'}, ${days.from} to ${days.to}, ${days.count} days: ${rows.used} of ${rows.read} rows used, ${left} left out`,
    ...rows.wrong.map(
      ({ reason, count, lines }) =>
        `  left out ${count}: ${reason} (line ${lines.join(', ')}${count > lines.length ? ' …' : ''})`,
    ),
    ...(rows.ignoredColumns.length ? [`  columns not used: ${rows.ignoredColumns.join(', ')}`] : []),
    ...Object.entries(measured).map(
      ([name, { value, ci95, from }]) =>
        `  ${name.padEnd(18)} ${value.toFixed(3)}${ci95 ? ` [${ci95[0].toFixed(3)} to ${ci95[1].toFixed(3)}]` : ''} from ${from}`,
    ),
    ...notes.map((note) => `  note: ${note}`),
    'scenario:',
    JSON.stringify(scenario, null, 2),
  ]
}
