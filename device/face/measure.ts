import type { EyeOpening } from './iris.ts'
import type { Mesh } from './mesh.ts'
import type { Raster } from './raster.ts'
import type { FaceMeasure, Point } from './view.ts'

/** Numbers of the face mesh's points (MediaPipe's canonical face); left and right are the picture's. */
const AT = {
  leftEye: { outer: 33, inner: 133 },
  rightEye: { outer: 263, inner: 362 },
  mouth: { left: 78, right: 308, upper: 13, lower: 14 },
  forehead: 10,
  chin: 152,
  leftSide: 234,
  rightSide: 454,
  leftCheek: 50,
  rightCheek: 280,
  brow: 151,
} as const

/**
 * What the mesh calls straight ahead differs from zero: its forehead point lies behind its chin. Median over upright,
 * frontal pictures of the synthetic set, in degrees.
 */
const PITCH_OF_FRONTAL = 10
/** The half side of the patches of skin whose light is measured, as a part of the eye distance. */
const PATCH = 0.12

const degrees = (radians: number) => (radians * 180) / Math.PI

/** Turns a mesh and both eyes' lids into measures; see `FaceMeasure` for units. Pure. */
export function measureFace(picture: Raster, mesh: Mesh, lids: readonly EyeOpening[]): FaceMeasure {
  const { points } = mesh
  const at = (i: number): Point => [points[i * 3]!, points[i * 3 + 1]!]
  const depth = (i: number) => points[i * 3 + 2]!
  const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1])
  const middle = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  const eyes = [
    middle(at(AT.leftEye.outer), at(AT.leftEye.inner)),
    middle(at(AT.rightEye.outer), at(AT.rightEye.inner)),
  ] as const
  const eyeDistance = distance(...eyes)
  const [left, right, top, chin] = [at(AT.leftSide), at(AT.rightSide), at(AT.forehead), at(AT.chin)]
  const patch = Math.max(1, Math.round(eyeDistance * PATCH))
  const light = [AT.leftCheek, AT.rightCheek, AT.brow].map((i) => patchLuma(picture, at(i), patch))
  const [leftLight, rightLight] = [light[0]!, light[1]!]
  const xs = [left[0], right[0], top[0], chin[0]]
  const ys = [left[1], right[1], top[1], chin[1]]
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return {
    box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y },
    eyes,
    chin,
    eyeDistance,
    roll: degrees(Math.atan2(eyes[1][1] - eyes[0][1], eyes[1][0] - eyes[0][0])),
    yaw: degrees(Math.atan2(depth(AT.rightSide) - depth(AT.leftSide), distance(left, right))),
    pitch: degrees(Math.atan2(depth(AT.chin) - depth(AT.forehead), distance(top, chin))) - PITCH_OF_FRONTAL,
    mouthOpen:
      distance(at(AT.mouth.upper), at(AT.mouth.lower)) / Math.max(1, distance(at(AT.mouth.left), at(AT.mouth.right))),
    eyeOpenness: Math.min(...lids.map(({ gap, width }) => gap / Math.max(1, width))),
    lidGap: Math.min(...lids.map(({ gap }) => gap)),
    brightness: light.reduce((sum, one) => sum + one, 0) / light.length,
    evenness: Math.min(leftLight, rightLight) / Math.max(1, leftLight, rightLight),
    confidence: mesh.confidence,
    landmarks: points,
  }
}

/** Mean luma (Rec. 601) of the square with half side `half` around `centre`, as far as it lies in the picture. */
function patchLuma({ data, width, height }: Raster, [cx, cy]: Point, half: number): number {
  let sum = 0
  let count = 0
  for (let y = Math.max(0, Math.round(cy - half)); y <= Math.min(height - 1, Math.round(cy + half)); y++) {
    for (let x = Math.max(0, Math.round(cx - half)); x <= Math.min(width - 1, Math.round(cx + half)); x++) {
      const i = (y * width + x) * 3
      sum += 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!
      count++
    }
  }
  return count ? sum / count : 0
}
