/**
 * Reads a machine readable zone off a picture of a page: a fixed-pitch matcher for OCR-B, nothing else. A general OCR is of no
 * use here: it guesses at names, which no check digit covers. Pure; some tens of milliseconds for 1.5 megapixels.
 */
import { components, type Grey } from './components.ts'
import { PITCH } from './glyphs.ts'
import { COLUMNS, normal, placeOf, ROWS, templates } from './templates.ts'
import { type Row, rows } from './zone.ts'

export type { Grey } from './components.ts'

export type Recognised = {
  lines: string[]
  /** The least likeness of any character to what it was read as (−1 to 1), and the least lead over the next best. */
  likeness: number
  lead: number
}

/** Likeness and lead below which a character is a guess: then the whole zone counts as unread. Measured in tests/bench/ocr.ts. */
export const LEAST_LIKENESS = 0.65
export const LEAST_LEAD = 0.05

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ<'
const digits = '0123456789'
/** What may stand where (Doc 9303-4, -5, -6 §4.2): letters, digits, either, a digit or filler, the sex. */
const kinds: Record<string, string> = {
  A: letters,
  D: digits,
  X: letters + digits,
  E: `${digits}<`,
  S: 'MFX<',
}
const forms: readonly { width: number; lines: readonly string[] }[] = [
  { width: 44, lines: ['A'.repeat(44), `${'X'.repeat(9)}DAAA${'E'.repeat(6)}DSDDDDDDD${'X'.repeat(14)}ED`] },
  { width: 36, lines: ['A'.repeat(36), `${'X'.repeat(9)}EAAA${'E'.repeat(6)}DSDDDDDDD${'X'.repeat(7)}D`] },
  {
    width: 30,
    lines: [
      `AAAAA${'X'.repeat(9)}E${'X'.repeat(15)}`,
      `${'E'.repeat(6)}DSDDDDDDDAAA${'X'.repeat(11)}D`,
      'A'.repeat(30),
    ],
  },
]
/** Lines are 6.35 mm apart, two pitches and a half; photographed at a slant less or more (pitches). */
const LINES_APART = [1.9, 3.2] as const

/** `none`: no print that is spaced as a zone is. `unsure`: there is, but not all of it can be read for certain. */
export type Look = ({ is: 'read' } & Recognised) | { is: 'unsure' } | { is: 'none' }

/** The zone on the picture, whichever way up it lies. */
export function recognise(picture: Grey): Look {
  const found = bestOf(picture)
  if (found === 'nothing') return { is: 'none' }
  if (found && isCertain(found)) return { is: 'read', ...found }
  // Upside down the rows are found as well, and read as nonsense.
  const turned = bestOf({ ...picture, pixels: Uint8Array.from(picture.pixels).reverse() })
  return turned && turned !== 'nothing' && isCertain(turned) ? { is: 'read', ...turned } : { is: 'unsure' }
}

function isCertain({ likeness, lead }: Recognised): boolean {
  return likeness >= LEAST_LIKENESS && lead >= LEAST_LEAD
}

function bestOf(picture: Grey): Recognised | 'nothing' | undefined {
  const found = rows(components(picture))
  if (found.length === 0) return 'nothing'
  return groups(found)
    .map((group) => readGroup(picture, group))
    .sort((a, b) => b.likeness - a.likeness)[0]
}

type Group = { form: (typeof forms)[number]; rows: Row[]; first: number[] }

/** Rows that lie together as a zone's lines do, top to bottom, each with the number of its first cell. */
function groups(all: Row[]): Group[] {
  const found: Group[] = []
  const below = (a: Row, b: Row) => {
    const apart = (b.at(b.count / 2).y - a.at(a.count / 2).y) / a.pitch
    return apart > LINES_APART[0] && apart < LINES_APART[1] && Math.abs(b.pitch / a.pitch - 1) < 0.08
  }
  for (const form of forms) {
    for (const top of all) {
      const rows = [top]
      while (rows.length < form.lines.length) {
        const next = all.find((row) => below(rows.at(-1)!, row))
        if (!next) break
        rows.push(next)
      }
      if (rows.length < form.lines.length) continue
      const first = alignedAt(rows, form.width)
      if (first) found.push({ form, rows, first })
    }
  }
  return found
}

