import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import { decoder } from '../../device/contract/decode.ts'
import { type Evaluation, evaluate, type Labelled, pairsOf } from '../../device/face/evaluate.ts'
import { loadPicture } from '../../device/face/load.ts'
import { Usage, type Verb } from '../verb.ts'
import { withEngine } from './pictures.ts'

const usage = 'DIR [--json]   (one folder a person; DIR/groups.json {"person": "group"} splits the figures)'
const PICTURE = /\.(jpe?g|png|jp2|j2k)$/i
const decodeGroups = decoder(Type.Record(Type.String(), Type.String()))

/** Error rates of the comparison on labelled pictures. */
export const faceEval: Verb = {
  usage,
  async run(args) {
    const [dir, more] = args
    if (!dir || more !== undefined) throw new Usage(`boks face eval ${usage}`)
    const entries = await readdir(dir, { withFileTypes: true }).catch(() => {
      throw new Usage(`${dir} is no folder that can be read.`)
    })
    const people = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    if (people.length < 2) throw new Usage(`${dir} holds ${people.length} folders of persons: at least two are needed.`)
    const groups = await groupsOf(join(dir, 'groups.json'))
    const left: { file: string; why: string }[] = []
    const pictures = await withEngine(async (engine) => {
      const found: Labelled[] = []
      for (const person of people.sort()) {
        const names = (await readdir(join(dir, person))).filter((name) => PICTURE.test(name)).sort()
        for (const name of names) {
          const file = join(person, name)
          const loaded = await loadPicture(await readFile(join(dir, file)))
          if (loaded.is === 'unusable') left.push({ file, why: loaded.why })
          else {
            const seen = await engine.embed(loaded.raster, new AbortController().signal)
            if (seen.is === 'face') found.push({ person, group: groups[person] ?? null, vector: seen.vector })
            else left.push({ file, why: 'shows no face that can be found.' })
          }
        }
      }
      return found
    })
    if (pictures.length < 2) throw new Usage(`${dir} holds fewer than two pictures with a face.`)
    const all = evaluate(pairsOf(pictures))
    const names = [...new Set(pictures.map((one) => one.group).filter((group) => group !== null))].sort()
    const byGroup = Object.fromEntries(names.map((group) => [group, evaluate(pairsOf(pictures, group))]))
    const json = { dir, persons: people.length, pictures: pictures.length, left, ...all, byGroup }
    const lines = [
      `${people.length} persons, ${pictures.length} pictures, ${all.pairs.same} pairs of one person, ${all.pairs.others} of two`,
      ...left.map(({ file, why }) => `  left out: ${file} ${why}`),
      ...linesOf(all),
      ...names.flatMap((group) => [`group ${group}:`, ...linesOf(byGroup[group]!).slice(0, 2)]),
    ]
    return { lines, json }
  },
}

async function groupsOf(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? {} : decodeGroups(text)
}

const percent = (rate: number | null) => (rate === null ? '–' : `${(100 * rate).toFixed(2)} %`)

function linesOf(result: Evaluation): string[] {
  const { atThreshold: at, equalErrorRate, equalErrorDistance, smallestProvableFalseMatchRate } = result
  return [
    `at the threshold (distance ${at.distance}): false match ${percent(at.falseMatchRate)}, false non-match ${percent(at.falseNonMatchRate)}`,
    `equal error rate ${percent(equalErrorRate)} at ${equalErrorDistance?.toFixed(3) ?? '–'}; rates under ${percent(smallestProvableFalseMatchRate)} cannot be shown with so few pairs`,
    ...result.thresholds.map(({ falseMatchRate, at }) =>
      at
        ? `for a false match rate of ${percent(falseMatchRate)}: distance ${at.distance.toFixed(3)}, false non-match ${percent(at.falseNonMatchRate)}`
        : `for a false match rate of ${percent(falseMatchRate)}: too few pairs`,
    ),
    'distance  similarity  false match  false non-match',
    ...result.curve.map(
      ({ distance, similarity, falseMatchRate, falseNonMatchRate }) =>
        `${distance.toFixed(2).padStart(8)}  ${similarity.toFixed(3).padStart(10)}  ${percent(falseMatchRate).padStart(11)}  ${percent(falseNonMatchRate).padStart(15)}`,
    ),
  ]
}
