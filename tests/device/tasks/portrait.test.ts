import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import type { Answer } from '../../../device/contract/answer.ts'
import type { Ask, AskOf } from '../../../device/contract/asks.ts'
import { Fault } from '../../../device/contract/faults.ts'
import type { Devices } from '../../../device/devices.ts'
import { createFaceEngine, type FaceEngine } from '../../../device/face/engine.ts'
import { decode39794 } from '../../../device/face/record-39794.ts'
import { decodeRecord } from '../../../device/face/record-read.ts'
import { watchLamp } from '../../../device/tasks/steps/portrait-lamp.ts'
import type { PortraitCapture } from '../../../device/tasks/task.ts'
import type { Person } from '../../../drivers/virtual/people/person.ts'
import { testPeople } from '../face/people.ts'
import { openPortraitRoom, type PortraitRoom } from './portrait-room.ts'

const test = suite('the portrait, before the camera')
let engine: FaceEngine
let people: Person[]
let room: PortraitRoom
/** What a lamp's GPIO line says, and the light on it. */
let lamp: string
const light = (): NonNullable<Devices['light']> => ({
  hasSoft: true,
  hasFlash: false,
  soft: (on) => writeFileSync(lamp, on ? '1' : '0'),
  flash() {},
  close() {},
})

test.before(async () => {
  engine = await createFaceEngine()
  people = (await testPeople(engine)).people
  lamp = join(await mkdtemp(join(tmpdir(), 'lamp-')), 'value')
  writeFileSync(lamp, '1')
  room = await openPortraitRoom(engine, { fps: 10, width: 640, height: 360, lamp })
})
test.after(async () => {
  await room.close()
  await engine.close()
  await rm(dirname(lamp), { recursive: true })
})

const kept = (ask: Ask): Answer | null => (ask.is === 'portrait-keep' ? { is: 'keep', picture: 0 } : null)
/** Presses the button as soon as it is there: one picture is developed instead of three. */
const pressed = (ask: Ask): Answer | null => (ask.is === 'portrait' ? { is: 'capture' } : kept(ask))
const isOf = (capture: PortraitCapture, name: string) => capture.signals.find(({ signal }) => signal === name)!.is

test('somebody stands right: up to three pictures are offered, the chosen one comes with its records', async () => {
  await room.far.condition('good')
  await room.far.show(people[0]!)
  let offered: AskOf<'portrait-keep'>['pictures'] = []
  const { capture, asks } = await room.visit((ask) => {
    if (ask.is !== 'portrait-keep') return null
    offered = ask.pictures
    return { is: 'keep', picture: ask.pictures.length - 1 }
  })
  assert.ok(offered.length >= 1 && offered.length <= 3)
  assert.equal(offered.at(-1)!.image, `data:image/jpeg;base64,${capture.jpeg.toString('base64')}`)
  assert.ok(asks.some((ask) => ask.is === 'portrait' && ask.guidance === 'hold'))
  const record = decodeRecord(capture.records.iso19794)
  const later = decode39794(capture.records.iso39794)
  const mean = capture.quality.measures.flatMap(({ component }) => (component === null ? [] : [component]))
  const score = Math.round(mean.reduce((sum, one) => sum + one, 0) / mean.length)
  for (const one of [record, later]) {
    assert.deepEqual([one.coding, one.width, one.height], ['jpeg2000', 413, 531])
    assert.deepEqual(one.quality, [{ score, organisation: 0, algorithm: 0 }])
    assert.ok(one.image.length <= 20_000)
  }
  assert.equal(capture.quality.measures.length, 28)
  assert.ok(capture.signals.every(({ is }) => is !== 'suspicious'))
})

test('whoever does what is asked is alive, has depth, and is the one in the picture', async () => {
  await room.far.show(people[0]!)
  // Drawn before it is asked: the clock of a move runs from the asking.
  const reading = room.camera.onFrame(() => {})
  for (const move of ['turn-left', 'turn-right', 'close-eyes'] as const) await room.far.move(move)
  reading()
  const visited = await room.visit(
    async (ask, asks) => {
      // A busy machine may look away for as long as one move takes.
      while (ask.is === 'portrait-move' && ask.move && asks.at(-1) === ask) await room.far.move(ask.move)
      return kept(ask)
    },
    { challenge: true, light: light() },
  )
  writeFileSync(lamp, '1')
  const { capture, asks } = visited
  assert.ok(asks.some((ask) => ask.is === 'portrait-move' && ask.move === 'close-eyes'))
  for (const name of ['challenge', 'depth', 'same-face', 'lamp']) assert.equal(isOf(capture, name), 'live', name)
})

