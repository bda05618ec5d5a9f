import { isFault } from '../../contract/faults.ts'
import type { Devices } from '../../devices.ts'
import { uprightStill } from '../../face/still.ts'
import type { StepIo } from '../runner.ts'

/**
 * The pictures of a good moment: by the still camera where the box has one that is there, else by the camera that looks. With a
 * flash, what was seen in the soft light only told when: `seen` are then taken again after the lamp is on.
 */
export async function takeStills(
  { camera, stills, light }: Pick<Devices, 'camera' | 'stills' | 'light'>,
  io: StepIo,
  seen: readonly Buffer[],
): Promise<readonly Buffer[]> {
  light?.flash(true)
  try {
    if (stills?.presence.is === 'ready') {
      const shot = await stills.shoot(seen.length, io.signal).catch((error) => {
        // A flat battery costs nobody the portrait: the other camera is looking.
        if (!isFault(error) || io.signal.aborted) throw error
        return null
      })
      if (shot) return await Promise.all(shot.map(uprightStill))
    }
    if (!light?.hasFlash) return seen
    const again: Buffer[] = []
    while (again.length < seen.length) again.push(await camera.still(io.signal))
    return again
  } finally {
    light?.flash(false)
  }
}
