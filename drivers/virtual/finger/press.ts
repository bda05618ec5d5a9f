import type { FingerImage } from '../../finger/image.ts'
import { seeded, smoothNoise } from '../random.ts'
import { HEIGHT, type Position, ridges, WIDTH } from './ridges.ts'

/** `fake`: ridges like a finger’s, on something that does not live; `residue`: what a greasy finger left on the glass. */
export type Condition = 'good' | 'dry' | 'wet' | 'partial' | 'smudged' | 'fake' | 'residue'
export type Finger = {
  citizenSeed: number
  position: Position
  condition: Condition
  /** Which laying-down it is: nobody meets the same spot twice. The same number gives the same spot; default 0, the middle. */
  laying?: number
}

/** How one condition looks on the glass. */
type Look = {
  /** Relief below this stays off the glass: higher is thinner ridges. */
  threshold: number
  /** Gray of a ridge and of a valley (0 black). */
  ridge: number
  valley: number
  /** Share of the ridges that breaks up (0–1), in specks of about `speck` pixels. */
  broken: number
  /** Centre of the contact and its half axes, in fractions of width and height. */
  contact: { x: number; y: number; a: number; b: number }
}

const WHOLE = { x: 0.5, y: 0.52, a: 0.49, b: 0.5 }
const looks: Record<Condition, Look> = {
  good: { threshold: 0, ridge: 40, valley: 205, broken: 0.02, contact: WHOLE },
  dry: { threshold: 0.35, ridge: 125, valley: 240, broken: 0.46, contact: { ...WHOLE, a: 0.45, b: 0.46 } },
  wet: { threshold: -0.93, ridge: 22, valley: 100, broken: 0, contact: { ...WHOLE, a: 0.55, b: 0.55 } },
  partial: { threshold: 0, ridge: 45, valley: 205, broken: 0.03, contact: { x: 0.16, y: 0.3, a: 0.3, b: 0.24 } },
  fake: { threshold: 0, ridge: 40, valley: 205, broken: 0.02, contact: WHOLE },
  residue: { threshold: 0, ridge: 226, valley: 247, broken: 0, contact: WHOLE },
  smudged: { threshold: 0, ridge: 60, valley: 190, broken: 0.05, contact: WHOLE },
}

/** Gray of the empty glass. */
const GLASS = 248
/** A slip of the finger while it is scanned (pixels): more than one ridge. */
const SLIP_PX = 14

/** A finger that is laid down anew lies up to this far from the middle (pixels: 0.8 mm). */
const ASIDE_PX = 16

/** And turned by up to this much, half of it at least, to the other side than the time before (degrees). */
const TURN_DEGREES = 10

type Spot = { dx: number; dy: number; turn: number }

function spotOf(laying: number): Spot {
  if (laying === 0) return { dx: 0, dy: 0, turn: 0 }
  const random = seeded(Math.imul(laying, 2_654_435_761))
  const aside = () => Math.round((random() * 2 - 1) * ASIDE_PX)
  const degrees = (TURN_DEGREES / 2) * (1 + random()) * (laying % 2 === 0 ? -1 : 1)
  return { dx: aside(), dy: aside(), turn: (degrees * Math.PI) / 180 }
}

/** Where in the drawn finger the pixel of the glass lies; the skin beyond the drawing is its mirror image. */
function skinAt(x: number, y: number, { dx, dy, turn }: Spot): number {
  if (turn === 0) return y * WIDTH + x
  const [fromX, fromY] = [x - WIDTH / 2 - dx, y - HEIGHT / 2 - dy]
  const across = Math.round(fromX * Math.cos(turn) + fromY * Math.sin(turn) + WIDTH / 2)
  const along = Math.round(fromY * Math.cos(turn) - fromX * Math.sin(turn) + HEIGHT / 2)
  return mirrored(along, HEIGHT) * WIDTH + mirrored(across, WIDTH)
}

