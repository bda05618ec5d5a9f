import { judge } from './quality/judge.ts'
import type { MeasureName, Measures } from './quality/names.ts'
import type { FaceMeasure } from './view.ts'

/** What differs between two pictures of one person in one second: blinks, movement, the head. */
const DIFFERS: readonly MeasureName[] = [
  'Sharpness',
  'EyesOpen',
  'MouthClosed',
  'HeadPoseYaw',
  'HeadPosePitch',
  'HeadPoseRoll',
]
/** A degree off the straight look weighs as much as this much less openness of the eyes. */
const PER_DEGREE = 0.01

/** How good a frame looks before it is measured; higher is better. It needs nothing that guidance has not computed. */
export function promise({ eyeOpenness, yaw, pitch, roll, mouthOpen }: FaceMeasure): number {
  return eyeOpenness - mouthOpen - PER_DEGREE * (Math.abs(yaw) + Math.abs(pitch) / 2 + Math.abs(roll))
}

/** `candidates` with one more, the most promising `most` of them, best first. */
export function shortlist<T extends { promise: number }>(candidates: readonly T[], one: T, most: number): T[] {
  return [...candidates, one].sort((a, b) => b.promise - a.promise).slice(0, most)
}

/** The measured candidates, best first: fewest reasons, then the components that differ between frames. */
export function ranked<T extends { measures: Measures }>(candidates: readonly T[]): T[] {
  const sum = ({ measures }: T) => DIFFERS.reduce((total, name) => total + (measures[name].component ?? 0), 0)
  const reasons = ({ measures }: T) => judge(measures).reasons.length
  return [...candidates].sort((a, b) => reasons(a) - reasons(b) || sum(b) - sum(a))
}
