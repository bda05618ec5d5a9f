import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Person } from '../people/person.ts'
import { renderCode } from './code.ts'
import type { Pose } from './move.ts'
import { type Condition, renderCycle, renderPose, type SceneSize } from './scene.ts'
import { renderShown, renderShownMove, SHOWN, type Shown } from './shown.ts'

/** One cycle of slow movement; each frame is rendered once per person and condition. */
const CYCLE_FRAMES = 24
/** Rendered cycles kept in memory: about 1 MB each at 720p. */
const MAX_CYCLES = 12
/** Frames with the lamp off: it is for a moment only. */
const DIM_FRAMES = 6
/** What is left of the room's light in the picture without the lamp: a ring lamp in an office. */
export const DIM = 0.82
const BOUNDARY = 'frame'
/** A reader that is this far behind misses frames, as at a real camera (bytes). */
const MAX_BEHIND = 2_000_000

/** How a camera freezes: it repeats its last picture, or it sends nothing more. */
export type Freeze = 'picture' | 'silent'

export type Move = 'turn-left' | 'turn-right' | 'close-eyes'
/** How far a head turns that is asked to (degrees), and how long it stays so (frames of the camera). */
const TURN = 38
const STAYS = 15
const MOVES: Record<Move, readonly Pose[]> = {
  'turn-left': [TURN / 2, TURN].map((turn) => ({ turn, lids: 0 })),
  'turn-right': [-TURN / 2, -TURN].map((turn) => ({ turn, lids: 0 })),
  'close-eyes': [{ turn: 0, lids: 1 }],
}

/** How a move goes, frame by frame: there, stay, and back. */
export function posesOf(move: Move): Pose[] {
  const there = MOVES[move]
  const before = there.slice(0, -1)
  return [...before, ...Array<Pose>(STAYS).fill(there.at(-1)!), ...before.toReversed()]
}

export type VirtualCameraState = {
  plugged: boolean
  frozen: Freeze | null
  /** The id of the person who stands before it. */
  showing: string | null
  condition: Condition | Shown
  /** What the code on the telephone says. */
  code: string | null
  readers: number
  framesSent: number
}

export type VirtualCameraOptions = Partial<SceneSize> & {
  /** 0 (the default) takes a free port; `address()` says which. */
  port?: number
  fps?: number
  /** Who is the second one in `two-people`. */
  other?: Person
  /** The value file of the lamp's GPIO line: the room is darker while it says 0. Without one the light never changes. */
  lamp?: string
}

export type VirtualCamera = {
  start(): Promise<void>
  stop(): Promise<void>
  /** Somebody steps before the camera, or (`null`) away; resolves when the camera sees it. */
  show(person: Person | null): Promise<void>
  condition(condition: Condition | Shown): Promise<void>
  /** Somebody holds a telephone with a QR code before everything else; null: puts it away. Resolves when the camera sees it. */
  holdUp(text: string | null): Promise<void>
  /** Whoever stands there moves once, and looks straight again; whoever holds up a sheet turns it. Resolves when it is done. */
  move(move: Move): Promise<void>
  freeze(how?: Freeze): void
  thaw(): void
  unplug(): void
  plug(): void
  state(): VirtualCameraState
  address(): string
  /** The box's camera input for this camera: ffmpeg's arguments. */
  input(): string[]
}

type Cycle = { frames: Buffer[]; moving: Promise<void> }

const isShown = (condition: Condition | Shown): condition is Shown => (SHOWN as string[]).includes(condition)

