import type { GrayImage } from '../image.ts'
import { blur, darkest, type Plane, parted } from './blur.ts'
import { BLOCK } from './foreground.ts'
import { gradients } from './gradient.ts'

/** Odd sizes of the two blurs (pixels): a few ridges, then the finger's outline. */
const FINE_BLUR = 41
const COARSE_BLUR = 91

/** Where the finger is: `inside` per pixel, and how many pixels that are. */
export type Roi = { inside: Uint8Array; pixels: number }

/** The region of interest as NFIQ 2 finds it: erode, blur, part, blur, part, close holes, keep the largest piece. */
export function regionOfInterest(image: GrayImage): Roi {
  const finger = parted(blur(parted(blur(darkest(image, 2), FINE_BLUR)), COARSE_BLUR))
  fillHoles(finger)
  const inside = largest(finger)
  return { inside, pixels: inside.reduce((sum, is) => sum + is, 0) }
}

type Piece = { wide: number; tall: number; members: number[] }

/** All pixels of `of` that hang together with `from` by their sides; they are set to `mark`. */
function flood({ width, height, pixels }: Plane, from: number, mark: number): Piece {
  const of = pixels[from]!
  const members = [from]
  pixels[from] = mark
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let next = 0; next < members.length; next++) {
    const at = members[next]!
    const x = at % width
    const y = (at - x) / width
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
    const visit = (to: number) => {
      if (pixels[to] !== of) return
      pixels[to] = mark
      members.push(to)
    }
    if (x > 0) visit(at - 1)
    if (x < width - 1) visit(at + 1)
    if (y > 0) visit(at - width)
    if (y < height - 1) visit(at + width)
  }
  return { wide: right - left + 1, tall: bottom - top + 1, members }
}

/** White pieces that do not reach the picture's edge become black. */
function fillHoles(plane: Plane): void {
  const { width, height, pixels } = plane
  for (let at = 0; at < pixels.length; at++) {
    const x = at % width
    const edge = x === 0 || x === width - 1 || at < width || at >= width * (height - 1)
    if (edge && pixels[at] === 255) flood(plane, at, 1)
  }
  for (let at = 0; at < pixels.length; at++) pixels[at] = pixels[at] === 1 ? 255 : 0
}

/** 1 in the black piece with the largest bounding box. */
function largest(plane: Plane): Uint8Array {
  let best: Piece | undefined
  for (let at = 0; at < plane.pixels.length; at++) {
    if (plane.pixels[at] !== 0) continue
    const piece = flood(plane, at, 255)
    if (!best || piece.wide * piece.tall > best.wide * best.tall) best = piece
  }
  const inside = new Uint8Array(plane.pixels.length)
  for (const at of best?.members ?? []) inside[at] = 1
  return inside
}

/** Mean gray of the region, and how well ridges agree in each block that it touches. */
export function regionMeasures(image: GrayImage, { inside, pixels: count }: Roi): Record<string, number> {
  const { width, height, pixels } = image
  let gray = 0
  for (let at = 0; at < pixels.length; at++) if (inside[at]) gray += pixels[at]!
  let blocks = 0
  let sum = 0
  for (let y = 0; y < height; y += BLOCK) {
    for (let x = 0; x < width; x += BLOCK) {
      const wide = Math.min(BLOCK, width - x)
      const tall = Math.min(BLOCK, height - y)
      if (!touches(inside, width, x, y, wide, tall)) continue
      blocks++
      const { xx, yy, xy, lengths } = gradients(image, x, y, wide, tall)
      if (lengths > 0) sum += Math.hypot(xx - yy, 2 * xy) / lengths
    }
  }
  return {
    ImgProcROIArea_Mean: count === 0 ? 255 : gray / count,
    OrientationMap_ROIFilter_CoherenceRel: blocks === 0 ? 0 : sum / blocks,
    OrientationMap_ROIFilter_CoherenceSum: sum,
  }
}

function touches(inside: Uint8Array, width: number, left: number, top: number, wide: number, tall: number): boolean {
  for (let y = top; y < top + tall; y++) {
    for (let x = left; x < left + wide; x++) if (inside[y * width + x]) return true
  }
  return false
}
