import type { FingerPosition } from '../../contract/nouns.ts'
import { seenBefore } from '../../finger/compare/captured.ts'
import { readPicture } from '../../finger/files.ts'
import type { GrayImage } from '../../finger/image.ts'
import { findMinutiae } from '../../finger/minutiae/find.ts'
import type { FingerCapture, TaskContext } from '../task.ts'

const positions: readonly FingerPosition[] = ['right-index', 'left-index']

/**
 * Whether this print is of a finger that the visit already has under another name. Minutiae are found anew each time:
 * nothing more of a person is kept than the pictures, which are erased.
 */
export async function takenBefore(
  { runner }: TaskContext,
  position: FingerPosition,
  image: GrayImage,
): Promise<boolean> {
  const others = positions
    .filter((other) => other !== position)
    .map((other) => runner.journal.get(other)?.value as FingerCapture | undefined)
  for (const other of others) {
    if (!other?.image) continue
    const read = await readPicture(other.image.png)
    if (read.is !== 'image') continue
    const before = { finger: other.position, minutiae: findMinutiae(read.image) }
    if (seenBefore({ finger: position, minutiae: findMinutiae(image) }, [before]).is === 'shown-before') return true
  }
  return false
}
