import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import type { FaceEngine } from '../../device/face/engine.ts'
import { loadPicture } from '../../device/face/load.ts'
import { isFlagged } from '../../device/face/quality/judge.ts'
import { atLeast } from './face-matrix.ts'

const signal = new AbortController().signal
/** Eyes are shut in these, on purpose; in `wink` one of them; in `happy` a laugh may press them together. */
const SHUT = 'sleepy'
const HALF = 'wink'
/** One picture has shut eyes that nobody asked for (seen by a person). */
const BLINKS = ['subject15.rightlight']

type Seen = { person: number; kind: string; flagged: boolean; openness: number }

/**
 * Shut eyes of real persons, from a folder of the Yale Face Database (`subjectNN.expression`, 15 persons, grey, 320×243). The
 * limit was set on the odd persons.
 */
export async function shutEyes(engine: FaceEngine, folder?: string): Promise<string[]> {
  if (!folder) return ['eyes: give a folder of the Yale Face Database; what this tells is not in the project']
  const seen: Seen[] = []
  let without = 0
  for (const name of readdirSync(folder)
    .filter((one) => /^subject\d\d\.\w+/.test(one))
    .sort()) {
    const [, number, kind] = /^subject(\d\d)\.(\w+)/.exec(name)!
    if (kind === 'dupe' || BLINKS.some((one) => name.startsWith(one))) continue
    const png = await sharp(readFileSync(join(folder, name)))
      .toColourspace('srgb')
      .removeAlpha()
      .png()
      .toBuffer()
    const loaded = await loadPicture(png)
    if (loaded.is !== 'picture') continue
    const { face, measures } = await engine.measure(loaded.raster, signal)
    if (!face) without++
    else {
      const flagged = isFlagged('EyesOpen', measures.EyesOpen)
      seen.push({ person: Number(number), kind: kind!, flagged, openness: face.eyeOpenness })
    }
  }
  const lines = [`${seen.length} pictures, ${without} without a face that was found`]
  for (const [half, odd] of [
    ['persons the limit was set on', 1],
    ['the others', 0],
  ] as const) {
    const own = seen.filter(({ person }) => person % 2 === odd)
    const told = (what: string, list: Seen[], right: (one: Seen) => boolean) => {
      const good = list.filter(right).length
      return `  ${half}: ${what} ${good} of ${list.length} (at least ${(100 * atLeast(good, list.length)).toFixed(0)} %)`
    }
    const open = own.filter(({ kind }) => kind !== SHUT && kind !== HALF && kind !== 'happy')
    lines.push(
      told(
        'shut eyes flagged',
        own.filter(({ kind }) => kind === SHUT),
        ({ flagged }) => flagged,
      ),
    )
    lines.push(
      told(
        'one eye shut flagged',
        own.filter(({ kind }) => kind === HALF),
        ({ flagged }) => flagged,
      ),
    )
    lines.push(told('open eyes left alone', open, ({ flagged }) => !flagged))
    lines.push(
      told(
        'laughing eyes left alone',
        own.filter(({ kind }) => kind === 'happy'),
        ({ flagged }) => !flagged,
      ),
    )
  }
  return lines
}
