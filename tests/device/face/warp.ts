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

/** Upper and lower lid of both eyes, from one corner to the other: points of the mesh. */
const EYES = [
  { upper: [33, 246, 161, 160, 159, 158, 157, 173, 133], lower: [33, 7, 163, 144, 145, 153, 154, 155, 133] },
  { upper: [362, 398, 384, 385, 386, 387, 388, 466, 263], lower: [362, 382, 381, 380, 374, 373, 390, 249, 263] },
]
/** The lashes along the closed lids: how dark, and how thick as a part of the eye's opening. */
const LASHES = { dark: 0.55, thick: 0.12 }

/** Lids over both eyes: the skin above and below the eye runs into each other, with lashes where the lower lid was. */
export async function eyesShut({ jpeg, face }: Sound): Promise<Buffer> {
  const { landmarks } = face
  const at = (n: number): Point => [landmarks[n * 3]!, landmarks[n * 3 + 1]!]
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const out = Buffer.from(data)
  /** Mean of a few pixels beside each other: one hair must not become a stripe. */
  const skin = (x: number, y: number, c: number) => {
    const row = Math.min(height - 1, Math.max(0, Math.round(y))) * width
    let sum = 0
    for (let dx = -2; dx <= 2; dx++) sum += data[(row + Math.min(width - 1, Math.max(0, x + dx))) * 3 + c]!
    return sum / 5
  }
  for (const { upper, lower } of EYES) {
    const lines = [upper.map(at), lower.map(at)] as const
    const [first, last] = [lines[0][0]![0], lines[0].at(-1)![0]]
    const middle = (first + last) / 2
    const gap = Math.max(1, heightAt(lines[1], middle) - heightAt(lines[0], middle))
    for (let x = Math.ceil(first - gap / 3); x < last + gap / 3; x++) {
      const [top, bottom] = lines.map((line) => heightAt(line, x)) as [number, number]
      // The mesh's lids lie a little inside the eye, and its lashes and their shadow outside.
      const [above, below] = [top - 0.4 * gap, bottom + 0.3 * gap]
      for (let y = Math.ceil(above); y < below; y++) {
        const part = (y - above) / (below - above)
        const lash = 1 - LASHES.dark * Math.exp(-(((y - bottom) / (LASHES.thick * gap)) ** 2))
        for (let c = 0; c < 3; c++) {
          const value = skin(x, above, c) * (1 - part) + skin(x, below, c) * part
          out[(y * width + x) * 3 + c] = value * lash
        }
      }
    }
  }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 97, chromaSubsampling: '4:4:4' })
    .toBuffer()
}

function heightAt(line: readonly Point[], x: number): number {
  const n = Math.max(
    0,
    line.findLastIndex(([px]) => px <= x),
  )
  const [[ax, ay], [bx, by]] = [line[n]!, line[n + 1] ?? line[n]!]
  return bx > ax ? ay + ((x - ax) * (by - ay)) / (bx - ax) : ay
}
