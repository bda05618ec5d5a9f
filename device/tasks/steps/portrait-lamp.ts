import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Devices } from '../../devices.ts'
import { type Following, followingOf, type LampLook, type LampSwitch } from '../../face/attack/lamp.ts'
import { follows } from '../../face/attack/signals.ts'
import type { FaceEngine } from '../../face/engine.ts'

/** Lit, dark, lit, dark, lit. */
const PHASES = 5
/** How long each lasts (ms): nobody can know when, and less than two flashes a second disturb nobody (WCAG 2.3.1: three). */
const PHASE_MS = { least: 350, most: 750 }
/** And until so many looks were taken in it: a busy machine looks less often. */
const PHASE_LOOKS = 3
/** A face that has gone away is not waited for (ms). */
const PHASE_MOST_MS = 2_000
/** Between two looks (ms). */
const LOOK_MS = 20
/** After so many faces in a row that did not follow, the lamp itself is doubted until one does. */
const DOUBTED = 3
/** Faces since the last one that followed, of each lamp; a lamp that never worked is not in it. */
const since = new WeakMap<NonNullable<Devices['light']>, number>()

export type Watched = Following & { works: boolean }

/** The last pictures of the last phase are still on their way (ms). */
const AFTER_MS = 400

/**
 * Dims the soft lamp twice at random moments and watches the face: about three seconds. The camera's exposure must be locked.
 * Null where the box has no lamp, or the face was not to be seen for long enough.
 */
export async function watchLamp(
  { camera, light }: Pick<Devices, 'camera' | 'light'>,
  face: Pick<FaceEngine, 'follow'>,
  signal: AbortSignal,
): Promise<Watched | null> {
  if (!light?.hasSoft) return null
  const looks: LampLook[] = []
  const switches: LampSwitch[] = []
  let over = false
  const watch = async () => {
    while (!over) {
      const frame = await camera.frame(signal)
      const at = performance.now()
      const view = await face.follow(frame, signal)
      if (view.faces === 1 && view.face) looks.push({ at, brightness: view.face.brightness })
      await sleep(LOOK_MS, undefined, { signal })
    }
  }
  const watching = watch()
  // A camera that goes meanwhile is told below, where it is awaited.
  watching.catch(() => {})
  try {
    for (let phase = 0; phase < PHASES; phase++) {
      const on = phase % 2 === 0
      light.soft(on)
      const at = performance.now()
      switches.push({ at, on })
      await sleep(randomInt(PHASE_MS.least, PHASE_MS.most), undefined, { signal })
      const enough = () => looks.filter((one) => one.at > at).length >= PHASE_LOOKS
      while (!enough() && performance.now() - at < PHASE_MOST_MS) await sleep(LOOK_MS, undefined, { signal })
    }
    await sleep(AFTER_MS, undefined, { signal })
  } finally {
    over = true
    light.soft(true)
  }
  await watching
  const found = followingOf(looks, switches)
  if (!found) return null
  const before = since.get(light)
  if (follows(found)) since.set(light, 0)
  else if (before !== undefined) since.set(light, before + 1)
  return { ...found, works: before !== undefined && before < DOUBTED }
}
