import sharp from 'sharp'
import type { GrayImage } from './image.ts'

/** Enough to recognise the own finger on the screen, too little to be used as one (pixels high). */
const PREVIEW_HEIGHT = 280

/** A small gray PNG for the screen. Keeps proportions; never enlarges. */
export async function preview(image: GrayImage): Promise<Buffer> {
  return sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 1 } })
    .resize({ height: PREVIEW_HEIGHT, withoutEnlargement: true })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}
