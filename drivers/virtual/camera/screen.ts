import sharp from 'sharp'
import type { SceneSize } from './scene.ts'

/**
 * A screen that fills the whole picture. `lines` of it stand in the camera's height: 500 for a signboard, 768 for an old
 * monitor, 1080 for a new one, 2400 for a good telephone held close. Each of its pixels is three stripes with dark gaps, and
 * each of the camera's pixels takes the light of its own square: the beat of the two is the moiré that cameras see.
 */
export type Display = { lines: number; degrees: number }

/** The dark part of a display's pixel: between its stripes, and between its rows. */
const GAP = { stripe: 0.06, row: 0.14 }
/** Light of the stripes and rows as a part of the pixel's: what is left is made up for by brightness. */
const LIT = (1 / 3 - 2 * GAP.stripe) * (1 - GAP.row)

/** How much of [`from`, `to`) lies in [`first`, `last`) of each whole number. */
function covered(from: number, to: number, first: number, last: number): number {
  const upTo = (at: number) =>
    Math.floor(at) * (last - first) + Math.min(last, Math.max(first, at - Math.floor(at))) - first
  return (upTo(to) - upTo(from)) / (to - from)
}

/** `frame` as the camera sees it on that display. */
export async function onDisplay(frame: Buffer, size: SceneSize, { lines, degrees }: Display): Promise<Buffer> {
  const { data, info } = await sharp(frame).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const pixel = lines / size.height
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const out = Buffer.alloc(data.length)
  for (let y = 0, i = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const [u, v] = [(x * cos + y * sin) * pixel, (y * cos - x * sin) * pixel]
      const row = covered(v, v + pixel, GAP.row, 1)
      for (let c = 0; c < 3; c++, i++) {
        const stripe = covered(u, u + pixel, c / 3 + GAP.stripe, (c + 1) / 3 - GAP.stripe)
        out[i] = Math.min(255, (data[i]! * row * stripe) / LIT)
      }
    }
  }
  const raw = { width: info.width, height: info.height, channels: 3 } as const
  return sharp(out, { raw }).jpeg({ quality: 82 }).toBuffer()
}
