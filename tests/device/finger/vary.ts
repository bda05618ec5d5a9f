import type { GrayImage } from '../../../device/finger/image.ts'
import { seeded, smoothNoise } from '../../../drivers/virtual/random.ts'

/** The same finger laid down another time: turned up to 15°, moved up to 25 pixels, its skin stretched, with other noise. */
export function laidAgain(image: GrayImage, seed: number): GrayImage {
  const { width, height, pixels } = image
  const random = seeded(seed)
  const turn = ((random() - 0.5) * 30 * Math.PI) / 180
  const dx = (random() - 0.5) * 50
  const dy = (random() - 0.5) * 50
  const stretchX = smoothNoise(width, height, 90, random)
  const stretchY = smoothNoise(width, height, 90, random)
  const darker = (random() - 0.5) * 30
  const out = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const ox = x - width / 2 - dx + stretchX[at]! * 4
      const oy = y - height / 2 - dy + stretchY[at]! * 4
      const fx = ox * Math.cos(turn) - oy * Math.sin(turn) + width / 2
      const fy = ox * Math.sin(turn) + oy * Math.cos(turn) + height / 2
      const gray = sampled(pixels, width, height, fx, fy)
      out[at] = Math.max(0, Math.min(255, Math.round(gray + (gray < 240 ? darker : 0) + (random() - 0.5) * 16)))
    }
  }
  return { ...image, pixels: out }
}

/** Between four pixels; bare glass beyond the picture. */
function sampled(pixels: Uint8Array, width: number, height: number, x: number, y: number): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 248
  const at = top * width + left
  const [px, py] = [x - left, y - top]
  const upper = pixels[at]! * (1 - px) + pixels[at + 1]! * px
  const lower = pixels[at + width]! * (1 - px) + pixels[at + width + 1]! * px
  return upper * (1 - py) + lower * py
}
