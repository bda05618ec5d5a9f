import { ALIGNED_SIDE, type Aligned } from './aligned.ts'

/** The standard looks at the aligned face without 62 columns on either side and 210 rows below, at 354×292. */
const SIDE_CROP = 62
const BOTTOM_CROP = 210
const WIDTH = 354
const HEIGHT = Math.round(((ALIGNED_SIDE - BOTTOM_CROP) * WIDTH) / (ALIGNED_SIDE - 2 * SIDE_CROP))
/**
 * How far background must lie from the person and from the picture's edge, in pixels of 354×292. The standard says 4 for
 * its own parser, which works at 400×400; the mask here has 256 and soft hair, so it keeps further away.
 */
const AWAY = 9
/** Middle, half axes, and where the shoulders may begin, on the aligned face. */
const HEAD = { x: 308, y: 290, width: 190, height: 285, shoulders: 400 }
/** Less background than this part of the area says nothing. */
const MIN_PART = 0.02

/** Numbers of the mesh's points along forehead and temples, and how far outside of them hair lies, seen from the face's middle. */
const HAIRLINE = [162, 21, 54, 103, 67, 109, 10, 338, 297, 332, 284, 251, 389]
const OUTSIDE = [1.12, 1.2, 1.28, 1.36]
const FACE_MIDDLE = { x: 308, y: 300 }
/** The wall is the lighter part of what is not head; hair begins where it is this much darker, and ends where it is no longer. */
const WALL = 0.7
const HAIR = { begins: 0.4, ends: 0.75 }
/** What takes more than this part of the background with it is not hair but something dark behind it. */
const MOST_HAIR = 0.25

/**
 * Where a person is on an aligned face, without a model: an oval for the head, all from a little above the chin downwards, and
 * the hair that reaches beyond them: what hangs together with dark hair above the face and is clearly darker than the wall.
 * A stand-in where no segmentation is installed. Limits: hair about as light as the wall is cut off by the oval; something dark
 * and small behind the person that touches dark hair counts as hair.
 */
export function likelyPerson(aligned: Aligned): Uint8Array {
  const { luminance, inside, mesh } = aligned
  const person = usualPerson()
  const counts = new Uint32Array(256)
  let free = 0
  for (let i = 0; i < person.length; i++) {
    if (person[i] || !inside[i]) continue
    counts[luminance[i]!]!++
    free++
  }
  let [wall, below] = [0, counts[0]!]
  while (wall < 255 && below < WALL * free) below += counts[++wall]!
  const hair = new Uint8Array(person.length)
  const queue: number[] = []
  for (const n of HAIRLINE) {
    for (const out of OUTSIDE) {
      const x = Math.round(FACE_MIDDLE.x + (mesh[n * 3]! - FACE_MIDDLE.x) * out)
      const y = Math.round(FACE_MIDDLE.y + (mesh[n * 3 + 1]! - FACE_MIDDLE.y) * out)
      const i = y * ALIGNED_SIDE + x
      if (x < 0 || y < 0 || x >= ALIGNED_SIDE || y >= HEAD.shoulders) continue
      if (!inside[i] || hair[i] || luminance[i]! > wall * HAIR.begins) continue
      hair[i] = 1
      queue.push(i)
    }
  }
  let beyond = 0
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    if (!person[i]) beyond++
    const x = i % ALIGNED_SIDE
    const beside = [x > 0 ? i - 1 : i, x < ALIGNED_SIDE - 1 ? i + 1 : i, i - ALIGNED_SIDE, i + ALIGNED_SIDE]
    for (const j of beside) {
      if (j < 0 || j >= HEAD.shoulders * ALIGNED_SIDE || hair[j] || !inside[j]) continue
      if (luminance[j]! > wall * HAIR.ends) continue
      hair[j] = 1
      queue.push(j)
    }
  }
  return beyond > MOST_HAIR * free ? person : person.map((one, i) => one | hair[i]!)
}

/** An oval for the head, and all from a little above the chin downwards, on any aligned face. */
function usualPerson(): Uint8Array {
  const out = new Uint8Array(ALIGNED_SIDE * ALIGNED_SIDE)
  for (let y = 0, i = 0; y < ALIGNED_SIDE; y++) {
    for (let x = 0; x < ALIGNED_SIDE; x++, i++) {
      const inHead = Math.hypot((x - HEAD.x) / HEAD.width, (y - HEAD.y) / HEAD.height) < 1
      if (inHead || y > HEAD.shoulders) out[i] = 1
    }
  }
  return out
}

/**
 * Mean gradient (Scharr, luminance 0 to 255) of the background: 0 is a perfectly plain wall. `person` is 1 where the
 * segmentation sees somebody, at the aligned face's size. Null where hardly any background is in the picture.
 */
export function backgroundUniformity(aligned: Aligned, person: Uint8Array): number | null {
  const scale = (ALIGNED_SIDE - 2 * SIDE_CROP) / WIDTH
  const luma = new Float32Array(WIDTH * HEIGHT)
  const taken = new Uint8Array(WIDTH * HEIGHT)
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      const sx = (x + 0.5) * scale - 0.5 + SIDE_CROP
      const sy = (y + 0.5) * scale - 0.5
      const at = Math.round(sy) * ALIGNED_SIDE + Math.round(sx)
      taken[i] = person[at] === 1 || aligned.inside[at] === 0 ? 1 : 0
      const [x0, y0] = [Math.floor(sx), Math.max(0, Math.floor(sy))]
      const [fx, fy] = [sx - x0, Math.max(0, sy - y0)]
      const corner = y0 * ALIGNED_SIDE + x0
      const row = (from: number) => aligned.luminance[from]! * (1 - fx) + aligned.luminance[from + 1]! * fx
      luma[i] = row(corner) * (1 - fy) + row(corner + ALIGNED_SIDE) * fy
    }
  }
  const free = keepAway(taken)
  let sum = 0
  let count = 0
  for (let y = 1; y < HEIGHT - 1; y++) {
    for (let x = 1; x < WIDTH - 1; x++) {
      const i = y * WIDTH + x
      if (!free[i]) continue
      const at = (dx: number, dy: number) => luma[i + dy * WIDTH + dx]!
      const gx = 3 * (at(1, -1) - at(-1, -1)) + 10 * (at(1, 0) - at(-1, 0)) + 3 * (at(1, 1) - at(-1, 1))
      const gy = 3 * (at(-1, 1) - at(-1, -1)) + 10 * (at(0, 1) - at(0, -1)) + 3 * (at(1, 1) - at(1, -1))
      sum += Math.hypot(gx, gy)
      count++
    }
  }
  return count >= MIN_PART * WIDTH * HEIGHT ? sum / count : null
}

/** 1 where nothing taken lies within `AWAY`: first along the rows, then along the columns. */
function keepAway(taken: Uint8Array): Uint8Array {
  const grow = (mask: Uint8Array, step: number, length: number, lines: number, next: number) => {
    const out = new Uint8Array(mask.length)
    for (let line = 0; line < lines; line++) {
      let since = AWAY + 1
      for (const back of [false, true]) {
        since = AWAY + 1
        for (let k = 0; k < length; k++) {
          const i = line * next + (back ? length - 1 - k : k) * step
          since = mask[i] ? 0 : since + 1
          if (since <= AWAY) out[i] = 1
        }
      }
    }
    return out
  }
  const wide = grow(grow(taken, 1, WIDTH, HEIGHT, WIDTH), WIDTH, HEIGHT, WIDTH, 1)
  return wide.map((one) => 1 - one)
}
