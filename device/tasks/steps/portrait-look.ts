import { setTimeout as sleep } from 'node:timers/promises'
import type { Guidance } from '../../contract/asks.ts'
import type { PortraitWay } from '../../contract/portrait.ts'
import { promise, shortlist } from '../../face/best.ts'
import { guide } from '../../face/guide.ts'
import { heldOf, steady, unsettled } from '../../face/steady.ts'
import type { FaceMeasure } from '../../face/view.ts'
import { mannerOf } from '../../face/ways.ts'
import type { StepIo } from '../runner.ts'
import type { TaskContext } from '../task.ts'
import { takeStills } from './portrait-stills.ts'
import { problemNow } from './problem.ts'
import { answerOf } from './questions.ts'

/** Between two looks (ms): a camera of 60 frames a second must not keep a core busy. */
const LOOK_MS = 20
/** So many pictures of the good second are measured, and the citizen chooses among them. */
const CANDIDATES = 3
/** One step of the camera's column, then it is looked again (ms). */
const COLUMN_MS = 400
/** What one press of the citizen's moves it, about a hand's breadth (ms). */
const PRESS_MS = 700

/** What the camera's column can put right by itself. */
const isHeight = (guidance: Guidance) => guidance === 'up' || guidance === 'down'

/** Eyes less open than this part of the widest of the sitting blink, however wide they are on others. */
const BLINK = 0.7
/** Whoever pressed the button waits no longer than this for eyes that are open (ms). */
const OPEN_MS = 1_000

/** `seen` by the camera that looks; `stills` are to be kept, and may be the same. */
export type Looked = { stills: readonly Buffer[]; seen: readonly Buffer[]; face: FaceMeasure }

/**
 * Coaches until all is good for a while, or the button is pressed, and gives the most promising stills. No frame is kept but
 * those. `onWay` is told when the citizen asks for a way of their own.
 */
export async function lookFor(
  { devices, face }: TaskContext,
  io: StepIo,
  chosen: PortraitWay | null,
  onWay: (way: PortraitWay | null) => void,
): Promise<Looked> {
  const { camera, column } = devices
  let way = chosen
  let shown = ''
  const show = (guidance: Guidance, holding: number, problem = problemNow(io, [camera])) => {
    const rounded = Math.round(holding * 5) / 5
    const ask = {
      is: 'portrait',
      guidance,
      way,
      ...(column ? { column: true } : {}),
      holding: rounded,
      problem,
    } as const
    const key = JSON.stringify(ask)
    if (key !== shown) io.show(ask)
    shown = key
  }
  show('no-face', 0)

  let pressed: number | null = null
  let widest = 0
  let wanted: 'up' | 'down' | null = null
  /** Until the citizen moves it by hand, or something is in its way, the camera comes by itself. */
  let comes = column !== undefined
  let blocked = false
  let looking = true
  const listen = async () => {
    // Not beyond the looking: the answer to the next question would come here.
    while (looking) {
      const answer = await answerOf(io, 'capture', 'way', 'column')
      if (answer.is === 'capture') pressed ??= performance.now()
      else if (answer.is === 'column') wanted = answer.direction
      else {
        way = answer.way
        onWay(way)
      }
    }
  }
  listen().catch(() => {})
  const moveColumn = async (direction: 'up' | 'down', ms: number) => {
    show('camera-moves', 0, null)
    const moved = await column?.move(direction, ms, io.signal)
    blocked = moved === 'blocked'
    if (blocked) comes = false
    return moved
  }
  let state = unsettled
  let atEnd = false
  let candidates: { still: Buffer; face: FaceMeasure; promise: number }[] = []
  for (;;) {
    const still = await camera.frame(io.signal)
    const view = await face.follow(still, io.signal)
    const { target, holdMs } = mannerOf(way)
    const guidance = guide(view, target)
    state = steady(state, guidance, performance.now())
    const held = heldOf(state, holdMs)
    if (wanted) {
      comes = false
      const direction = wanted
      wanted = null
      await moveColumn(direction, PRESS_MS)
      continue
    }
    if (comes && isHeight(guidance) && state.shown === guidance) {
      // The camera comes to the citizen; only where its column ends does the citizen move. A face too low is below the camera.
      atEnd = (await moveColumn(guidance === 'up' ? 'down' : 'up', COLUMN_MS)) !== 'moved'
      if (!atEnd) continue
    }
    // Said until there is something to see: then the picture matters more.
    if (state.goodSince !== null) blocked = false
    // What was right before the camera moved stays settled for a moment: the citizen must not move as well.
    const coming = comes && !atEnd && isHeight(state.shown)
    show(blocked ? 'camera-blocked' : coming ? 'camera-moves' : state.shown, held, null)
    if (state.goodSince === null) {
      candidates = []
      await camera.free()
    }
    widest = Math.max(widest, view.face?.eyeOpenness ?? 0)
    const blinks = view.face !== null && view.face.eyeOpenness < BLINK * widest
    if (view.face && guidance === 'hold') {
      // From the first good picture on nothing of the camera's own may change what the next one looks like.
      await camera.lock()
      const one = { still, face: view.face, promise: promise(view.face) - (blinks ? 1 : 0) }
      candidates = shortlist(candidates, one, CANDIDATES)
    }
    // The button takes whatever picture has one face in it: the caseworker judges what a machine could not coach.
    const now = performance.now()
    const taken = pressed !== null && (!blinks || now - pressed > OPEN_MS)
    if (view.face && view.faces === 1 && (held === 1 || taken)) {
      const last = { still, face: view.face, promise: 0 }
      const kept = taken ? [last, ...candidates].slice(0, CANDIDATES) : candidates
      const seen = kept.map((one) => one.still)
      if (kept[0]) {
        looking = false
        return { stills: await takeStills(devices, io, seen), seen, face: kept[0].face }
      }
    }
    await sleep(LOOK_MS, undefined, { signal: io.signal })
  }
}
