import { setImmediate as breathe } from 'node:timers/promises'
import sharp from 'sharp'
import { eyeDistance, middle, type Sitting } from '../people/person.ts'
import { type Pose, STILL, sourceOf } from './move.ts'

/** Not the pose of the chip's picture: a slight shear and a narrower face, as from a camera that stands elsewhere. */
const SHEAR = 0.035
const NARROWER = 0.97
/** Warmer and a little lighter than the source, per channel. */
const LAMP = [1.07, 1.02, 0.95] as const
/** Sample pictures come with frames: this much of the picture's edge is left out, and over this much it fades. */
const EDGE = 0.035
const FADE = 0.05

/** So many rows are drawn at a stretch. */
const ROWS = 24
/** No part of a person lies further from the middle of the eyes, in eye distances, however tilted. */
const WIDEST = 3.3
const HIGHEST = -3

/** RGBA pixels of a canvas; alpha says how much of the wall is hidden. */
export type Canvas = { width: number; height: number; data: Uint8Array }
/** Where the middle between the eyes goes on the canvas, how far apart they are, and the tilt in degrees. */
export type Seat = { x: number; y: number; eyes: number; tilt: number }

function step(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

/** How much of a person a point belongs to, 0 to 1; in eye distances from the middle of the eyes, `chin` likewise. */
function personAt(u: number, v: number, chin: number): number {
  const head = 1 - step(0.82, 1.08, Math.hypot(u / 1.62, (v + 0.1) / 2.15))
  const neck = (1 - step(0.85, 1.25, Math.abs(u))) * step(0.4, 0.8, v)
  const slope = chin + 0.25 + 0.5 * step(0.8, 2.4, Math.abs(u))
  const body = step(slope - 0.15, slope + 0.25, v) * (1 - step(2.5, 2.9, Math.abs(u)))
  return Math.max(head, Math.min(neck, 1), body) * (1 - step(chin + 1.9, chin + 2.3, v))
}

/** Mean colour of the clothes (or what stands for them) at the bottom of the picture, as `#rrggbb`. */
export async function clothesColour(sitting: Sitting): Promise<string> {
  const { width, height } = await sharp(sitting.picture).metadata()
  const d = eyeDistance(sitting)
  const [x] = middle(sitting.eyes)
  const left = Math.max(0, Math.round(x - 1.2 * d))
  const top = Math.max(
    0,
    Math.min(height - 2, Math.round(Math.min(sitting.chin[1] + 1.6 * d, height * (1 - EDGE - FADE)))),
  )
  const area = {
    left,
    top,
    width: Math.min(width - left, Math.round(2.4 * d)),
    height: Math.max(1, Math.round(height * 0.02)),
  }
  const { channels } = await sharp(await sharp(sitting.picture).removeAlpha().extract(area).png().toBuffer()).stats()
  const hex = (n: number) =>
    Math.round(Math.min(200, channels[n]?.mean ?? 90))
      .toString(16)
      .padStart(2, '0')
  return `#${hex(0)}${hex(1)}${hex(2)}`
}

/**
 * Lays a person's head and shoulders, cut out with soft edges, over what is on the canvas: in another pose and light
 * than the picture has. What is close behind the person in the source picture stays visible as a thin rim.
 */
export async function layPerson(
  canvas: Canvas,
  sitting: Sitting,
  seat: Seat,
  mirrored: boolean,
  pose: Pose = STILL,
): Promise<void> {
  const own = await sharp(sitting.picture).metadata()
  const zoom = seat.eyes / eyeDistance(sitting)
  const { data, info } = await sharp(sitting.picture)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(Math.max(1, Math.round(own.width * zoom)), Math.max(1, Math.round(own.height * zoom)), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const [left, right] = sitting.eyes
  const [mx, my] = middle(sitting.eyes).map((n) => n * zoom) as [number, number]
  const angle = (seat.tilt * Math.PI) / 180 - Math.atan2(right[1] - left[1], right[0] - left[0])
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const chin = (sitting.chin[1] * zoom - my) / seat.eyes
  const reach = Math.ceil(seat.eyes * 6)
  const from = { x: Math.max(0, Math.round(seat.x) - reach), y: Math.max(0, Math.round(seat.y) - reach) }
  const to = { x: Math.min(canvas.width, from.x + 2 * reach), y: Math.min(canvas.height, from.y + 2 * reach) }
  for (let y = from.y; y < to.y; y++) {
    // The camera goes on sending while this is drawn.
    if (y % ROWS === 0) await breathe()
    for (let x = from.x; x < to.x; x++) {
      const du = (mirrored ? seat.x - x : x - seat.x) / NARROWER
      const dv = y - seat.y
      if (Math.abs(du) > WIDEST * seat.eyes || dv < HIGHEST * seat.eyes) continue
      const straight = [cos * du + sin * dv + SHEAR * dv, -sin * du + cos * dv] as const
      const moved = sourceOf(straight[0] / seat.eyes, straight[1] / seat.eyes, chin, pose)
      const [u, v] = [moved[0] * seat.eyes, moved[1] * seat.eyes]
      const sx = mx + u
      const sy = my + v
      const inside = Math.min(sx / info.width, 1 - sx / info.width, sy / info.height, 1 - sy / info.height)
      const alpha = personAt(u / seat.eyes, v / seat.eyes, chin) * step(EDGE, EDGE + FADE, inside)
      if (alpha <= 0) continue
      const at = (y * canvas.width + x) * 4
      const under = canvas.data[at + 3]! / 255
      const total = alpha + under * (1 - alpha)
      const [px, py] = [Math.floor(sx), Math.floor(sy)]
      const [fx, fy] = [sx - px, sy - py]
      const i = (py * info.width + px) * 3
      const right = px + 1 < info.width ? 3 : 0
      const below = py + 1 < info.height ? info.width * 3 : 0
      for (let c = 0; c < 3; c++) {
        const upper = data[i + c]! * (1 - fx) + data[i + right + c]! * fx
        const lower = data[i + below + c]! * (1 - fx) + data[i + below + right + c]! * fx
        const colour = Math.min(255, (upper * (1 - fy) + lower * fy) * LAMP[c]!)
        canvas.data[at + c] = (colour * alpha + canvas.data[at + c]! * under * (1 - alpha)) / total
      }
      canvas.data[at + 3] = total * 255
    }
  }
}
