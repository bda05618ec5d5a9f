/**
 * How surely the document camera's reader reads a zone: drawn pages of invented holders, then photographed-like ones (tilt,
 * slant, blur, noise, shade, reflection, JPEG). Each page is read as one frame; the driver asks for two frames that agree. Run:
 * node tests/bench/ocr.ts [COUNT] [SEED]. The zone is set in Debian's OCR-B font, the reader's shapes were drawn by hand: with
 * one another they have nothing in common but the standard.
 */
import sharp from 'sharp'
import { type Grey, recognise } from '../../drivers/mrz/ocr/recognise.ts'
import { dataPage } from '../../drivers/virtual/country/data-page.ts'
import { type Holder, writeMrz, writeTd1, writeTd2 } from '../../drivers/virtual/country/mrz-writer.ts'

export const FONT = 'OCR B'

type Random = () => number

export function random(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** An invented holder: names of random letters, so that no letter is rarer than another. */
export function anybody(next: Random): { holder: Holder; mrz: string[] } {
  const word = (least: number, most: number) =>
    Array.from({ length: least + Math.floor(next() * (most - least)) }, () => LETTERS[Math.floor(next() * 26)]).join('')
  const number = Array.from({ length: 9 }, () => `${LETTERS}0123456789`[Math.floor(next() * 36)]).join('')
  const two = (most: number) => String(1 + Math.floor(next() * most)).padStart(2, '0')
  const holder: Holder = {
    surname: word(3, 14),
    givenNames: `${word(2, 9)} ${word(2, 9)}`,
    dateOfBirth: `19${String(30 + Math.floor(next() * 69))}-${two(12)}-${two(28)}`,
    sex: (['F', 'M', 'X'] as const)[Math.floor(next() * 3)]!,
    documentNumber: number,
    ...(next() < 0.4 ? { personalNumber: String(Math.floor(next() * 1e10)).padStart(10, '0') } : {}),
  }
  const expires = `20${String(27 + Math.floor(next() * 9))}-${two(12)}-${two(28)}`
  const kind = next()
  const mrz =
    kind < 0.6
      ? writeMrz('UTO', holder, expires)
      : kind < 0.8
        ? writeTd1('I', 'UTO', holder, expires)
        : writeTd2('I', 'UTO', holder, expires)
  return { holder, mrz: [...mrz] }
}

export type Condition = {
  /** Degrees, and the part by which the far edge is narrower. */
  tilt: number
  slant: number
  /** Pixels of the camera a millimetre, standard deviation of blur (px) and noise (grey levels). */
  pxPerMm: number
  blur: number
  noise: number
  /** Darkest part of a gradient of light; a bright spot on the zone or not. */
  shade: number
  glare: boolean
  jpeg: number
}

export const conditions: Record<string, (next: Random) => Condition> = {
  drawn: () => ({ tilt: 0, slant: 0, pxPerMm: 9, blur: 0.3, noise: 0, shade: 1, glare: false, jpeg: 95 }),
  'on the glass': (next) => ({
    tilt: (next() - 0.5) * 6,
    slant: (next() - 0.5) * 0.04,
    pxPerMm: 8 + next() * 4,
    blur: 0.6 + next() * 0.5,
    noise: 5,
    shade: 0.75,
    glare: false,
    jpeg: 80,
  }),
  'held by hand': (next) => ({
    tilt: (next() - 0.5) * 16,
    slant: (next() - 0.5) * 0.12,
    pxPerMm: 7 + next() * 4,
    blur: 0.8 + next() * 0.9,
    noise: 9,
    shade: 0.55,
    glare: false,
    jpeg: 65,
  }),
  poor: (next) => ({
    tilt: (next() - 0.5) * 20,
    slant: (next() - 0.5) * 0.16,
    pxPerMm: 5.5 + next() * 3,
    blur: 1 + next() * 1.2,
    noise: 14,
    shade: 0.4,
    glare: next() < 0.3,
    jpeg: 45,
  }),
}

/** The page as such a camera sees it, decoded to grey. */
export async function photographed(page: Buffer, how: Condition, next: Random): Promise<Grey> {
  const { data, info } = await sharp(page).greyscale().raw().toBuffer({ resolveWithObject: true })
  const scale = how.pxPerMm / 12
  const [w, h] = [info.width * scale, info.height * scale]
  const [width, height] = [Math.round(w * 1.25), Math.round(h * 1.5)]
  const [sin, cos] = [Math.sin((how.tilt * Math.PI) / 180), Math.cos((how.tilt * Math.PI) / 180)]
  const out = Buffer.alloc(width * height)
  const light = next() * 2 * Math.PI
  const glare = [next() * width, height * (0.55 + next() * 0.3)] as const
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [cx, cy] = [x - width / 2, y - height / 2]
      const [rx, ry] = [cx * cos + cy * sin, cy * cos - cx * sin]
      const far = 1 + (how.slant * ry) / h
      const [px, py] = [(rx * far) / scale + info.width / 2, (ry * far) / scale + info.height / 2]
      const [ix, iy] = [Math.floor(px), Math.floor(py)]
      let grey = 70
      if (ix >= 0 && iy >= 0 && ix < info.width - 1 && iy < info.height - 1) {
        const at = (iy * info.width + ix) * info.channels
        const [fx, fy] = [px - ix, py - iy]
        const down = info.width * info.channels
        grey =
          (data[at]! * (1 - fx) + data[at + info.channels]! * fx) * (1 - fy) +
          (data[at + down]! * (1 - fx) + data[at + down + info.channels]! * fx) * fy
      }
      const along = (Math.cos(light) * cx) / width + (Math.sin(light) * cy) / height + 0.5
      grey *= how.shade + (1 - how.shade) * Math.min(1, Math.max(0, along))
      if (how.glare) grey += 190 * Math.exp(-(((x - glare[0]) / 60) ** 2) - ((y - glare[1]) / 25) ** 2)
      out[y * width + x] = Math.min(255, grey)
    }
  }
  const soft = await sharp(out, { raw: { width, height, channels: 1 } })
    .blur(Math.max(0.3, how.blur))
    .greyscale()
    .raw()
    .toBuffer()
  for (let i = 0; i < soft.length; i++) {
    const bell = next() + next() + next() - 1.5
    soft[i] = Math.min(255, Math.max(0, soft[i]! + bell * 2 * how.noise))
  }
  const jpeg = await sharp(soft, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: how.jpeg })
    .toBuffer()
  const seen = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { width, height, pixels: seen.data }
}

