import sharp from 'sharp'
import type { Person } from '../people/person.ts'
import type { Pose } from './move.ts'
import { renderPose, type SceneSize } from './scene.ts'
import { type Display, onDisplay } from './screen.ts'

/**
 * A face that is not there: a printed photo, a telephone with a photo, one that plays a film of somebody moving whatever is
 * asked; and one (`clips`) or a monitor that fills the picture (`monitor`; `fine-monitor` is finer than the camera sees) with the
 * right film for what is asked.
 */
export type Shown = 'paper' | 'telephone' | 'film' | 'clips' | 'monitor' | 'fine-monitor'
export const SHOWN: readonly Shown[] = ['paper', 'telephone', 'film', 'clips', 'monitor', 'fine-monitor']

/** An office monitor of 1080 lines whose upper three quarters the camera sees, not quite upright. */
const MONITOR: Display = { lines: 800, degrees: 1.2 }
/** One of 1920 lines, twice as fine as the camera: nothing of its grid is left. */
const FINE: Display = { lines: 1440, degrees: 1.2 }

/** The film: a turn each way and a blink, over and over, whatever is asked. */
const FILM: readonly Pose[] = [
  ...[0, 20, 38, 38, 20, 0, 0, -20, -38, -38, -20, 0].map((turn) => ({ turn, lids: 0 })),
  ...[1, 1, 0].map((lids) => ({ turn: 0, lids })),
]
/** Each pose of the film stays for so many frames. */
const SLOW = 3
/** What is cut out of the frame and shown, as parts of its height, and the margin of sheet or body around it. */
const CUT = { width: 0.62, height: 0.84 }
const SMALLER = 0.8
const MARGIN = 0.024
/** A hand is never still: as a part of the frame's height. */
const SWAY = 0.008
/** What a screen's glass throws back of the room's light, as a part of its own. */
const GLASS = 0.01

const svg = ({ width, height }: SceneSize, inner: string) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${inner}</svg>`)

/** One frame: the picture of a face in somebody's hand; `turned` squeezes it, as a sheet held at an angle. */
async function held(
  frame: Buffer,
  how: Shown,
  size: SceneSize,
  dx: number,
  dy: number,
  turned: number,
  light = 1,
): Promise<Buffer> {
  const own = how === 'paper' ? light : 1 - GLASS * (1 - light)
  const dimmed = (jpeg: Buffer, by: number) =>
    by === 1 ? jpeg : sharp(jpeg).linear(by).jpeg({ quality: 82 }).toBuffer()
  const filling = how === 'monitor' ? MONITOR : how === 'fine-monitor' ? FINE : null
  if (filling) return dimmed(await onDisplay(frame, size, { ...filling, degrees: filling.degrees + dx * 0.02 }), own)
  const cut = { width: Math.round(CUT.width * size.height), height: Math.round(CUT.height * size.height) }
  const small = { width: Math.round(cut.width * SMALLER * turned), height: Math.round(cut.height * SMALLER) }
  const picture = await sharp(frame)
    .extract({ left: Math.round((size.width - cut.width) / 2), top: Math.round(0.06 * size.height), ...cut })
    .resize(small.width, small.height, { fit: 'fill' })
    .linear(own)
    .toBuffer()
  const left = Math.round((size.width - small.width) / 2) + dx
  const top = Math.round((size.height - small.height) / 2) + dy
  const m = Math.round(MARGIN * size.height)
  const box = `x="${left - m}" y="${top - m}" width="${small.width + 2 * m}" height="${small.height + 2 * m}"`
  const body = how === 'paper' ? `<rect ${box} fill="#fbfbf8"/>` : `<rect ${box} rx="${m}" fill="#0c0c0e"/>`
  const room = sharp({ create: { ...size, channels: 3, background: how === 'paper' ? '#8b8f92' : '#dfe1e0' } })
  // sharp lays things over each other before it dims: what shines by itself comes afterwards.
  const behind = await room
    .composite([{ input: svg(size, body) }])
    .linear(light)
    .png()
    .toBuffer()
  return sharp(behind)
    .composite([{ input: picture, left, top }])
    .jpeg({ quality: 82 })
    .toBuffer()
}

/** Renders, one after the other, the frames of a cycle in which somebody holds up a face; `light` is the room's. */
export async function* renderShown(
  person: Person,
  how: Shown,
  size: SceneSize,
  frames: number,
  light = 1,
): AsyncGenerator<Buffer> {
  const poses = how === 'film' ? FILM.flatMap((pose) => Array<Pose>(SLOW).fill(pose)) : [{ turn: 0, lids: 0 }]
  const pictures = new Map<Pose, Buffer>()
  const count = how === 'film' ? poses.length : frames
  for (let i = 0; i < count; i++) {
    const pose = poses[i % poses.length]!
    const picture = pictures.get(pose) ?? (await renderPose(person, size, pose))
    pictures.set(pose, picture)
    const phase = (2 * Math.PI * i) / count
    const sway = (part: number) => Math.round(SWAY * size.height * Math.sin(phase + part))
    // Nobody holds a sheet quite square, and two frames must differ as a sensor's do.
    yield held(picture, how, size, sway(0.8), sway(0), 1 - 0.004 * (i % 5), light)
  }
}

/** What somebody does with a face that is not there who is asked for these poses: turns the sheet, or plays the film of it. */
export async function renderShownMove(
  person: Person,
  how: Shown,
  size: SceneSize,
  poses: readonly Pose[],
): Promise<Buffer[]> {
  // This film goes on, whatever is asked.
  if (how === 'film') return []
  if (how !== 'paper' && how !== 'telephone') {
    const pictures = await Promise.all(
      [...new Set(poses)].map(async (pose) => [pose, await renderPose(person, size, pose)] as const),
    )
    const of = new Map(pictures)
    return Promise.all(poses.map((pose, i) => held(of.get(pose)!, how, size, i % 3, 0, 1)))
  }
  const picture = await renderPose(person, size, { turn: 0, lids: 0 })
  return Promise.all([0.9, 0.78, 0.7, 0.78, 0.9].map((turned, i) => held(picture, how, size, i, 0, turned)))
}
