import sharp from 'sharp'
import type { GrayImage } from './image.ts'

/** The whole image as a grey PNG, lossless, as it goes into the application. */
export async function grayPng(image: GrayImage): Promise<Buffer> {
  return sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()
}