/** One row a condition: pages read right, read wrong (the bad case), and not read (another frame is taken). */
export async function ocrTable(count = 40, seed = 20_261_122) {
  const table: unknown[] = []
  for (const [name, condition] of Object.entries(conditions)) {
    const next = random(seed)
    let [right, wrong, unread, ms] = [0, 0, 0, 0]
    let [likeness, lead] = [1, 1]
    const mistakes = new Map<string, number>()
    for (let i = 0; i < count; i++) {
      const somebody = anybody(next)
      const picture = await photographed(await dataPage(somebody, { font: FONT }), condition(next), next)
      const begin = performance.now()
      const read = recognise(picture)
      ms += performance.now() - begin
      if (read.is !== 'read') unread++
      else if (read.lines.join() === somebody.mrz.join()) {
        right++
        likeness = Math.min(likeness, read.likeness)
        lead = Math.min(lead, read.lead)
      } else {
        wrong++
        for (const [l, line] of somebody.mrz.entries())
          for (const [k, character] of [...line].entries())
            if (read.lines[l]?.[k] !== character) {
              const mistake = `${character}→${read.lines[l]?.[k]}`
              mistakes.set(mistake, (mistakes.get(mistake) ?? 0) + 1)
            }
      }
    }
    const three = (value: number) => Math.round(value * 1_000) / 1_000
    table.push({
      name,
      pages: count,
      right,
      wrong,
      unread,
      leastLikeness: three(likeness),
      leastLead: three(lead),
      msEach: Math.round(ms / count),
      mistakes: Object.fromEntries(mistakes),
    })
  }
  return table
}

if (process.argv[1] === import.meta.filename) {
  const [count, seed] = process.argv.slice(2).map(Number)
  for (const row of await ocrTable(count, seed)) console.log(JSON.stringify(row))
}
