import type { PortraitMove } from '../../device/contract/portrait.ts'
import { asked, beginChallenge, type Challenge, isOver, nextLook } from '../../device/face/attack/challenge.ts'
import { type Depth, depthOf, LEAST_TURN } from '../../device/face/attack/depth.ts'
import { followingOf, type LampLook, type LampSwitch } from '../../device/face/attack/lamp.ts'
import { screenCues } from '../../device/face/attack/screen.ts'
import { attackSignals } from '../../device/face/attack/signals.ts'
import { SIMILARITY_THRESHOLD } from '../../device/face/compare.ts'
import type { FaceEngine } from '../../device/face/engine.ts'
import { loadPicture } from '../../device/face/load.ts'
import type { FaceView } from '../../device/face/view.ts'
import { distanceOf } from '../../device/tasks/steps/portrait-develop.ts'
import { DIM, posesOf } from '../../drivers/virtual/camera/camera.ts'
import { STILL } from '../../drivers/virtual/camera/move.ts'
import { renderCycle, renderPose } from '../../drivers/virtual/camera/scene.ts'
import { onDisplay } from '../../drivers/virtual/camera/screen.ts'
import { renderShown, renderShownMove, type Shown } from '../../drivers/virtual/camera/shown.ts'
import type { Person } from '../../drivers/virtual/people/person.ts'
import { testPeople } from '../device/face/people.ts'

const SIZE = { width: 1280, height: 720 }
const CYCLE = 5
/** Each takes a minute of one core: their pictures are drawn one by one. */
const PERSONS = 4
/** The clock of the challenge goes on by this much with each picture (ms). */
const LOOK_MS = 200
/** Orders of the challenge that each face is asked; made from the case, so that each table is the same. */
const ORDERS = [0.1, 0.45, 0.8]
const signal = new AbortController().signal

type Way = 'in person' | Shown | 'photo, then another person'
const ways: readonly Way[] = [
  'in person',
  'paper',
  'telephone',
  'film',
  'clips',
  'monitor',
  'fine-monitor',
  'photo, then another person',
]
const says: Record<Way, string> = {
  'in person': 'a person who does what is asked',
  paper: 'printed photo, turned when asked',
  telephone: 'photo on a telephone, turned when asked',
  film: 'telephone, film of the wrong moves',
  clips: 'telephone, film of the right moves',
  monitor: 'monitor that fills the picture, right moves',
  'fine-monitor': 'monitor finer than the camera, right moves',
  'photo, then another person': 'printed photo; another person moves',
}

type Seen = { view: FaceView; frame: Buffer }

async function pictures(who: Person, way: Way): Promise<{ still: Buffer[]; moves: Record<PortraitMove, Buffer[]> }> {
  const still: Buffer[] = []
  const cycle =
    way === 'in person' ? renderCycle(who, 'good', SIZE, CYCLE) : renderShown(who, shownOf(way), SIZE, CYCLE)
  for await (const frame of cycle) still.push(frame)
  const moveOf = async (move: PortraitMove) => {
    const poses = [...new Set(posesOf(move)), STILL]
    if (way !== 'in person') return renderShownMove(who, shownOf(way), SIZE, poses)
    return Promise.all(poses.map((pose) => renderPose(who, SIZE, pose)))
  }
  const [left, right, eyes] = await Promise.all((['turn-left', 'turn-right', 'close-eyes'] as const).map(moveOf))
  return { still, moves: { 'turn-left': left!, 'turn-right': right!, 'close-eyes': eyes! } }
}

/** The same face with the lamp on and off, as the lamp's signal sees it: two dark phases of five pictures each. */
async function underLamp(
  who: Person,
  way: Way,
  lit: readonly Seen[],
  look: (frames: readonly Buffer[]) => Promise<Seen[]>,
) {
  const frames: Buffer[] = []
  const cycle =
    way === 'in person'
      ? renderCycle(who, 'good', SIZE, CYCLE, undefined, undefined, DIM)
      : renderShown(who, shownOf(way), SIZE, CYCLE, DIM)
  for await (const frame of cycle) {
    frames.push(frame)
    if (frames.length === CYCLE) break
  }
  const dark = await look(frames)
  const looks: LampLook[] = []
  const switches: LampSwitch[] = []
  for (let phase = 0; phase < 5; phase++) {
    const on = phase % 2 === 0
    switches.push({ at: phase * CYCLE * LOOK_MS, on })
    for (const [i, { view }] of (on ? lit : dark).slice(0, CYCLE).entries())
      if (view.face) looks.push({ at: (phase * CYCLE + i) * LOOK_MS, brightness: view.face.brightness })
  }
  const found = followingOf(looks, switches)
  return found && { ...found, works: true }
}

const shownOf = (way: Way): Shown => (way === 'in person' || way === 'photo, then another person' ? 'paper' : way)