test('a screen too fine for the camera does not follow the lamp', async () => {
  await room.far.condition('fine-monitor')
  const reading = room.camera.onFrame(() => {})
  const seen = await watchLamp({ camera: room.camera, light: light() }, engine, AbortSignal.timeout(60_000))
  reading()
  assert.ok(seen && seen.follows < 0.015, JSON.stringify(seen))
  await room.far.condition('good')
})

test('whoever cannot do it says so, and the caseworker is told that nothing is known', async () => {
  const { capture } = await room.visit((ask) => (ask.is === 'portrait-move' ? { is: 'skip' } : pressed(ask)), {
    challenge: true,
  })
  assert.equal(isOf(capture, 'challenge'), 'unclear')
})

test('a small child is asked for nothing it cannot do, and the caseworker is told', async () => {
  await room.far.show(people[0]!)
  const { capture, asks } = await room.visit(pressed, { challenge: true, age: 1 })
  assert.equal(capture.way, 'small-child')
  assert.ok(asks.every((ask) => ask.is !== 'portrait-move'))
})

test('a way of one’s own is chosen while the camera looks, and changed again', async () => {
  await room.far.condition('tilted')
  let chose = 0
  const { capture } = await room.visit((ask) => {
    if (ask.is !== 'portrait' || ask.guidance !== 'straighten-head') return kept(ask)
    chose += 1
    if (chose > 2) return null
    return { is: 'way', way: chose === 1 ? 'headwear' : 'hard-to-hold' }
  })
  assert.equal(capture.way, 'hard-to-hold')
  await room.far.condition('good')
})

test('the flash shines for the still and for nothing else, and the still camera takes it where there is one', async () => {
  const log: string[] = []
  let shots = 0
  const { capture } = await room.visit(pressed, {
    light: {
      hasSoft: true,
      hasFlash: true,
      soft: (on) => void log.push(`soft ${on}`),
      flash: (on) => void log.push(`flash ${on}`),
      close() {},
    },
    stills: {
      presence: { is: 'ready', handle: true },
      async shoot(count, signal) {
        shots += 1
        log.push('shutter')
        const pictures = []
        while (pictures.length < count) pictures.push(await room.camera.still(signal))
        return pictures
      },
    } as NonNullable<Devices['stills']>,
  })
  assert.ok(shots > 0)
  assert.ok(capture.jpeg.length)
  // A busy machine's camera may stand still for a moment, and the step begin anew.
  assert.deepEqual(log.slice(-5), ['soft true', 'flash true', 'shutter', 'flash false', 'soft false'])
})

test('a still camera whose battery is flat costs nobody the portrait', async () => {
  const { capture } = await room.visit(pressed, {
    stills: {
      presence: { is: 'ready', handle: true },
      shoot: () => Promise.reject(new Fault('camera.gone', 'flat')),
    } as unknown as NonNullable<Devices['stills']>,
  })
  assert.ok(capture.jpeg.length)
})

test('the camera comes to a citizen who stands too high or too low in its picture', async () => {
  await room.far.condition('low')
  await room.far.show(people[0]!)
  const moves: string[] = []
  const { asks } = await room.visit(kept, {
    column: {
      async move(direction) {
        moves.push(direction)
        await room.far.condition('good')
        return 'moved'
      },
      close() {},
    },
  })
  assert.equal(moves[0], 'down')
  assert.ok(asks.some((ask) => ask.is === 'portrait' && ask.guidance === 'camera-moves'))
  assert.ok(asks.every((ask) => ask.is !== 'portrait' || ask.guidance !== 'up'))
})

test('something in the camera’s way is said, and then the citizen moves it by hand', async () => {
  await room.far.condition('low')
  await room.far.show(people[0]!)
  const moves: string[] = []
  const { asks } = await room.visit(
    (ask) =>
      ask.is === 'portrait' && ask.guidance === 'camera-blocked' && moves.length === 1
        ? { is: 'column', direction: 'down' }
        : kept(ask),
    {
      column: {
        async move(direction) {
          moves.push(direction)
          if (moves.length === 1) return 'blocked'
          await room.far.condition('good')
          return 'moved'
        },
        close() {},
      },
    },
  )
  assert.deepEqual(moves, ['down', 'down'])
  assert.ok(asks.every((ask) => ask.is !== 'portrait' || ask.column === true))
})

test.run()
