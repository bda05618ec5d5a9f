import { toBuffer } from 'qrcode'
import sharp from 'sharp'
import type { SceneSize } from './scene.ts'

/** How large the telephone's body is, and the code on its screen, as parts of the frame's height. */
const BODY = { width: 0.42, height: 0.78 }
const CODE = 0.34
/** No hand holds a telephone quite upright, nor still (degrees). */
const TILT = [3, 5, 7, 5]
/** The sensor's grain, and its lens. */
const GRAIN = 7
const BLUR = 0.9

/** Renders the frames of a telephone that is held up with a QR code on its screen. */
export async function renderCode(text: string, { width, height }: SceneSize): Promise<Buffer[]> {
  const side = Math.round(CODE * height)
  const body = { width: Math.round(BODY.width * height), height: Math.round(BODY.height * height) }
  const code = await sharp(await toBuffer(text, { errorCorrectionLevel: 'M', margin: 4 }))
    .resize(side, side, { kernel: 'nearest' })
    .toBuffer()
  const screen = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${body.width}" height="${body.height}">
      <rect width="100%" height="100%" rx="${body.width * 0.1}" fill="#0c0c0e"/>
      <rect x="4%" y="4%" width="92%" height="92%" fill="#f4f4f2"/></svg>`,
  )
  const telephone = await sharp(screen)
    .composite([
      { input: code, left: Math.round((body.width - side) / 2), top: Math.round(0.3 * (body.height - side)) },
    ])
    .png()
    .toBuffer()
  return Promise.all(
    TILT.map(async (tilt, n) => {
      const held = await sharp(telephone).rotate(tilt, { background: '#00000000' }).png().toBuffer()
      const { width: w, height: h } = (await sharp(held).metadata()) as { width: number; height: number }
      const grain = await sharp({
        create: {
          width,
          height,
          channels: 3,
          background: '#000',
          noise: { type: 'gaussian', mean: 128, sigma: GRAIN },
        },
      })
        .png()
        .toBuffer()
      return sharp({ create: { width, height, channels: 3, background: '#8f938f' } })
        .composite([
          { input: held, left: Math.round((width - w) / 2) + 2 * n, top: Math.round((height - h) / 2) + n },
          { input: grain, blend: 'soft-light' },
        ])
        .blur(BLUR)
        .jpeg({ quality: 82 })
        .toBuffer()
    }),
  )
}
