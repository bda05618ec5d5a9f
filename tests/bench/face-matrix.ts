import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FaceEngine } from '../../device/face/engine.ts'
import { loadPicture } from '../../device/face/load.ts'
import { isFlagged } from '../../device/face/quality/judge.ts'
import { type MeasureName, measureNames } from '../../device/face/quality/names.ts'
import { syntheticFaces } from '../device/face/data.ts'
import { defects } from '../device/face/defects.ts'
import { flawed, type Named, type SoundPicture, soundPictures } from '../device/face/sound.ts'

const signal = new AbortController().signal
const SOUND = 'none (sound)'
/** What the issue asks of every row and of every measure. */
const BAR = 0.95

type Cell = { row: string; name: string; face: boolean; flags: MeasureName[] }

async function look(engine: FaceEngine, row: string, name: string, bytes: Buffer): Promise<Cell> {
  const loaded = await loadPicture(bytes)
  const seen = loaded.is === 'picture' ? await engine.measure(loaded.raster, signal, loaded.scale) : null
  const flags = seen?.face ? measureNames.filter((measure) => isFlagged(measure, seen.measures[measure])) : []
  return { row, name, face: Boolean(seen?.face), flags }
}

/** A folder's JPEGs by name. */
export function picturesIn(folder: string): Named[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'))
  return names.sort().map((name) => ({ name: name.slice(0, -4), bytes: readFileSync(join(folder, name)) }))
}

/**
 * Rows defects, columns measures; then each measure's false alarms on sound pictures. On the shared portraits, which limits were
 * tried on, or on those of `folder`, which nothing was (tests/bench/face-tiles.ts makes some). Each row is told as it is done; a
 * run that was broken off goes on with what `keep` (a file of lines) holds: delete it when a measure has changed.
 */
export async function defectMatrix(engine: FaceEngine, folder?: string, keep?: string): Promise<string[]> {
  const known: Cell[] = keep && existsSync(keep) ? linesOf(keep) : []
  const had = new Map(known.map((cell) => [`${cell.row}/${cell.name}`, cell]))
  const sounds: SoundPicture[] = []
  for await (const one of soundPictures(engine, folder ? picturesIn(folder) : syntheticFaces())) sounds.push(one)
  if (!sounds.length) return ['no pictures']
  console.log(`${sounds.length} portraits ${folder ? `of ${folder}, held out` : 'that limits were tried on'}`)
  const rows = new Map<string, Cell[]>()
  for (const { name: row, make } of [{ name: SOUND, make: async ({ jpeg }: SoundPicture) => jpeg }, ...defects]) {
    const cells: Cell[] = []
    for (const sound of sounds) {
      // A flaw of the person's own in the same respect is no sound picture with a defect: light from both sides is even.
      if (caughtBy(row).some((measure) => flawed[measure]?.includes(sound.name))) continue
      const before = had.get(`${row}/${sound.name}`)
      const cell = before ?? (await look(engine, row, sound.name, await make(sound)))
      if (keep && !before) appendFileSync(keep, `${JSON.stringify(cell)}\n`)
      cells.push(cell)
    }
    rows.set(row, cells)
    console.log(told(row, cells))
  }
  return [...table(rows), ...falseAlarms(rows.get(SOUND)!)]
}

const linesOf = (file: string): Cell[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line))

const caughtBy = (row: string) => defects.find(({ name }) => name === row)?.caughtBy ?? []
const isCaught = (row: string) => (cell: Cell) => caughtBy(row).some((measure) => cell.flags.includes(measure))

/** The lower end of Wilson's interval: with 19 of 20 certain, the true part is at least this. */
export function atLeast(part: number, all: number): number {
  const z = 1.645
  const p = part / all
  const middle = p + (z * z) / (2 * all)
  return (middle - z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all)
}

function rate(part: number, all: number): string {
  if (!all) return 'none of none'
  const percent = (value: number) => `${(100 * value).toFixed(0)} %`
  return `${part} of ${all} (${percent(part / all)}, at least ${percent(atLeast(part, all))})${part / all < BAR ? ' UNDER THE BAR' : ''}`
}

function told(row: string, cells: readonly Cell[]): string {
  if (row === SOUND) return `${row}: a face in ${cells.filter(({ face }) => face).length}`
  const missed = cells
    .filter((cell) => !isCaught(row)(cell))
    .map(({ name, face }) => (face ? name : `${name} (no face)`))
  const caught = rate(cells.length - missed.length, cells.length)
  return `${row.padEnd(32)}${caught} by ${caughtBy(row).join(' or ')}${missed.length ? `; missed ${missed.join(' ')}` : ''}`
}

function table(rows: Map<string, Cell[]>): string[] {
  const columns = measureNames.filter((name) => [...rows.values()].flat().some(({ flags }) => flags.includes(name)))
  const short = (name: string) => name.replace(/[a-z]/g, '').padEnd(4, name.slice(-2)).slice(0, 5)
  const lines = [`columns: ${columns.map((name) => `${short(name)} ${name}`).join(', ')}; percent, * the defect's own`]
  lines.push(`${'defect'.padEnd(32)}${columns.map((name) => short(name).padStart(6)).join('')}`)
  for (const [row, cells] of rows) {
    const of = columns.map((name) => {
      const flagged = cells.filter(({ flags }) => flags.includes(name)).length
      const own = caughtBy(row).includes(name) ? '*' : ' '
      return `${Math.round((100 * flagged) / cells.length) || '·'}${own}`.padStart(6)
    })
    lines.push(`${row.padEnd(32)}${of.join('')}`)
  }
  return lines
}

function falseAlarms(cells: readonly Cell[]): string[] {
  const lines = ['sound pictures that a measure leaves alone (without those with a flaw of the person’s own):']
  for (const measure of measureNames) {
    const seen = flawed[measure] ?? []
    const clean = cells.filter(({ name }) => !seen.includes(name))
    const wrong = clean.filter(({ flags }) => flags.includes(measure)).map(({ name }) => name)
    const own = cells.filter(({ name }) => seen.includes(name))
    if (!wrong.length && !own.length) continue
    const seenOf = own.filter(({ flags }) => flags.includes(measure)).length
    const rest = own.length ? `; of ${own.length} with such a flaw of their own ${seenOf} are flagged` : ''
    lines.push(
      `  ${measure.padEnd(28)}${rate(clean.length - wrong.length, clean.length)}${wrong.length ? `: not ${wrong.join(' ')}` : ''}${rest}`,
    )
  }
  lines.push(`  every other measure: ${rate(cells.length, cells.length)}`)
  return lines
}