/** A camera at the far end of ffmpeg's input: multipart MJPEG over loopback HTTP, paced like a sensor. */
export function createVirtualCamera(options: VirtualCameraOptions = {}): VirtualCamera {
  const { port = 0, fps = 15, width = 1280, height = 720, other, lamp } = options
  const readers = new Set<ServerResponse>()
  const cycles = new Map<string, Cycle>()
  const state = {
    plugged: true,
    frozen: null as Freeze | null,
    condition: 'good' as Condition | Shown,
    code: null as string | null,
    framesSent: 0,
  }
  let person: Person | null = null
  let onAir: Cycle | undefined
  let dim: Cycle | undefined
  let timer: NodeJS.Timeout | undefined
  let place = 0
  /** Frames of a move, shown before the cycle goes on. */
  const moving: Buffer[] = []
  let ended: (() => void)[] = []
  const moves = new Map<string, Promise<Buffer[]>>()
  let stopped = false

  const server = createServer((request, response) => {
    if (!state.plugged) return request.socket.destroy()
    response.writeHead(200, { 'content-type': `multipart/x-mixed-replace;boundary=${BOUNDARY}`, connection: 'close' })
    readers.add(response)
    response.on('close', () => readers.delete(response))
  })
  server.on('connection', (socket) => {
    if (!state.plugged) socket.destroy()
  })

  function tick() {
    const lit = lamp === undefined || readFileSync(lamp, 'latin1').startsWith('1')
    const frames = (lit ? onAir : dim)?.frames
    if (!frames?.length || !readers.size || state.frozen === 'silent') return
    if (state.frozen !== 'picture') place++
    if (!moving.length && ended.length) {
      for (const end of ended) end()
      ended = []
    }
    const jpeg = (state.frozen !== 'picture' && moving.shift()) || frames[place % frames.length]!
    const head = `--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`
    for (const reader of readers) {
      if (reader.writableLength > MAX_BEHIND) continue
      reader.write(Buffer.concat([Buffer.from(head), jpeg, Buffer.from('\r\n')]))
    }
    state.framesSent++
  }

  async function framesOf(who: Person, move: Move): Promise<Buffer[]> {
    const { condition } = state
    const size = { width, height }
    const poses = posesOf(move)
    if (isShown(condition)) return renderShownMove(who, condition, size, poses)
    const drawn = new Map<Pose, Buffer>()
    for (const pose of poses) if (!drawn.has(pose)) drawn.set(pose, await renderPose(who, size, pose))
    return poses.map((pose) => drawn.get(pose)!)
  }

  function cycleOf(who: Person | null, condition: Condition | Shown, light = 1): Cycle {
    const key = JSON.stringify([who?.id ?? null, condition, light])
    const known = cycles.get(key)
    if (known) {
      // Moved to the end: the one unused for longest goes first.
      cycles.delete(key)
      cycles.set(key, known)
      return known
    }
    const frames: Buffer[] = []
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const render = async () => {
      const size = { width, height }
      const count = light === 1 ? CYCLE_FRAMES : DIM_FRAMES
      const cycle =
        who && isShown(condition)
          ? renderShown(who, condition, size, count, light)
          : renderCycle(who, isShown(condition) ? 'good' : condition, size, count, other, undefined, light)
      for await (const jpeg of cycle) {
        frames.push(jpeg)
        // Two frames are movement enough to go on air; the rest follows while they are shown.
        if (frames.length === 2) resolve()
        if (stopped) return resolve()
      }
    }
    render().catch(reject)
    const cycle = { frames, moving: promise }
    cycles.set(key, cycle)
    const oldest = cycles.keys().next().value
    if (cycles.size > MAX_CYCLES && oldest !== undefined) cycles.delete(oldest)
    return cycle
  }

  async function stage() {
    const { code } = state
    if (code !== null) {
      const frames = await renderCode(code, { width, height })
      if (state.code === code) dim = onAir = { frames, moving: Promise.resolve() }
      return
    }
    const cycle = cycleOf(person, state.condition)
    await cycle.moving
    const dark = lamp === undefined ? undefined : cycleOf(person, state.condition, DIM)
    await dark?.moving
    // Somebody else may have stepped in meanwhile.
    if (state.code === null && cycle === cycleOf(person, state.condition)) [onAir, dim] = [cycle, dark]
  }

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream`

  return {
    async start() {
      await stage()
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
      timer = setInterval(tick, 1_000 / fps)
    },
    async stop() {
      stopped = true
      for (const end of ended) end()
      clearInterval(timer)
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
    show(who) {
      person = who
      moving.length = 0
      return stage()
    },
    condition(condition) {
      state.condition = condition
      return stage()
    },
    holdUp(text) {
      state.code = text
      return stage()
    },
    async move(move) {
      if (!person) return
      const key = `${person.id} ${state.condition} ${move}`
      const frames = moves.get(key) ?? framesOf(person, move)
      moves.set(key, frames)
      moving.push(...(await frames))
      await new Promise<void>((resolve) => ended.push(resolve))
    },
    freeze(how = 'picture') {
      state.frozen = how
    },
    thaw() {
      state.frozen = null
    },
    unplug() {
      state.plugged = false
      server.closeAllConnections()
    },
    plug() {
      state.plugged = true
    },
    state: () => ({ ...state, showing: person?.id ?? null, readers: readers.size }),
    address,
    input: () => [
      // Without these ffmpeg collects seconds of frames before it hands on the first one.
      ...['-fflags', 'nobuffer', '-probesize', '32', '-analyzeduration', '0', '-use_wallclock_as_timestamps', '1'],
      ...['-f', 'mpjpeg', '-i', address()],
    ],
  }
}
