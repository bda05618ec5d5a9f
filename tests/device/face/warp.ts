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

/** Brow's lower edge, upper and lower lid of both eyes, from left to right: points of the mesh. */
const EYES = [
  {
    brow: [46, 53, 52, 65, 55],
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
  },
  {
    brow: [285, 295, 282, 283, 276],
    upper: [362, 398, 384, 385, 386, 387, 388, 466, 263],
    lower: [362, 382, 381, 380, 374, 373, 390, 249, 263],
  },
]
/**
 * In parts of the eye's opening: the lashes that the mesh's lids leave out above and below, the least skin that is drawn down
 * however low the brow, how far below the eye the cheek begins, how far beside it the lids end, and over how much the skin's
 * colour is taken.
 */
const LID = { above: 0.45, below: 0.35, least: 0.3, cheek: 1.4, corner: 0.45, even: 0.3 }
/** Where the lids meet, as a part of the way from the upper lid to the lower: the lower one comes up a little. */
const MEET = 0.9
/** The lid that comes out of its fold has no brow on it: it is no darker than this part of the skin below the eye, at the fold and at the lashes. */
const LIT = { fold: 0.6, lashes: 0.9 }
/** The shut lids' lashes: how dark and how thick, and their softer shade below. */
const LASHES = { dark: 0.5, thick: 0.07, shade: 0.22, deep: 0.25 }

/**
 * Both eyes shut as lids shut: the skin between brow and eye is drawn down over the eye until it meets the lower lid, with the
 * lashes where they meet. Nothing of the open eye or its lashes is left.
 */
export async function eyesShut({ jpeg, face }: Sound): Promise<Buffer> {
  const { landmarks } = face
  const at = (n: number): Point => [landmarks[n * 3]!, landmarks[n * 3 + 1]!]
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const out = Buffer.from(data)
  const value = (x: number, y: number, c: number) => {
    const sy = Math.min(height - 2, Math.max(0, y))
    const i = (Math.floor(sy) * width + Math.min(width - 1, Math.max(0, x))) * 3 + c
    const part = sy - Math.floor(sy)
    return data[i]! * (1 - part) + data[i + width * 3]! * part
  }
  for (const { brow, upper, lower } of EYES) {
    const lines = [brow, upper, lower].map((list) => list.map(at)) as [Point[], Point[], Point[]]
    const [first, last] = [lines[1][0]![0], lines[1].at(-1)![0]]
    const middle = (first + last) / 2
    const gap = Math.max(1, heightAt(lines[2], middle) - heightAt(lines[1], middle))
    const corner = LID.corner * gap
    const column = (x: number) => {
      const within = Math.min(last, Math.max(first, x))
      const [edge, top, bottom] = lines.map((line) => heightAt(line, within)) as [number, number, number]
      const beside = Math.min(1, Math.max(0, 1 - Math.max(first - x, x - last) / corner))
      const part = beside * beside * (3 - 2 * beside)
      const [lid, skin] = [top - LID.above * gap * part, bottom + LID.below * gap * part]
      return { part, top, bottom, lid, skin, begin: Math.min(edge, lid - LID.least * gap) }
    }
    const reach = Math.max(1, Math.round(LID.even * gap))
    for (let x = Math.max(0, Math.ceil(first - corner)); x < Math.min(width, last + corner); x++) {
      const { part, top, bottom, lid, skin, begin } = column(x)
      const meet = top + (bottom - top) * MEET
      const end = bottom + LID.cheek * gap
      const below = [0, 0, 0].map((_, c) => {
        let sum = 0
        for (let dx = -reach; dx <= reach; dx++) sum += value(x + dx, column(x + dx).skin, c)
        return sum / (2 * reach + 1)
      })
      for (let y = Math.max(0, Math.ceil(begin)); y < Math.min(height, end); y++) {
        const from =
          y < meet
            ? begin + ((y - begin) * (lid - begin)) / (meet - begin)
            : end - ((end - y) * (end - skin)) / (end - meet)
        const fallen = y < meet ? Math.min(1, Math.max(0, (y - lid) / (meet - lid))) : 0
        const least = LIT.fold + (LIT.lashes - LIT.fold) * fallen
        const away = (y - meet) / gap
        const shade = away > 0 ? LASHES.shade * Math.exp(-((away / LASHES.deep) ** 2)) : 0
        const lash = 1 - (LASHES.dark * Math.exp(-((away / LASHES.thick) ** 2)) + shade) * part
        const drawn = [0, 1, 2].map((c) => value(x, from, c))
        const lack = Math.max(0, least * (below[0]! + below[1]! + below[2]!) - (drawn[0]! + drawn[1]! + drawn[2]!)) / 3
        const mended = lack > 0 ? Math.min(1, fallen * 4) * part : 0
        for (let c = 0; c < 3; c++) {
          const lit = drawn[c]! * (1 - mended) + least * below[c]! * mended
          out[(y * width + x) * 3 + c] = lit * lash
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
