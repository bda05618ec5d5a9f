/** `boks`: one verb a file; every verb takes `--json` and exits non-zero with one clear sentence on bad input. */
import { isFault } from '../device/contract/faults.ts'
import { chipRead } from './chip-read.ts'
import { mrzParse } from './mrz-parse.ts'
import { trustImport } from './trust-import.ts'
import { Usage, type Verb } from './verb.ts'
import { visitRun } from './visit-run.ts'

const verbs: Record<string, Verb> = {
  'chip read': chipRead,
  'mrz parse': mrzParse,
  'trust import': trustImport,
  'visit run': visitRun,
}

async function main(args: string[]): Promise<void> {
  const name = Object.keys(verbs).find((verb) => verb.split(' ').every((word, i) => args[i] === word))
  const verb = name && verbs[name]
  if (!verb) {
    const list = Object.entries(verbs).map(([name, { usage }]) => `  boks ${name} ${usage}`)
    throw new Usage(`${args[0] ? `There is no “${args.join(' ')}”. ` : ''}The verbs are:\n${list.join('\n')}`)
  }
  const { lines, json } = await verb.run(args.slice(name.split(' ').length).filter((arg) => arg !== '--json'))
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`)
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    const known = error instanceof Usage || isFault(error)
    process.stderr.write(`${known ? error.message : (error as Error).stack}\n`)
    process.exit(error instanceof Usage ? 2 : 1)
  },
)
