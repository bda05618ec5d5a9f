import sharp from 'sharp'
import { eyeDistance, middle, type Person, type Sitting } from '../people/person.ts'
import { type Canvas, clothesColour, layPerson } from './cutout.ts'
import { type Pose, STILL } from './move.ts'

export type Condition = 'good' | 'too-far' | 'off-centre' | 'dark' | 'low' | 'covered' | 'two-people' | 'tilted'

export type SceneSize = { width: number; height: number }

/** How people stand: eye distance as a part of the frame's height, the eyes' place in the frame, tilt in degrees. */
const STANCE: Record<Condition, { eyes: number; x: number; y: number; tilt: number; light: number }> = {
  good: { eyes: 0.155, x: 0.5, y: 0.46, tilt: 1.6, light: 1 },
  'too-far': { eyes: 0.075, x: 0.5, y: 0.46, tilt: 1.6, light: 1 },
  'off-centre': { eyes: 0.155, x: 0.25, y: 0.46, tilt: 1.6, light: 1 },
  dark: { eyes: 0.155, x: 0.5, y: 0.46, tilt: 1.6, light: 0.22 },
  low: { eyes: 0.155, x: 0.5, y: 0.64, tilt: 1.6, light: 1 },
  covered: { eyes: 0.155, x: 0.5, y: 0.46, tilt: 1.6, light: 0 },
  'two-people': { eyes: 0.135, x: 0.3, y: 0.48, tilt: 1.6, light: 1 },
  tilted: { eyes: 0.155, x: 0.5, y: 0.46, tilt: 15, light: 1 },
}
/** Breathing and swaying, as parts of the frame's height; the canvas is larger than the frame by this room. */
const SWAY_X = 0.009
const SWAY_Y = 0.006
/** Sensor noise, in grey levels either way. */
const NOISE = 2

/** Plain shoulders below the picture, which often ends under the chin: `x`, `y` are the chin's, `d` the eye distance. */
function jumper(x: number, y: number, d: number, colour: string): string {
  const neck = y + 0.02 * d
  const [w, floor] = [3.1 * d, y + 12 * d]
  return `<path fill="${colour}" d="M ${x - 0.95 * d} ${neck} Q ${x} ${neck + 0.5 * d} ${x + 0.95 * d} ${neck}
    Q ${x + w} ${neck + 0.45 * d} ${x + w} ${neck + 2.2 * d} L ${x + w} ${floor} L ${x - w} ${floor}
    L ${x - w} ${neck + 2.2 * d} Q ${x - w} ${neck + 0.45 * d} ${x - 0.95 * d} ${neck} Z"/>`
}

