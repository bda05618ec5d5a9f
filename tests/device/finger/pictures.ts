import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GrayImage } from '../../../device/finger/image.ts'

/** Where the published pictures and values are; `BORGERBOKS_DATA` names another place. */
const root = join(import.meta.dirname, '../../..')
export const samples = join(process.env['BORGERBOKS_DATA'] ?? join(root, '../shared/data'), 'fingers')
export const fixtures = join(import.meta.dirname, 'fixtures')

/** The SFinGe samples that are here; says on stdout when there are none. */
export function sampleNames(): string[] {
  const names = [1, 2, 3].map((number) => `SFinGe_Test0${number}`).filter((name) => existsSync(sample(name)))
  if (names.length < 3) console.log(`skipped: ${3 - names.length} SFinGe samples are not here`)
  return names
}

export const sample = (name: string): string => join(samples, `${name}.pgm`)

export function pgm(path: string): GrayImage {
  const bytes = readFileSync(path)
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'))!
  return {
    width: Number(head[1]),
    height: Number(head[2]),
    ppi: 500,
    pixels: new Uint8Array(bytes.subarray(head[0].length)),
  }
}

/** The published native measures of one sample. */
export function published(name: string): Map<string, number> {
  const text = readFileSync(join(samples, `${name}.expected.txt`), 'utf8')
  return new Map(
    text
      .trim()
      .split('\n')
      .map((line) => [line.split(': ')[0]!, Number(line.split(': ')[1])]),
  )
}

/** Peak signal to noise (dB). */
export function psnr(a: GrayImage, b: GrayImage): number {
  const squares = a.pixels.reduce((sum, gray, at) => sum + (gray - b.pixels[at]!) ** 2, 0)
  return 10 * Math.log10((255 * 255 * a.pixels.length) / squares)
}

export const furthest = (a: GrayImage, b: GrayImage): number =>
  a.pixels.reduce((most, gray, at) => Math.max(most, Math.abs(gray - b.pixels[at]!)), 0)
