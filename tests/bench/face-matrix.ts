import { createHash } from 'node:crypto'
import type { FaceEngine } from '../../device/face/engine.ts'
import { loadPicture } from '../../device/face/load.ts'
import { isFlagged } from '../../device/face/quality/judge.ts'
import { type MeasureName, measureNames } from '../../device/face/quality/names.ts'
import { defects } from '../device/face/defects.ts'
import { flawed, soundPictures } from '../device/face/sound.ts'

const signal = new AbortController().signal
const SOUND = 'none (sound)'
const TILTED_LIGHT = 'light from one side'

/** Limits may be chosen by looking at the one half of the pictures; what counts is the other. */
type Half = 'tuned' | 'held out'
const halfOf = (name: string): Half => (createHash('sha256').update(name).digest()[0]! % 2 ? 'held out' : 'tuned')

type Cell = { name: string; half: Half; face: boolean; evenness: number; flags: readonly MeasureName[] }

async function look(engine: FaceEngine, name: string, bytes: Buffer): Promise<Cell> {
  const nothing = { name, half: halfOf(name), face: false, evenness: 0, flags: [] }
  const loaded = await loadPicture(bytes)
  if (loaded.is !== 'picture') return nothing
  const { face, measures } = await engine.measure(loaded.raster, signal, loaded.scale)
  if (!face) return nothing
  const flags = measureNames.filter((measure) => isFlagged(measure, measures[measure]))
  return { ...nothing, face: true, evenness: face.evenness, flags }
}

const percent = (part: number, all: number) => (all ? `${Math.round((100 * part) / all)} %` : '–')

/** Rows defects, columns measures; then each half's catch rates, and each measure's false alarms on sound pictures. */
export async function defectMatrix(engine: FaceEngine): Promise<string[]> {
  const rows = new Map<string, Cell[]>([[SOUND, []], ...defects.map(({ name }) => [name, []] as [string, Cell[]])])
  for await (const sound of soundPictures(engine)) {
    rows.get(SOUND)!.push(await look(engine, sound.name, sound.jpeg))
    for (const { name, make } of defects) rows.get(name)!.push(await look(engine, sound.name, await make(sound)))
  }
  return [...table(rows), ...halves(rows), ...falseAlarms(rows.get(SOUND)!)]
}

const caughtBy = (row: string) => defects.find(({ name }) => name === row)?.caughtBy ?? []
const isCaught = (row: string) => (cell: Cell) => caughtBy(row).some((measure) => cell.flags.includes(measure))

function table(rows: Map<string, Cell[]>): string[] {
  const columns = measureNames.filter((name) => [...rows.values()].flat().some(({ flags }) => flags.includes(name)))
  const short = (name: string) => name.replace(/[a-z]/g, '').padEnd(4, name.slice(-2)).slice(0, 5)
  const lines = [`columns: ${columns.map((name) => `${short(name)} ${name}`).join(', ')}; * is the defect's own`]
  lines.push(`${'defect'.padEnd(32)}${columns.map((name) => short(name).padStart(6)).join('')}   caught  no face`)
  for (const [row, cells] of rows) {
    const of = columns.map((name) => {
      const flagged = cells.filter(({ flags }) => flags.includes(name)).length
      return `${Math.round((100 * flagged) / cells.length) || '·'}${caughtBy(row).includes(name) ? '*' : ' '}`.padStart(
        6,
      )
    })
    const caught = row === SOUND ? '' : percent(cells.filter(isCaught(row)).length, cells.length)
    lines.push(`${row.padEnd(32)}${of.join('')}   ${caught.padStart(6)}  ${cells.filter(({ face }) => !face).length}`)
  }
  return lines
}

function halves(rows: Map<string, Cell[]>): string[] {
  const lines = ['caught in the half that limits were tried on, and in the other (halves by the hash of the name):']
  for (const [row, cells] of rows) {
    if (row === SOUND) continue
    const of = (half: Half) => {
      const own = cells.filter((cell) => cell.half === half)
      return `${own.filter(isCaught(row)).length} of ${own.length}`
    }
    lines.push(`  ${row.padEnd(32)}${of('tuned').padStart(9)}${of('held out').padStart(10)}`)
  }
  const range = (row: string, half: Half) => {
    const list = rows.get(row)!.flatMap((cell) => (cell.half === half ? [cell.evenness] : []))
    return `${Math.min(...list).toFixed(2)} to ${Math.max(...list).toFixed(2)}`
  }
  for (const half of ['tuned', 'held out'] as const) {
    const said = `sound ${range(SOUND, half)}, ${TILTED_LIGHT} ${range(TILTED_LIGHT, half)}`
    lines.push(`the cheeks' evenness, whose limit excuses IlluminationUniformity, ${half}: ${said}`)
  }
  return lines
}

function falseAlarms(cells: readonly Cell[]): string[] {
  const lines: string[] = []
  for (const measure of measureNames) {
    const seen = flawed[measure] ?? []
    const flagged = cells.filter(({ flags }) => flags.includes(measure))
    if (!flagged.length && !seen.length) continue
    const clean = cells.filter(({ name }) => !seen.includes(name))
    const held = clean.filter(({ half }) => half === 'held out')
    const wrong = (list: readonly Cell[]) => list.filter((cell) => flagged.includes(cell))
    const names = wrong(clean).map(({ name }) => name)
    lines.push(
      `${measure}: ${names.length} of ${clean.length} that are sound to the eye are flagged (${percent(names.length, clean.length)}; held out ${wrong(held).length} of ${held.length})${names.length ? `: ${names.join(' ')}` : ''}; of ${seen.length} with a flaw of the person's own ${flagged.length - names.length} are`,
    )
  }
  return lines
}
