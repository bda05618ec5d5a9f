import { setTimeout as sleep } from 'node:timers/promises'
import type { Guidance } from '../../contract/screen.ts'
import { compareFaces, SIMILARITY_THRESHOLD } from '../../face/compare.ts'
import { cropPortrait } from '../../face/crop.ts'
import { guide } from '../../face/guide.ts'
import type { Step, StepIo } from '../runner.ts'
import type { PassportDocument, PortraitCapture, TaskContext } from '../task.ts'
import { problemNow } from './problem.ts'
import { answerOf } from './questions.ts'
import { watched } from './supervision.ts'

/** All must be good for this long before the picture is taken by itself (ms). */
const HOLD_MS = 1_000
/** Between two looks (ms): guidance that changes faster than one can read helps nobody, and the cores have other work. */
const LOOK_MS = 120

/** Looking into the camera until the picture is good, then keeping it or trying again. */
export function takePortrait(task: TaskContext, document: PassportDocument): Step<PortraitCapture> {
  return async (io) => {
    await watched(task, io)
    for (;;) {
      const capture = await shoot(task, io, document.embedding)
      io.ask({ is: 'portrait-keep', image: `data:image/jpeg;base64,${capture.jpeg.toString('base64')}` })
      if ((await answerOf(io, 'yes', 'no')).is === 'yes') return capture
    }
  }
}

async function shoot(task: TaskContext, io: StepIo, chip: Float32Array | null): Promise<PortraitCapture> {
  // Frames are not kept: each is dropped after its look, only the portrait cut out of the last one stays.
  const { devices, face, memory } = task
  let shown = ''
  const show = (guidance: Guidance, holding: number, problem = problemNow(io, [devices.camera])) => {
    const ask = { is: 'portrait', guidance, holding: Math.round(holding * 5) / 5, problem } as const
    const key = JSON.stringify(ask)
    if (key !== shown) io.show(ask)
    shown = key
  }
  show('no-face', 0)

  let pressed = false
  void answerOf(io, 'capture').then(
    () => {
      pressed = true
    },
    () => {},
  )
  let goodSince: number | null = null
  for (;;) {
    const still = await devices.camera.still(io.signal)
    const view = await face.analyse(still, io.signal)
    const guidance = guide(view)
    const now = performance.now()
    goodSince = guidance === 'hold' ? (goodSince ?? now) : null
    const held = goodSince === null ? 0 : Math.min(1, (now - goodSince) / HOLD_MS)
    show(guidance, held, null)
    // The button takes whatever picture has one face in it: the caseworker judges what a machine could not coach.
    if (view.face && view.faces === 1 && (held === 1 || pressed)) {
      const portrait = await cropPortrait(still, view.face)
      memory.keep(portrait.jpeg)
      const live = chip ? await face.embed(still, io.signal) : null
      if (live?.is === 'face') memory.keep(Buffer.from(live.vector.buffer))
      const compared = chip && live?.is === 'face' ? compareFaces(chip, live.vector) : null
      return {
        jpeg: portrait.jpeg,
        width: portrait.width,
        height: portrait.height,
        comparison: compared && {
          similarity: compared.similarity,
          threshold: SIMILARITY_THRESHOLD,
          match: compared.match,
        },
      }
    }
    await sleep(LOOK_MS, undefined, { signal: io.signal })
  }
}