/** Lines begin one above the other: the row that begins furthest left has the first cell, if the width then is right. */
function alignedAt(rows: readonly Row[], width: number): number[] | undefined {
  const [top] = rows
  // Number of a row's own cell 0, counted in the top row's cells.
  const offsets = rows.map((row) => {
    const { x, y } = row.at(0)
    const up = top!.at(0)
    // Along the line: a tilted page shifts lower lines sideways.
    const along = top!.at(1)
    const [ux, uy] = [along.x - up.x, along.y - up.y]
    return Math.round(((x - up.x) * ux + (y - up.y) * uy) / (ux * ux + uy * uy))
  })
  const begin = Math.min(...offsets)
  const end = Math.max(...rows.map((row, i) => offsets[i]! + row.count))
  if (end - begin !== width) return undefined
  return offsets.map((offset) => begin - offset)
}

function readGroup(picture: Grey, { form, rows, first }: Group): Recognised {
  let [likeness, lead] = [1, 1]
  const lines = rows.map((row, i) =>
    Array.from(form.lines[i]!, (kind, k) => {
      const read = readCell(picture, row, first[i]! + k, kinds[kind]!)
      likeness = Math.min(likeness, read.likeness)
      lead = Math.min(lead, read.lead)
      return read.character
    }).join(''),
  )
  return { lines, likeness, lead }
}

/** A character is looked for a little up, down, left and right of where its row says (samples). */
const ACROSS = 1
const ALONG = 2
const WIDE = COLUMNS + 2 * ACROSS
const HIGH = ROWS + 2 * ALONG

function readCell(picture: Grey, row: Row, k: number, allowed: string) {
  const wide = patch(picture, row, k)
  const best = new Map<string, number>()
  const part = new Float32Array(COLUMNS * ROWS)
  for (let dy = 0; dy <= 2 * ALONG; dy++) {
    for (let dx = 0; dx <= 2 * ACROSS; dx++) {
      for (let r = 0; r < ROWS; r++) {
        const from = (r + dy) * WIDE + dx
        part.set(wide.subarray(from, from + COLUMNS), r * COLUMNS)
      }
      normal(part)
      for (const { character, samples } of templates()) {
        if (!allowed.includes(character)) continue
        let product = 0
        for (let i = 0; i < part.length; i++) product += part[i]! * samples[i]!
        if (product > (best.get(character) ?? -1)) best.set(character, product)
      }
    }
  }
  const [first, second] = [...best].sort((a, b) => b[1] - a[1])
  return { character: first![0], likeness: first![1], lead: first![1] - (second?.[1] ?? -1) }
}

/** Ink around a cell, sampled along its row: 0 for white, 255 for black. */
function patch({ width, height, pixels }: Grey, row: Row, k: number): Float32Array {
  const samples = new Float32Array(WIDE * HIGH)
  const middle = row.at(k)
  const [before, after] = [row.at(k - 0.5), row.at(k + 0.5)]
  // Pixels for a tenth of a millimetre along the row; upwards it is the same, turned.
  const [ux, uy] = [(after.x - before.x) / PITCH, (after.y - before.y) / PITCH]
  const at = (x: number, y: number) => {
    const [cx, cy] = [Math.min(width - 2, Math.max(0, x)), Math.min(height - 2, Math.max(0, y))]
    const [left, top] = [Math.floor(cx), Math.floor(cy)]
    const [fx, fy] = [cx - left, cy - top]
    const i = top * width + left
    const upper = pixels[i]! * (1 - fx) + pixels[i + 1]! * fx
    return 255 - (upper * (1 - fy) + (pixels[i + width]! * (1 - fx) + pixels[i + width + 1]! * fx) * fy)
  }
  for (let r = 0; r < HIGH; r++) {
    for (let c = 0; c < WIDE; c++) {
      const [x, y] = placeOf(c - ACROSS, r - ALONG)
      samples[r * WIDE + c] = at(middle.x + x * ux + y * uy, middle.y + x * uy - y * ux)
    }
  }
  return samples
}
