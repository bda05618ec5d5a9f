import type { PortraitWay } from '../../contract/portrait.ts'
import { attackSignals } from '../../face/attack/signals.ts'
import { compareFaces, SET_FOR, SIMILARITY_THRESHOLD } from '../../face/compare.ts'
import { mannerOf, usualWay } from '../../face/ways.ts'
import type { Step } from '../runner.ts'
import type { PassportDocument, PortraitCapture, TaskContext } from '../task.ts'
import { type Developed, develop, distanceOf } from './portrait-develop.ts'
import { type Watched, watchLamp } from './portrait-lamp.ts'
import { lookFor } from './portrait-look.ts'
import { askMoves, type Moved } from './portrait-move.ts'
import { answerOf } from './questions.ts'
import { watched } from './supervision.ts'

const url = (jpeg: Buffer) => `data:image/jpeg;base64,${jpeg.toString('base64')}`

/** Looking into the camera until pictures are good, doing what is asked, then keeping one of them or trying again. */
export function takePortrait(task: TaskContext, document: PassportDocument): Step<PortraitCapture> {
  /** These outlive a fault: a camera that was unplugged does not make anybody begin anew. */
  let way: PortraitWay | null = usualWay(document.plan.age)
  let moved: Moved | null = null
  let lamp: Watched | null = null

  return async (io) => {
    await watched(task, io)
    const { light, camera } = task.devices
    for (;;) {
      let pictures: Developed[]
      light?.soft(true)
      try {
        const looked = await lookFor(task, io, way, (chosen) => {
          way = chosen
        })
        // Once in a visit: whoever wants a better picture has shown already that they are there.
        if (task.challenge && mannerOf(way).challenge) {
          lamp ??= await watchLamp(task.devices, task.face, io.signal)
          moved ??= await askMoves(task, io, looked.face)
        }
        pictures = await develop(task, io, looked.stills)
        // A still camera that looks elsewhere must not keep anybody before it for ever.
        if (!pictures.length && looked.seen !== looked.stills) pictures = await develop(task, io, looked.seen)
      } finally {
        light?.soft(false)
        await camera.free()
      }
      // A second face turned up in all of them.
      if (!pictures.length) continue
      io.ask({
        is: 'portrait-keep',
        pictures: pictures.map(({ portrait, quality }) => ({
          image: url(portrait.jpeg),
          advice: [...new Set(quality.reasons.map(({ says }) => says))],
        })),
      })
      const answer = await answerOf(io, 'keep', 'no')
      const picked = answer.is === 'keep' ? pictures[answer.picture] : undefined
      if (picked) return keep(picked, document.embedding)
    }
  }

  function keep(picked: Developed, chip: Float32Array | null): PortraitCapture {
    const { portrait, quality, cues, vector } = picked
    const compared = chip && vector ? compareFaces(chip, vector) : null
    return {
      jpeg: portrait.jpeg,
      width: portrait.width,
      height: portrait.height,
      comparison: compared && {
        similarity: compared.similarity,
        threshold: SIMILARITY_THRESHOLD,
        match: compared.match,
        distance: compared.threshold,
        falseMatchRate: SET_FOR.falseMatchRate,
      },
      quality,
      signals: attackSignals({
        challenge: moved?.challenge ?? null,
        depth: moved?.depth ?? null,
        cues,
        sameFace: moved?.vector && vector ? distanceOf(moved.vector, vector) : null,
        lamp,
      }),
      way,
      records: portrait.records,
    }
  }
}
