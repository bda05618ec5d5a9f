import type { FaceEngine } from '../../device/face/engine.ts'
import { loadPicture } from '../../device/face/load.ts'
import { isFlagged } from '../../device/face/quality/judge.ts'
import { type MeasureName, measureNames } from '../../device/face/quality/names.ts'
import { flawed, soundPictures } from '../device/face/sound.ts'
import { picturesIn } from './face-matrix.ts'

const signal = new AbortController().signal

/** The group in a name as tests/bench/face-tiles.ts makes them: `south-american_4_12`. */
export const groupOf = (name: string) => name.replace(/_\d+_\d+$/, '')

/**
 * Whom the measures flag: sound pictures of a folder whose names begin with a group, and how many of each group are flagged by
 * which measure. A limit that serves its rule flags no group more than another.
 */
export async function flagsByGroup(engine: FaceEngine, folder?: string): Promise<string[]> {
  if (!folder) return ['groups: give a folder of tests/bench/face-tiles.ts whose names begin with a group']
  type Group = { all: number; dark: number; any: number; flags: Map<MeasureName, string[]> }
  const groups = new Map<string, Group>()
  for await (const { name, jpeg } of soundPictures(engine, picturesIn(folder))) {
    const loaded = await loadPicture(jpeg)
    if (loaded.is !== 'picture') continue
    const { measures } = await engine.measure(loaded.raster, signal, loaded.scale)
    const group = groups.get(groupOf(name)) ?? { all: 0, dark: 1, any: 0, flags: new Map() }
    groups.set(groupOf(name), group)
    const flags = measureNames.filter((one) => isFlagged(one, measures[one]) && !flawed[one]?.includes(name))
    group.all++
    if (flags.length) group.any++
    group.dark = Math.min(group.dark, measures.LuminanceMean.native ?? 1)
    for (const flag of flags) group.flags.set(flag, [...(group.flags.get(flag) ?? []), name])
  }
  return [
    'sound pictures by group: flagged at all, the darkest face (LuminanceMean), then each measure that flags and whom',
    ...[...groups].map(([name, { all, any, dark, flags }]) => {
      const each = [...flags].map(([flag, names]) => `${flag} ${names.length} (${names.join(' ')})`)
      return `  ${name.padEnd(16)}${any} of ${all}, darkest ${dark.toFixed(3)}${each.length ? `; ${each.join(', ')}` : ''}`
    }),
  ]
}
