import type { FaceEngine } from '../../../device/face/engine.ts'
import { loadPicture } from '../../../device/face/load.ts'
import type { MeasureName } from '../../../device/face/quality/names.ts'
import { renderCycle } from '../../../drivers/virtual/camera/scene.ts'
import type { Person } from '../../../drivers/virtual/people/person.ts'
import { syntheticFaces } from './data.ts'
import { PATTERN, type Sound } from './defects.ts'
import { frameOf } from './people.ts'

/** A camera that stands upright, as at a photo stand. */
const SIZE = { width: 600, height: 720 }
const signal = new AbortController().signal

/**
 * What a person saw on the portraits themselves (their own smile, turn and light, which the virtual
 * camera passes on): in these respects they are not sound. Teeth or a gap between the lips; the head turned; a red
 * sunset on the skin.
 */
export const flawed: { [name in MeasureName]?: readonly string[] } = {
  MouthClosed: [
    ...['3x6_1_2', '3x6_2_4', '4x8_0_6', '4x8_2_4', '4x8_3_0', '4x8_3_4', '4x8_3_6'],
    ...['1x2_0_1', '2x4_1_3', '3x6_1_1', '3x6_2_3', '3x6_2_5', '4x8_0_1', '4x8_1_1'],
  ],
  HeadPoseYaw: [
    '3x6_2_4',
    '3x6_1_4',
    '4x8_1_2',
    '4x8_2_2',
    '4x8_2_6',
    '3x6_1_5',
    '3x6_2_1',
    '4x8_0_3',
    '4x8_1_3',
    'irish_5_12',
    'irish_5_3',
    'persian_3_6',
  ],
  NaturalColour: ['4x8_0_4', '4x8_1_3'],
  IlluminationUniformity: ['3x6_1_1', '3x6_1_5', '4x8_0_3', '4x8_1_3'],
}

export type Named = { name: string; bytes: Buffer }

export type SoundPicture = Sound & { name: string }

/**
 * The synthetic portraits before the virtual camera's plain wall. They are sound in what the camera and the room do, not in
 * what the persons do: some smile, turn or squint, and their own light is not always even.
 */
export async function* soundPictures(
  engine: FaceEngine,
  faces: readonly Named[] = syntheticFaces(),
): AsyncGenerator<SoundPicture> {
  let other: Buffer | null = null
  for (const { name, bytes } of faces) {
    const loaded = await loadPicture(bytes)
    if (loaded.is !== 'picture') continue
    const tile = (await engine.analyse(loaded.raster, signal)).face
    if (!tile) continue
    const sitting = { picture: bytes, eyes: tile.eyes, chin: tile.chin }
    const person: Person = { ...sitting, id: name, source: 'SFHQ', licence: 'MIT', chip: sitting, singleSource: true }
    const jpeg = await frameOf(renderCycle(person, 'good', SIZE, 24))
    const busy = await frameOf(renderCycle(person, 'good', SIZE, 24, undefined, PATTERN))
    const { face } = await engine.analyse(jpeg, signal)
    if (!face) continue
    yield { name, jpeg, ...SIZE, face, other: other ?? jpeg, busy }
    other = jpeg
  }
}
