import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readPicture } from '../device/finger/files.ts'
import { nfiq2Score } from '../device/finger/nfiq2/program.ts'
import { type Score, score } from '../device/finger/score.ts'
import { Usage, type Verb } from './verb.ts'

/** Measures pictures of single fingers. One that cannot be read is bad input; one that cannot be measured is told. */
export const fingerScore: Verb = {
  usage: 'IMAGE… [--ppi N] [--nfiq2 PROGRAM] [--json]',
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ppi: { type: 'string' }, nfiq2: { type: 'string' } },
    })
    const ppi = values.ppi === undefined ? undefined : Number(values.ppi)
    if (positionals.length === 0 || (ppi !== undefined && !(ppi > 0)))
      throw new Usage(`boks finger score ${this.usage}`)
    const json: ({ file: string } & Score)[] = []
    for (const file of positionals) json.push({ file, ...(await scoreFile(file, ppi, values.nfiq2)) })
    return { lines: json.flatMap(lines), json }
  },
}

async function scoreFile(file: string, ppi: number | undefined, nfiq2: string | undefined): Promise<Score> {
  const bytes = await readFile(file).catch((error) => {
    throw new Usage(`${file}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : error.message}.`)
  })
  const read = await readPicture(bytes)
  if (read.is === 'unusable') return { measures: null, advice: [`The file holds ${read.why}.`], ok: false }
  const image = ppi ? { ...read.image, ppi } : read.image
  const result = score(image)
  if (!nfiq2 || !result.measures) return result
  const unified = await nfiq2Score(nfiq2, image, new AbortController().signal)
  if (unified.is === 'none') throw new Usage(`${file}: ${nfiq2} gives no score (${unified.why}).`)
  return { ...result, measures: { UnifiedQualityScore: unified.value, ...result.measures } }
}

function lines({ file, measures, advice, ok }: { file: string } & Score): string[] {
  const head = `${file}: ${ok ? 'good' : advice.join(' ')}`
  return [head, ...Object.entries(measures ?? {}).map(([name, value]) => `  ${name}: ${Number(value.toPrecision(6))}`)]
}
