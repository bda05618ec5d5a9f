/**
 * Cuts the sample sheets of the SFHQ dataset (synthetic faces, MIT) into single pictures that nothing here was tuned on:
 *   node tests/bench/face-tiles.ts DIR/images OUT
 * where DIR is a clone of the public repository SelfishGene/SFHQ-dataset. OUT gets `held` for `face.ts matrix OUT/held`, and one
 * folder a kind of sheet: those with the group in each name are for `face.ts comparison OUT/ethnicity`.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** A sheet's own background, and how far a pixel differs that belongs to a picture (grey levels). */
const PAPER = 16
/** A row or column of which more than this belongs to pictures. */
const FILLED = 0.45
/** Pictures are at least this large (pixels), which letters are not; this much of each side is frame. */
const LEAST = 100
const FRAME = 3

const groups: Record<string, readonly string[]> = {
  SFHQ_variability_ethnicity: ['asian', 'indian', 'african', 'persian', 'south-american', 'irish'],
  SFHQ_variability_age: ['baby', 'toddler', 'small-child', 'teenager', 'adult', 'senior'],
  SFHQ_variability_expression: ['angry', 'surprised', 'smiling', 'sad', 'grim'],
}

/** Persons that are not among the shared portraits, about straight and at ease: the held-out set of `face.ts matrix OUT/held`. */
const HELD = `
1x2_0_1 2x4_1_1 2x4_1_3 3x6_0_5 3x6_1_1 3x6_1_3 3x6_1_5 3x6_2_1 3x6_2_3 3x6_2_5 4x8_0_1 4x8_0_3 4x8_0_5
4x8_1_1 4x8_1_3 4x8_1_5 4x8_1_7 4x8_2_3 4x8_3_1 4x8_3_5 adult_4_10 adult_4_2 adult_4_5 adult_4_8 african_2_0
african_2_2 african_2_4 african_2_5 african_2_9 asian_0_0 asian_0_12 asian_0_6 asian_0_9 indian_1_0 indian_1_5
indian_1_7 indian_1_8 irish_5_1 irish_5_11 irish_5_12 irish_5_3 persian_3_2 persian_3_6 persian_3_7
persian_3_9 senior_5_4 senior_5_5 small-child_2_7 small-child_2_8 south-american_4_3 south-american_4_4 south-american_4_8 south-american_4_9 teenager_3_1 teenager_3_11 teenager_3_8 toddler_1_1 toddler_1_4
`
  .trim()
  .split(/\s+/)

type Span = readonly [from: number, to: number]

function spans(filled: Float64Array): Span[] {
  const found: Span[] = []
  let from = -1
  for (let i = 0; i <= filled.length; i++) {
    const is = (filled[i] ?? 0) > FILLED
    if (is && from < 0) from = i
    if (!is && from >= 0) {
      if (i - from >= LEAST) found.push([from, i])
      from = -1
    }
  }
  return found
}

async function cut(file: string): Promise<{ row: number; column: number; jpeg: Buffer }[]> {
  const { data, info } = await sharp(file).grayscale().raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const at = (x: number, y: number) => (data[(y * width + x) * channels]! > PAPER ? 1 : 0)
  const share = (length: number, over: Span, of: (i: number, k: number) => number) =>
    Float64Array.from({ length }, (_, i) => {
      let sum = 0
      for (let k = over[0]; k < over[1]; k++) sum += of(i, k)
      return sum / (over[1] - over[0])
    })
  const rows = spans(share(height, [0, width], (y, x) => at(x, y)))
  const tiles = []
  for (const [row, [top, bottom]] of rows.entries()) {
    const columns = spans(share(width, [top, bottom], (x, y) => at(x, y)))
    for (const [column, [left, right]] of columns.entries()) {
      const area = {
        left: left + FRAME,
        top: top + FRAME,
        width: right - left - 2 * FRAME,
        height: bottom - top - 2 * FRAME,
      }
      tiles.push({ row, column, jpeg: await sharp(file).extract(area).jpeg({ quality: 95 }).toBuffer() })
    }
  }
  return tiles
}

const [from, out] = process.argv.slice(2)
if (!from || !out) throw new Error('node tests/bench/face-tiles.ts DIR/images OUT')
await mkdir(join(out, 'held'), { recursive: true })
for (const name of (await readdir(from))
  .filter((one) => /^SFHQ_(sample_\dx\d|variability_\w+)\.jpg$/.test(one))
  .sort()) {
  const sheet = name.slice(0, -4)
  const kind = sheet.replace(/^SFHQ_(variability_)?/, '').replace(/_\dx\d$/, '')
  const short = sheet.replace(/^SFHQ_(sample_|variability_)/, '')
  await mkdir(join(out, kind), { recursive: true })
  const tiles = await cut(join(from, name))
  for (const { row, column, jpeg } of tiles) {
    const one = `${groups[sheet]?.[row] ?? short}_${row}_${column}`
    await writeFile(join(out, kind, `${one}.jpg`), jpeg)
    if (HELD.includes(one) && /^(sample|ethnicity|age)$/.test(kind))
      await writeFile(join(out, 'held', `${one}.jpg`), jpeg)
  }
  console.log(`${name}: ${tiles.length} pictures`)
}
