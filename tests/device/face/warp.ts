/** Defects of the person: the head turned, the eyes shut, the mouth open, drawn by moving the picture's own pixels. */
import sharp from 'sharp'
import type { FaceMeasure, Point } from '../../../device/face/view.ts'
import { type Pose, sourceOf } from '../../../drivers/virtual/camera/move.ts'

type Sound = { jpeg: Buffer; face: FaceMeasure }

/** Where a point of the new picture comes from in the old one, in pixels; null is the inside of a mouth. */
type From = (x: number, y: number) => Point | null

async function warp({ jpeg }: Sound, from: From): Promise<Buffer> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const out = Buffer.alloc(data.length)
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < width; x++, o += 3) {
      const at = from(x, y)
      if (!at) {
        out.set([46, 14, 16], o)
        continue
      }
      const [sx, sy] = [Math.min(width - 2, Math.max(0, at[0])), Math.min(height - 2, Math.max(0, at[1]))]
      const [px, py] = [Math.floor(sx), Math.floor(sy)]
      const [fx, fy] = [sx - px, sy - py]
      const i = (py * width + px) * 3
      for (let c = 0; c < 3; c++) {
        const upper = data[i + c]! * (1 - fx) + data[i + 3 + c]! * fx
        const lower = data[i + width * 3 + c]! * (1 - fx) + data[i + width * 3 + 3 + c]! * fx
        out[o + c] = upper * (1 - fy) + lower * fy
      }
    }
  }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 97, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

/** The virtual person's own turn and lids, on any picture. */
export const posed = (pose: Pose) => (sound: Sound) => {
  const { eyes, chin, eyeDistance: d } = sound.face
  const [x, y] = [(eyes[0][0] + eyes[1][0]) / 2, (eyes[0][1] + eyes[1][1]) / 2]
  return warp(sound, (px, py) => {
    const [u, v] = [(px - x) / d, (py - y) / d]
    if (Math.abs(u) > 2.2 || v < -2.2) return [px, py]
    const [su, sv] = sourceOf(u, v, (chin[1] - y) / d, pose)
    return [x + su * d, y + sv * d]
  })
}

/** The lower lip moves down by `part` of the eye distance; the chin stays and is pressed together. */
export const mouthOpened = (part: number) => (sound: Sound) => {
  const { landmarks, chin, eyeDistance } = sound.face
  const at = (n: number): Point => [landmarks[n * 3]!, landmarks[n * 3 + 1]!]
  const [left, right] = [at(61), at(291)]
  const line = (at(13)[1] + at(14)[1]) / 2
  const [middle, half] = [(left[0] + right[0]) / 2, ((right[0] - left[0]) / 2) * 0.95]
  return warp(sound, (x, y) => {
    const across = (x - middle) / half
    if (y < line || y > chin[1] || Math.abs(across) > 1) return [x, y]
    const gap = part * eyeDistance * Math.cos((across * Math.PI) / 2)
    if (y < line + gap) return null
    return [x, line + ((y - line - gap) * (chin[1] - line)) / (chin[1] - line - gap)]
  })
}
