import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { asked, beginChallenge, type Challenge, isOver, nextLook } from '../../face/attack/challenge.ts'
import { type Depth, depthOf, LEAST_TURN } from '../../face/attack/depth.ts'
import type { FaceMeasure } from '../../face/view.ts'
import type { StepIo } from '../runner.ts'
import type { TaskContext } from '../task.ts'
import { answerOf } from './questions.ts'

/** Between two looks (ms), as while the picture is taken. */
const LOOK_MS = 20

/** What the moves showed; `vector` is the face that made them, looking straight between two; turned, it would be like nobody. */
export type Moved = { challenge: Challenge; depth: Depth | null; vector: Float32Array | null }

/** From 0 to 1, from the system's own source: nobody can foresee it. */
const random = () => randomInt(2 ** 32) / 2 ** 32

/** Asks for a few moves in an order that nobody knows; ends when all are done, too late, or "I cannot" is answered. */
export async function askMoves({ devices, face, memory }: TaskContext, io: StepIo, first: FaceMeasure): Promise<Moved> {
  let challenge = beginChallenge(random, first, performance.now())
  let skipped = false
  let straight = first
  let depth: Depth | null = null
  const show = () =>
    io.show({
      is: 'portrait-move',
      move: asked(challenge),
      done: challenge.at,
      total: challenge.moves.length,
    })
  show()
  answerOf(io, 'skip').then(
    () => {
      skipped = true
    },
    () => {},
  )
  let last: Buffer | null = null
  let between: Buffer | null = null
  while (!isOver(challenge) && !skipped) {
    last = await devices.camera.frame(io.signal)
    const view = await face.follow(last, io.signal)
    // A second person who joins must not do it for the first.
    const seen = view.faces === 1 ? view.face : null
    const before = asked(challenge)
    challenge = nextLook(challenge, seen, performance.now())
    if (seen && before === null && asked(challenge) !== null) {
      straight = seen
      between = last
    }
    if (seen && Math.abs(seen.yaw - straight.yaw) >= LEAST_TURN) {
      const now = depthOf(straight.landmarks, seen.landmarks)
      if (!depth || now.parallax > depth.parallax) depth = now
    }
    if (asked(challenge) !== before) show()
    await sleep(LOOK_MS, undefined, { signal: io.signal })
  }
  const who = between ?? last
  const own = who && (await face.embed(who, io.signal))
  const vector = own?.is === 'face' ? own.vector : null
  if (vector) memory.keep(Buffer.from(vector.buffer))
  return { challenge, depth, vector }
}
