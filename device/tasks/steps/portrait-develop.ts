import type { PortraitQuality } from '../../contract/portrait.ts'
import { ranked } from '../../face/best.ts'
import { compareFaces } from '../../face/compare.ts'
import { type FinishedPortrait, finishPortrait, qualityOf } from '../../face/finish.ts'
import type { ScreenCues } from '../../face/view.ts'
import type { StepIo } from '../runner.ts'
import type { TaskContext } from '../task.ts'

/** One still as the citizen can choose it: the portrait, what it measures, and whose it is. */
export type Developed = {
  portrait: FinishedPortrait
  quality: PortraitQuality
  cues: ScreenCues | null
  vector: Float32Array | null
}

/** The stills as portraits, the best first; without those in which a second face turns up: following one may miss who joined. */
export async function develop(
  { face, memory, now }: TaskContext,
  io: StepIo,
  stills: readonly Buffer[],
): Promise<Developed[]> {
  const measured = []
  for (const still of stills) {
    const { faces, face: found, measures, cues } = await face.measure(still, io.signal)
    if (found && faces === 1) measured.push({ still, found, measures, cues })
  }
  const developed: Developed[] = []
  for (const { still, found, measures, cues } of ranked(measured)) {
    const portrait = await finishPortrait(still, found, measures, now)
    if (!portrait) continue
    memory.keep(portrait.jpeg)
    for (const record of Object.values(portrait.records)) memory.keep(record)
    const seen = await face.embed(still, io.signal)
    const vector = seen.is === 'face' ? seen.vector : null
    if (vector) memory.keep(Buffer.from(vector.buffer))
    developed.push({ portrait, quality: qualityOf(measures), cues, vector })
  }
  return developed
}

/** How far two faces of one visit are from each other. */
export function distanceOf(a: Float32Array, b: Float32Array): { distance: number; threshold: number } {
  const { distance, threshold } = compareFaces(a, b)
  return { distance, threshold }
}