/** One visit, frame by frame as the portrait's step does it: straight looks, then moves until all are over. */
async function visit(
  still: readonly Seen[],
  acts: readonly Seen[],
  moves: Record<PortraitMove, readonly Seen[]>,
  seed: number,
) {
  const first = still.find(({ view }) => view.face)?.view.face
  if (!first) return null
  let draw = seed
  const random = () => (draw = (draw * 7.13 + 0.37) % 1)
  let challenge: Challenge = beginChallenge(random, first, 0)
  // Nobody knows where a film is when the first move is asked.
  let [now, straight, depth, i] = [0, first, null as Depth | null, Math.floor(seed * acts.length)]
  let queue: readonly Seen[] = []
  let last: Buffer = acts[0]!.frame
  let doing: PortraitMove | null = null
  while (!isOver(challenge)) {
    now += LOOK_MS
    const move = asked(challenge)
    // Whoever was not understood does it again.
    if (move && (move !== doing || !queue.length)) queue = moves[move]
    doing = move
    const [next, ...rest] = queue
    queue = rest
    const seen = next ?? acts[i++ % acts.length]!
    const face = seen.view.faces === 1 ? seen.view.face : null
    const before = asked(challenge)
    challenge = nextLook(challenge, face, now)
    if (face && before === null && asked(challenge) !== null) {
      straight = face
      last = seen.frame
    }
    if (face && Math.abs(face.yaw - straight.yaw) >= LEAST_TURN) {
      const found = depthOf(straight.landmarks, face.landmarks)
      if (!depth || found.parallax > depth.parallax) depth = found
    }
  }
  return { challenge, depth, last }
}

/** Rows attacks, columns what each signal said, over persons and orders of the challenge. */
export async function attacks(engine: FaceEngine): Promise<string[]> {
  const { people } = await testPeople(engine)
  const some = people.slice(0, PERSONS)
  const look = async (frames: readonly Buffer[]): Promise<Seen[]> => {
    const seen: Seen[] = []
    for (const frame of frames) seen.push({ frame, view: await engine.follow(frame, signal) })
    return seen
  }
  const vectorOf = async (frame: Buffer) => {
    const found = await engine.embed(frame, signal)
    return found.is === 'face' ? found.vector : null
  }
  const lines = [
    `${some.length} persons × ${ORDERS.length} orders of the moves, rendered by the virtual camera at 1280×720; "live/suspicious" of all:`,
    `${''.padEnd(46)}${['challenge', 'depth', 'same-face', 'border', 'grid', 'lamp', 'no signal'].map((name) => name.padStart(11)).join('')}`,
  ]
  for (const way of ways) {
    const tally: Record<string, { live: number; suspicious: number }> = {}
    let [all, clean] = [0, 0]
    for (const [n, who] of some.entries()) {
      const own = await pictures(who, way)
      const still = await look(own.still)
      const actor =
        way === 'photo, then another person' ? await pictures(some[(n + 1) % some.length]!, 'in person') : own
      // The film holds each pose for three pictures, which is one look.
      const acts =
        actor !== own ? await look(actor.still) : way === 'film' ? still.filter((_, i) => i % 3 === 0) : still
      const moves = {
        'turn-left': await look(actor.moves['turn-left']),
        'turn-right': await look(actor.moves['turn-right']),
        'close-eyes': await look(actor.moves['close-eyes']),
      }
      const kept = still.find(({ view }) => view.face)
      const { cues } = kept ? await engine.measure(kept.frame, signal) : { cues: null }
      const lamp = await underLamp(who, way, still, look)
      const vector = kept && (await vectorOf(kept.frame))
      for (const seed of ORDERS) {
        const made = await visit(still, acts, moves, (seed + n * 0.137) % 1)
        if (!made) continue
        const moved = await vectorOf(made.last)
        const sameFace = vector && moved ? distanceOf(moved, vector) : null
        const signals = attackSignals({ challenge: made.challenge, depth: made.depth, cues, sameFace, lamp })
        all++
        if (signals.every(({ is }) => is !== 'suspicious')) clean++
        for (const { signal: name, is } of signals) {
          const row = (tally[name] ??= { live: 0, suspicious: 0 })
          if (is !== 'unclear') row[is]++
        }
      }
    }
    const cells = ['challenge', 'depth', 'same-face', 'border', 'grid', 'lamp'].map((name) => {
      const { live, suspicious } = tally[name] ?? { live: 0, suspicious: 0 }
      return `${live}/${suspicious}`.padStart(11)
    })
    lines.push(`${says[way].padEnd(46)}${cells.join('')}${`${clean} of ${all}`.padStart(11)}`)
  }
  lines.push(...(await displays(engine, some)))
  return lines
}

/** How often a screen's grid is seen, by how many of its lines stand in the camera's 720. */
async function displays(engine: FaceEngine, people: readonly Person[]): Promise<string[]> {
  const lines = [
    'a screen that fills the picture, by its lines in the camera’s 720 (3 tilts each): grid seen, strongest peak',
  ]
  for (const count of [0, 400, 500, 640, 768, 800, 900, 1080, 1440, 2400]) {
    const peaks: number[] = []
    let caught = 0
    for (const who of people) {
      const frame = await renderPose(who, SIZE, STILL)
      for (const degrees of [0.3, 1.2, 4]) {
        const loaded = await loadPicture(count ? await onDisplay(frame, SIZE, { lines: count, degrees }) : frame)
        const face = loaded.is === 'picture' && (await engine.analyse(loaded.raster, signal)).face
        if (loaded.is !== 'picture' || !face) continue
        const cues = screenCues(loaded.raster, face)
        peaks.push(cues.grid)
        const said = attackSignals({ challenge: null, depth: null, sameFace: null, lamp: null, cues }).find(
          (one) => one.signal === 'grid',
        )
        if (said?.is === 'suspicious') caught++
      }
    }
    const sorted = peaks.sort((a, b) => a - b)
    const of = (part: number) => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(1)
    lines.push(
      `  ${count ? `${count} lines` : 'no screen'}`.padEnd(16) +
        `${caught} of ${peaks.length}, peak ${of(0)} to ${of(1)}, median ${of(0.5)}`,
    )
  }
  lines.push(`(the comparison's own threshold, for same-face: ${SIMILARITY_THRESHOLD})`)
  return lines
}
