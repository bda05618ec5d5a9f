import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../../..', import.meta.url).pathname
const places = [process.env['BORGERBOKS_DATA'], join(root, '../shared/data')].filter((place) => place !== undefined)

/** A folder of the shared test data, or null where it is missing. */
export function dataFolder(name: string): string | null {
  return places.map((place) => join(place, name)).find((folder) => existsSync(folder)) ?? null
}

/** The published conformance table of the reference, one object a picture; null where it is missing. */
export function publishedTable(): Record<string, string>[] | null {
  const folder = dataFolder('ofiq')
  if (!folder) return null
  const text = readFileSync(join(folder, 'expected_results.csv'), 'utf8').trim()
  const [head, ...rows] = text.split(/\r?\n/).map((line) => line.split(';'))
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i] ?? ''])))
}

/** The synthetic portraits by name; empty where they are missing. */
export function syntheticFaces(): { name: string; bytes: Buffer }[] {
  const folder = dataFolder('faces')
  if (!folder) return []
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'))
  return names.sort().map((name) => ({ name: name.slice(0, -4), bytes: readFileSync(join(folder, name)) }))
}
