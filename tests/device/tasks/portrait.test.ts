import assert from 'node:assert/strict'
import { suite } from 'uvu'
import type { Answer, Ask, AskOf } from '../../../device/contract/screen.ts'
import type { Devices } from '../../../device/devices.ts'
import { createFaceEngine, type FaceEngine } from '../../../device/face/engine.ts'
import { decode39794 } from '../../../device/face/record-39794.ts'
import { decodeRecord } from '../../../device/face/record-read.ts'
import { VisitMemory } from '../../../device/session/memory.ts'
import { Runner } from '../../../device/tasks/runner.ts'
import { takePortrait } from '../../../device/tasks/steps/portrait.ts'
import type { PassportDocument, PortraitCapture, TaskContext } from '../../../device/tasks/task.ts'
import { type Camera, createCamera } from '../../../drivers/camera/camera.ts'
import { next } from '../../../drivers/listeners.ts'
import { createVirtualCamera, type VirtualCamera } from '../../../drivers/virtual/camera/camera.ts'
import type { Person } from '../../../drivers/virtual/people/person.ts'
import { testPeople } from '../face/people.ts'

const test = suite('the portrait, before the camera')
/** For things that take two to ten seconds on an idle machine (ms). */
const PATIENCE_MS = 120_000
let engine: FaceEngine
let people: Person[]
let far: VirtualCamera
let camera: Camera
const stop = new AbortController()
let running: Promise<void>

test.before(async () => {
  engine = await createFaceEngine()
  people = (await testPeople(engine)).people
  far = createVirtualCamera({ fps: 10, width: 640, height: 360 })
  await far.start()
  camera = createCamera({ id: 'camera', input: far.input() })
  running = camera.run(stop.signal)
  if (camera.presence.is !== 'ready') {
    await next(
      (tell: (now: Camera['presence']) => void) => camera.on('presence', tell),
      AbortSignal.timeout(PATIENCE_MS),
      (now) => now.is === 'ready',
    )
  }
})
test.after(async () => {
  stop.abort()
  await running
  await far.stop()
  await engine.close()
})

type Visit = { capture: PortraitCapture; asks: Ask[] }

/** One citizen's way through the step: `act` meets each new ask; null leaves it. */
async function visit(
  act: (ask: Ask, asks: Ask[]) => Answer | null | Promise<Answer | null>,
  options: { challenge?: boolean; age?: number; embedding?: Float32Array | null; light?: Devices['light'] } = {},
): Promise<Visit> {
  const asks: Ask[] = []
  const runner = new Runner({
    step() {},
    done() {},
    // A busy machine's camera may stand still for a moment: the step is tried again, as in the room.
    fault() {},
    show(askId, ask) {
      asks.push(ask)
      // As a screen does: after what is shown now was shown.
      queueMicrotask(async () => {
        const answer = await act(ask, asks)
        if (answer) runner.take(askId, answer)
      })
    },
  })
  const task = {
    runner,
    devices: { camera, ...(options.light ? { light: options.light } : {}) },
    face: engine,
    memory: new VisitMemory(),
    now: new Date('2026-11-22T12:00:00Z'),
    challenge: options.challenge ?? false,
    supervised: false,
    dwellMs: 0,
  } as unknown as TaskContext
  const document = { plan: { age: options.age ?? 40 }, embedding: options.embedding ?? null } as PassportDocument
  const end = setTimeout(() => runner.end(new Error('no portrait in time')), PATIENCE_MS)
  try {
    const step = takePortrait(task, document)
    return { capture: await runner.run(() => runner.once('portrait', [], step)), asks }
  } finally {
    clearTimeout(end)
    runner.end(new Error('over'))
  }
}

const kept = (ask: Ask): Answer | null => (ask.is === 'portrait-keep' ? { is: 'keep', picture: 0 } : null)
const isOf = (capture: PortraitCapture, name: string) => capture.signals.find(({ signal }) => signal === name)!.is

test('somebody stands right: up to three pictures are offered, the chosen one comes with its records', async () => {
  await far.condition('good')
  await far.show(people[0]!)
  let offered: AskOf<'portrait-keep'>['pictures'] = []
  const { capture, asks } = await visit((ask) => {
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
  await far.show(people[0]!)
  // Drawn before it is asked: the clock of a move runs from the asking.
  const reading = camera.onFrame(() => {})
  for (const move of ['turn-left', 'turn-right', 'close-eyes'] as const) await far.move(move)
  reading()
  const visited = await visit(
    async (ask, asks) => {
      // A busy machine may look away for as long as one move takes.
      while (ask.is === 'portrait-move' && ask.move && asks.at(-1) === ask) await far.move(ask.move)
      return kept(ask)
    },
    { challenge: true },
  )
  const { capture, asks } = visited
  assert.ok(asks.some((ask) => ask.is === 'portrait-move' && ask.move === 'close-eyes'))
  for (const name of ['challenge', 'depth', 'same-face']) assert.equal(isOf(capture, name), 'live', name)
})

test('whoever cannot do it says so, and the caseworker is told that nothing is known', async () => {
  const { capture } = await visit((ask) => (ask.is === 'portrait-move' ? { is: 'skip' } : kept(ask)), {
    challenge: true,
  })
  assert.equal(isOf(capture, 'challenge'), 'unclear')
})

for (const how of ['paper', 'telephone'] as const) {
  test(`a face on ${how} that is turned as asked is signalled`, async () => {
    await far.condition(how)
    await far.show(people[0]!)
    const { capture } = await visit(
      async (ask) => {
        if (ask.is === 'portrait') return { is: 'capture' }
        if (ask.is === 'portrait-move' && ask.move) await far.move(ask.move)
        return kept(ask)
      },
      { challenge: true },
    )
    assert.equal(isOf(capture, 'challenge'), 'suspicious')
    await far.condition('good')
  })
}

test('a small child is asked for nothing it cannot do, and the caseworker is told', async () => {
  await far.show(people[0]!)
  const { capture, asks } = await visit(kept, { challenge: true, age: 1 })
  assert.equal(capture.way, 'small-child')
  assert.ok(asks.every((ask) => ask.is !== 'portrait-move'))
})

test('a way of one’s own is chosen while the camera looks, and changed again', async () => {
  await far.condition('tilted')
  let chose = 0
  const { capture } = await visit((ask) => {
    if (ask.is !== 'portrait' || ask.guidance !== 'straighten-head') return kept(ask)
    chose += 1
    if (chose > 2) return null
    return { is: 'way', way: chose === 1 ? 'headwear' : 'hard-to-hold' }
  })
  assert.equal(capture.way, 'hard-to-hold')
  await far.condition('good')
})

test('the flash shines for the still and for nothing else', async () => {
  const log: string[] = []
  const { capture } = await visit(kept, {
    light: {
      hasFlash: true,
      soft: (on) => void log.push(`soft ${on}`),
      flash: (on) => void log.push(`flash ${on}`),
      close() {},
    },
  })
  assert.ok(capture.jpeg.length)
  assert.deepEqual(log, ['soft true', 'flash true', 'flash false', 'soft false'])
})

test.run()
