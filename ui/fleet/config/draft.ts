/** A configuration while it is written: of any shape, since the JSON beside the form may say anything. Pure. */
import { placeId } from '../../../device/contract/place-id.ts'

export type Draft = Readonly<Record<string, unknown>>

const isBranch = (value: unknown): value is Draft =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at `devices/mrz/port`; undefined when there is nothing. */
export const at = (draft: unknown, path: string): unknown =>
  path.split('/').reduce<unknown>((branch, name) => (isBranch(branch) ? branch[name] : undefined), draft)

export const textAt = (draft: Draft, path: string): string => {
  const value = at(draft, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
export const listAt = (draft: Draft, path: string): readonly unknown[] => {
  const value = at(draft, path)
  return Array.isArray(value) ? value : []
}

/** The draft with `value` there; undefined takes it away, and branches that are empty after that. */
export function put(draft: Draft, path: string, value: unknown): Draft {
  const [first = '', ...rest] = path.split('/')
  const { [first]: before, ...others } = draft
  const branch = isBranch(before) ? before : {}
  const after = rest.length === 0 ? value : put(branch, rest.join('/'), value)
  const gone = after === undefined || (rest.length > 0 && isBranch(after) && Object.keys(after).length === 0)
  if (gone) return others
  // In its old place: whoever looks at the JSON sees only what changed.
  return first in draft
    ? Object.fromEntries(Object.entries(draft).map(([name, old]) => [name, name === first ? after : old]))
    : { ...draft, [first]: after }
}

type Range = readonly [string, string]
const TIMES = /^(\d{1,2})(?:[.:](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[.:](\d{2}))?$/

/** `10-18, 19:30–22` → ranges of `HH:MM`. What is no range stays as it was written, for the hub to refuse by its name. */
export const readTimes = (text: string): Range[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): Range => {
      const [, h1, m1 = '00', h2, m2 = '00'] = TIMES.exec(part) ?? []
      return h1 && h2 ? [`${h1.padStart(2, '0')}:${m1}`, `${h2.padStart(2, '0')}:${m2}`] : [part, '']
    })

export const sayTimes = (ranges: readonly unknown[]): string =>
  ranges
    .filter(Array.isArray)
    .map((range) => range.filter((time) => time !== '').join('–'))
    .join(', ')

/** Places by their names, one a line; one that was there before keeps its address and its way. */
export function readPlaces(text: string, before: readonly unknown[]): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((name) => before.find((place) => at(place, 'name') === name) ?? { id: placeId(name), name })
}

/** Where the hub's check found something wrong: `devices/printer/uri`; null when its sentence names no part. */
export function wrongAt(sentence: string): { path: string; missing: boolean } | null {
  const [, pointer, why = ''] = /\/settings(?=[/ ])(\/\S+)? (.*)/.exec(sentence) ?? []
  if (why === '') return null
  const [, lacks] = /must have required properties ([\w-]+)/.exec(why) ?? []
  const path = [...(pointer ? [pointer.slice(1)] : []), ...(lacks ? [lacks] : [])].join('/')
  return { path, missing: lacks !== undefined }
}

/**
 * Which of the shown fields that is, and whether it is missing there. Of two manners of a device the hub names the first one,
 * so what is missing beside no shown field is wrong in its neighbour.
 */
export function fieldOf<Field extends string>(
  shown: readonly Field[],
  { path, missing }: { path: string; missing: boolean },
): { field: Field; missing: boolean } | null {
  const exactly = shown.find((one) => covers(one, path))
  if (exactly) return { field: exactly, missing }
  const beside = missing && shown.find((one) => covers(one, path.split('/').slice(0, -1).join('/')))
  return beside ? { field: beside, missing: false } : null
}

/** Whether a field at `field` shows what stands at `path`, or a part of it. */
const covers = (field: string, path: string) =>
  path === field || path.startsWith(`${field}/`) || field.startsWith(`${path}/`)