function mirrored(at: number, side: number): number {
  const inside = at < 0 ? -at : at >= side ? 2 * side - 2 - at : at
  return Math.max(0, Math.min(side - 1, inside))
}

/** The glass with nothing on it. */
export function bareGlass(): FingerImage {
  const random = seeded(1)
  const pixels = Uint8Array.from({ length: WIDTH * HEIGHT }, () => GLASS + Math.round((random() - 0.5) * 6))
  return { width: WIDTH, height: HEIGHT, ppi: 500, pixels }
}

/** What the sensor sees of this finger: the same every time while it lies there. */
export function press(finger: Finger): FingerImage {
  const { relief } = ridges(finger.citizenSeed, finger.position)
  const look = looks[finger.condition]
  const random = seeded(finger.citizenSeed * 31 + finger.position.length + (finger.laying ?? 0) * 1_009)
  const edge = smoothNoise(WIDTH, HEIGHT, 24, random)
  const patch = smoothNoise(WIDTH, HEIGHT, 60, random)
  const speck = smoothNoise(WIDTH, HEIGHT, 4, random)
  const pore = smoothNoise(WIDTH, HEIGHT, 2, random)
  const gray = new Float32Array(WIDTH * HEIGHT)
  const spot = spotOf(finger.laying ?? 0)
  const { a, b } = look.contact
  const [cx, cy] = [look.contact.x + spot.dx / WIDTH, look.contact.y + spot.dy / HEIGHT]
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const at = y * WIDTH + x
      const out = Math.hypot((x / WIDTH - cx) / a, (y / HEIGHT - cy) / b) + edge[at]! * 0.05
      // Pressure falls off towards the rim of the contact, and the ridges get thinner there.
      const rim = Math.max(0, Math.min(1, (out - 0.86) / 0.14))
      const ridge = relief[skinAt(x, y, spot)]!
      const touch = 1 / (1 + Math.exp(-(ridge - look.threshold - rim * 1.1 + patch[at]! * 0.15) * 5))
      const breaks = speck[at]! * 0.5 + 0.5 < look.broken * (1.25 + patch[at]! * 0.5) ? 0.15 : 1
      const pores = pore[at]! > 0.72 ? 0.75 : 1
      const contact = out < 1 ? 1 : 0
      const valley = GLASS + (look.valley - GLASS) * contact * (1 - rim)
      gray[at] = valley + (look.ridge - valley) * touch * breaks * pores * contact
    }
  }
  // Skin is never even; what it left on the glass is as still as the glass.
  const noise = finger.condition === 'residue' ? 2 : 14
  const seen = finger.condition === 'smudged' ? smear(gray) : soften(gray)
  const pixels = Uint8Array.from(seen, (value) =>
    Math.max(0, Math.min(255, Math.round(value + (random() - 0.5) * noise))),
  )
  return { width: WIDTH, height: HEIGHT, ppi: 500, pixels }
}

/** The optics' own blur: 1-2-1 both ways. */
function soften(gray: Float32Array): Float32Array {
  const across = gray.map((value, at) => (gray[at - 1] ?? value) / 4 + value / 2 + (gray[at + 1] ?? value) / 4)
  return across.map((value, at) => (across[at - WIDTH] ?? value) / 4 + value / 2 + (across[at + WIDTH] ?? value) / 4)
}

/** A finger that moved: each pixel is the mean along the slip, which itself turns on the way. */
function smear(gray: Float32Array): Float32Array {
  const out = new Float32Array(gray.length)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      let sum = 0
      for (let step = 0; step < SLIP_PX; step++) {
        const fromX = Math.max(0, Math.min(WIDTH - 1, x + Math.round(step * 0.8 - 5)))
        const fromY = Math.max(0, Math.min(HEIGHT - 1, y + Math.round((step * step) / 14 - 4)))
        sum += gray[fromY * WIDTH + fromX]!
      }
      out[y * WIDTH + x] = sum / SLIP_PX
    }
  }
  return out
}
