import sharp from 'sharp'
import { type Look, recognise } from './recognise.ts'

/** Wider pictures tell no more of characters that are a quarter of a centimetre apart (pixels). */
const WIDEST_PX = 1_800

/** Looks at a picture file (JPEG, PNG …) for a zone. One that cannot be decoded shows none. */
export async function lookAt(picture: Uint8Array): Promise<Look> {
  try {
    const { data, info } = await sharp(picture)
      .rotate()
      .resize({ width: WIDEST_PX, height: WIDEST_PX, fit: 'inside', withoutEnlargement: true })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return recognise({ width: info.width, height: info.height, pixels: grey(data, info.channels) })
  } catch {
    return { is: 'none' }
  }
}

function grey(data: Buffer, channels: number): Uint8Array {
  return channels === 1 ? data : Uint8Array.from({ length: data.length / channels }, (_, i) => data[i * channels]!)
}
