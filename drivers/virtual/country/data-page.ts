/** The data page or card of the test country as a picture, at 12 pixels a millimetre: what a document camera looks at. */
import sharp from 'sharp'
import { glyphs, PITCH, STROKE } from '../../mrz/ocr/glyphs.ts'
import type { Holder } from './mrz-writer.ts'

/** Width and height by the number of the zone's lines and their length (mm): ID-3, ID-2, ID-1. */
const sizes: Record<string, readonly [number, number]> = { '2x44': [125, 88], '2x36': [105, 74], '3x30': [85.6, 54] }
/** Of the lowest line's foot from the lower edge, of the first character from the left, from line to line (mm; Doc 9303-4 §4). */
const FOOT = 9.4
const LEFT = 7.4
const APART = 6.35
const PX_PER_MM = 12

export type PageOptions = {
  /** A font for the zone; without it, the strokes of our own reader: then it reads its own hand. */
  font?: string
  portrait?: Uint8Array
}

/** The page as a PNG. Background lines run through the zone's field faintly, as on real pages. */
/** Characters that OCR-B does not have become blots. */
export async function dataPage(
  { mrz, holder }: { mrz: readonly string[]; holder?: Holder },
  options: PageOptions = {},
) {
  const longest = Math.max(...mrz.map((line) => line.length))
  const [width, height] = sizes[`${mrz.length}x${longest}`]!
  const waves = Array.from({ length: 40 }, (_, i) => {
    const y = (i * height) / 40
    return `<path d="M0 ${y} Q${width / 4} ${y - 4} ${width / 2} ${y} T${width} ${y}" fill="none" stroke="#b9d3e6" stroke-width="0.25"/>`
  })
  const fields = [
    ['Efternavn / Surname', holder?.surname],
    ['Fornavne / Given names', holder?.givenNames],
    ['Født / Date of birth', holder?.dateOfBirth],
    ['Nr. / No.', holder?.documentNumber],
  ]
    // On a card the zone's lines leave room for two.
    .slice(0, Math.floor((height - 30) / 8) - 1)
    .map(
      ([label, value], i) =>
        `<text x="${width * 0.38}" y="${8 + i * 8}" font-family="sans-serif" font-size="2" fill="#456">${escaped(label!)}</text>` +
        `<text x="${width * 0.38}" y="${11.5 + i * 8}" font-family="sans-serif" font-size="3.4">${escaped(value ?? '')}</text>`,
    )
  const zone = mrz.map((line, i) => {
    const foot = height - FOOT - (mrz.length - 1 - i) * APART
    return [...line].map((character, k) => printed(character, LEFT + (k * PITCH) / 10, foot, options.font)).join('')
  })
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * PX_PER_MM}" height="${height * PX_PER_MM}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="#f1f0ea"/>${waves.join('')}` +
    `<rect x="5" y="6" width="28" height="${Math.min(36, height - 36)}" fill="#c8ccd2"/>${fields.join('')}${zone.join('')}</svg>`
  const page = sharp(Buffer.from(svg))
  if (!options.portrait) return page.png().toBuffer()
  const picture = await sharp(options.portrait)
    .resize(28 * PX_PER_MM, Math.round(Math.min(36, height - 36) * PX_PER_MM), { fit: 'cover' })
    .toBuffer()
  return page
    .composite([{ input: picture, left: 5 * PX_PER_MM, top: 6 * PX_PER_MM }])
    .png()
    .toBuffer()
}

/** Advance of the Debian package's OCR-B, of its size. */
const ADVANCE = 0.723

function printed(character: string, x: number, foot: number, font: string | undefined): string {
  if (font)
    return `<text x="${x}" y="${foot}" font-family="${font}" font-size="${PITCH / 10 / ADVANCE}" fill="#111">${escaped(character)}</text>`
  const path = glyphs[character]
  if (!path) return `<circle cx="${x + 1.3}" cy="${foot - 1.2}" r="1.4" fill="#333"/>`
  return `<path transform="translate(${x} ${foot}) scale(0.1 -0.1)" d="${path}" fill="none" stroke="#111" stroke-width="${STROKE}" stroke-linecap="round" stroke-linejoin="round"/>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
