type Point = readonly [x: number, y: number]

/** One picture of a person with what the detector saw in it, in the picture's pixels. */
export type Sitting = { picture: Buffer; eyes: readonly [left: Point, right: Point]; chin: Point }

/** Somebody who can stand before the virtual camera and own a virtual passport. Never a citizen's data. */
export type Person = Sitting & {
  id: string
  /** Where the picture comes from, and under which terms, for the bench page. */
  source: string
  licence: string
  /** The picture behind the chip's portrait; the same one where only one exists. */
  chip: Sitting
  /** Live and chip picture are made from one source picture: a match says less than with two sittings. */
  singleSource: boolean
}

/** What `loadPeople` asks of a face engine; `FaceEngine` of device/face is one. */
export type PeopleDetector = {
  analyse(
    jpeg: Uint8Array,
    signal: AbortSignal,
  ): Promise<{
    faces: number
    face: null | {
      eyes: readonly [Point, Point]
      chin: Point
      eyeDistance: number
      roll: number
      yaw: number
      pitch: number
      mouthOpen: number
      eyeOpenness: number
      evenness: number
    }
  }>
  embed(jpeg: Uint8Array, signal: AbortSignal): Promise<{ is: string; vector?: Float32Array }>
}

export function middle([a, b]: readonly [Point, Point]): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

export function eyeDistance({ eyes: [a, b] }: Sitting): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1])
}
