import { setTimeout as sleep } from 'node:timers/promises'
import type { Guidance } from '../../contract/screen.ts'
import { promise, ranked, shortlist } from '../../face/best.ts'
import { compareFaces, SIMILARITY_THRESHOLD } from '../../face/compare.ts'
import { cropPortrait } from '../../face/crop.ts'
import { guide } from '../../face/guide.ts'
import { heldOf, steady, unsettled } from '../../face/steady.ts'
import type { Step, StepIo } from '../runner.ts'
import type { PassportDocument, PortraitCapture, TaskContext } from '../task.ts'
import { problemNow } from './problem.ts'
import { answerOf } from './questions.ts'
import { watched } from './supervision.ts'

/** Between two looks (ms): at 15 looks a second guidance feels live, and the cores have other work. */
const LOOK_MS = 20
/** So many pictures of the good second are measured; the best of them is kept. */
const CANDIDATES = 3

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
  const { devices, face } = task
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
  let state = unsettled
  let candidates: { still: Buffer; promise: number }[] = []
  for (;;) {
    const still = await devices.camera.still(io.signal)
    const view = await face.follow(still, io.signal)
    const guidance = guide(view)
    state = steady(state, guidance, performance.now())
    const held = heldOf(state)
    show(state.shown, held, null)
    if (state.goodSince === null) candidates = []
    if (view.face && guidance === 'hold') {
      candidates = shortlist(candidates, { still, promise: promise(view.face) }, CANDIDATES)
    }
    // The button takes whatever picture has one face in it: the caseworker judges what a machine could not coach.
    if (view.face && view.faces === 1 && (held === 1 || pressed)) {
      const capture = await develop(task, io, pressed ? [still] : candidates.map((one) => one.still), chip)
      if (capture) return capture
      state = unsettled
    }
    await sleep(LOOK_MS, undefined, { signal: io.signal })
  }
}

/** The best of the stills as a portrait, compared with the chip; null when a second face turns up in all of them. */
async function develop(
  { face, memory }: TaskContext,
  io: StepIo,
  stills: readonly Buffer[],
  chip: Float32Array | null,
): Promise<PortraitCapture | null> {
  const measured = []
  for (const still of stills) {
    const { faces, face: found, measures } = await face.measure(still, io.signal)
    // Following a face may have missed somebody who joined.
    if (found && faces === 1) measured.push({ still, found, measures })
  }
  const best = ranked(measured)[0]
  if (!best) return null
  const portrait = await cropPortrait(best.still, best.found)
  memory.keep(portrait.jpeg)
  const live = chip ? await face.embed(best.still, io.signal) : null
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