const svg = (width: number, height: number, inner: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`)

const WALL = `<radialGradient id="w" cx="50%" cy="40%" r="75%"><stop offset="0" stop-color="#e9ebea"/>
  <stop offset="1" stop-color="#cfd3d4"/></radialGradient><rect width="100%" height="100%" fill="url(#w)"/>`

function chinBelowEyes(sitting: Sitting): number {
  return (sitting.chin[1] - middle(sitting.eyes)[1]) / eyeDistance(sitting)
}

/** Everybody in the scene on one transparent canvas, `margin` larger than the frame on every side. */
async function stage(
  seats: { who: Person; x: number }[],
  condition: Condition,
  size: SceneSize,
  margin: number,
  pose: Pose = STILL,
) {
  const { eyes, y, tilt } = STANCE[condition]
  const d = eyes * size.height
  const [width, height] = [size.width + 2 * margin, size.height + 2 * margin]
  const at = seats.map(({ who, x }) => ({ who, x: x * size.width + margin, y: y * size.height + margin }))
  const bodies = await Promise.all(
    at.map(async (one) => jumper(one.x, one.y + chinBelowEyes(one.who) * d, d, await clothesColour(one.who))),
  )
  const canvas: Canvas = {
    width,
    height,
    data: await sharp(svg(width, height, bodies.join('')))
      .ensureAlpha()
      .raw()
      .toBuffer(),
  }
  for (const [n, one] of at.entries()) {
    // Somebody who stands beside themselves is at least mirrored.
    const mirrored = n > 0 && one.who === at[0]!.who
    await layPerson(canvas, one.who, { x: one.x, y: one.y, eyes: d, tilt }, mirrored, n === 0 ? pose : STILL)
  }
  return canvas
}

/** Noise of any seed, the same for the same seed: frames of a cycle differ, two runs do not. */
function noiseTile(length: number): Int8Array {
  let seed = 1
  return Int8Array.from({ length }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) | 0
    return ((seed >>> 16) % (2 * NOISE + 1)) - NOISE
  })
}

/** A prime, so that the noise does not line up with the rows. */
const TILE = noiseTile(65_537)

function compose(
  wall: Uint8Array,
  canvas: Canvas,
  size: SceneSize,
  dx: number,
  dy: number,
  light: number,
  seed: number,
) {
  const out = new Uint8ClampedArray(wall.length)
  let noise = (seed * 7919) % TILE.length
  for (let y = 0, o = 0; y < size.height; y++) {
    let at = ((y + dy) * canvas.width + dx) * 4
    for (let x = 0; x < size.width; x++, at += 4) {
      const alpha = canvas.data[at + 3]! / 255
      for (let c = 0; c < 3; c++, o++) {
        out[o] = (wall[o]! * (1 - alpha) + canvas.data[at + c]! * alpha) * light + TILE[noise]!
        if (++noise === TILE.length) noise = 0
      }
    }
  }
  return out
}

/** One frame of somebody in a pose, without the slow movement. */
export async function renderPose(person: Person, size: SceneSize, pose: Pose): Promise<Buffer> {
  const canvas = await stage([{ who: person, x: STANCE.good.x }], 'good', size, 0, pose)
  const wall = await sharp(svg(size.width, size.height, WALL))
    .removeAlpha()
    .raw()
    .toBuffer()
  const pixels = compose(wall, canvas, size, 0, 0, 1, Math.round(pose.turn * 3 + pose.lids * 50) + 100)
  return sharp(pixels, { raw: { ...size, channels: 3 } })
    .jpeg({ quality: 82 })
    .toBuffer()
}

/**
 * Renders, one after the other, the frames of a cycle: somebody (or nobody, or somebody and `other`) before a plain
 * light wall (or before `behind`, the inside of an SVG), slowly moving, with a sensor's noise, so that no two frames are equal.
 * `light` is the room's, as a part of the usual.
 */
export async function* renderCycle(
  person: Person | null,
  condition: Condition,
  size: SceneSize,
  frames: number,
  other?: Person,
  behind = WALL,
  light = 1,
): AsyncGenerator<Buffer> {
  const stance = STANCE[condition]
  const margin = Math.ceil(size.height * Math.max(SWAY_X, SWAY_Y)) + 1
  const seats = person ? [{ who: person, x: stance.x }] : []
  if (person && condition === 'two-people') seats.push({ who: other ?? person, x: 1 - stance.x })
  const canvas = await stage(seats, condition, size, margin)
  const wall = await sharp(svg(size.width, size.height, behind))
    .removeAlpha()
    .raw()
    .toBuffer()
  for (let i = 0; i < frames; i++) {
    const phase = (2 * Math.PI * i) / frames
    const dx = margin + Math.round(SWAY_X * size.height * Math.sin(phase + 0.8))
    const dy = margin + Math.round(SWAY_Y * size.height * Math.sin(phase))
    const raw = { ...size, channels: 3 } as const
    const pixels = compose(wall, canvas, size, dx, dy, light * stance.light * (1 + 0.006 * Math.sin(phase)), i)
    yield await sharp(pixels, { raw }).jpeg({ quality: 82 }).toBuffer()
  }
}
