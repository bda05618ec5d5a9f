import sharp from 'sharp'
import { eyeDistance, middle, type Person } from '../people/person.ts'

/** A usual size of portraits on chips; smaller than Doc 9303-9 advises, as on older passports. */
export const CHIP_WIDTH = 240
export const CHIP_HEIGHT = 308
/** What issuers give a portrait on the chip, in bytes. */
const MAX_BYTES = 20_000
/** The portrait's width in eye distances, and where the eyes lie in it, as a part of its height. */
const WIDTH_IN_EYE_DISTANCES = 3.9
const EYES_AT = 0.46
/** Sample pictures come with frames: this part of every edge is not used. */
const EDGE = 0.03

/**
 * What the passport's chip holds of a person: cut to the head, made smaller, greyed and recompressed to at most 20 kB,
 * so the live picture is never the chip's file. A grey JPEG of 240×308.
 */
export async function chipPortrait({ chip }: Person): Promise<Buffer> {
  const own = await sharp(chip.picture).metadata()
  const edge = { x: Math.round(own.width * EDGE), y: Math.round(own.height * EDGE) }
  const inner = { width: own.width - 2 * edge.x, height: own.height - 2 * edge.y }
  const width = Math.round(eyeDistance(chip) * WIDTH_IN_EYE_DISTANCES)
  const height = Math.round((width * CHIP_HEIGHT) / CHIP_WIDTH)
  const [mx, my] = middle(chip.eyes)
  const left = Math.round(mx - width / 2) - edge.x
  const top = Math.round(my - height * EYES_AT) - edge.y
  const room = {
    left: Math.max(0, -left),
    top: Math.max(0, -top),
    right: Math.max(0, left + width - inner.width),
    bottom: Math.max(0, top + height - inner.height),
  }
  // In two passes: sharp has an order of its own, whatever the order of the calls.
  const wide = await sharp(chip.picture)
    .removeAlpha()
    .extract({ left: edge.x, top: edge.y, ...inner })
    .extend({ ...room, extendWith: 'copy' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const grey = await sharp(wide)
    .extract({ left: left + room.left, top: top + room.top, width, height })
    .resize(CHIP_WIDTH, CHIP_HEIGHT, { fit: 'fill' })
    .grayscale()
    .png()
    .toBuffer()
  for (let quality = 92; ; quality -= 4) {
    const jpeg = await sharp(grey).toColourspace('b-w').jpeg({ quality }).toBuffer()
    if (jpeg.length <= MAX_BYTES || quality <= 40) return jpeg
  }
}
