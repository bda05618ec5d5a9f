import assert from 'node:assert/strict'
import type { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { compareFaces } from '../../../device/face/compare.ts'
import { cropPortrait, PORTRAIT_HEIGHT, PORTRAIT_WIDTH } from '../../../device/face/crop.ts'
import { decodePortrait } from '../../../device/face/decode.ts'
import { createFaceEngine, type FaceEngine } from '../../../device/face/engine.ts'
import { guide, type PortraitGuidance } from '../../../device/face/guide.ts'
import { chipPortrait } from '../../../drivers/virtual/camera/chip.ts'
import { type Condition, renderCycle } from '../../../drivers/virtual/camera/scene.ts'
import type { Person } from '../../../drivers/virtual/people/person.ts'
import { frameOf, testPeople } from './people.ts'

const test = suite('a face before the camera')
const SIZE = { width: 1280, height: 720 }
const signal = new AbortController().signal
let engine: FaceEngine
let people: Person[]
/** Somebody stands well. */
let good: Buffer

test.before(async () => {
  const begin = performance.now()
  engine = await createFaceEngine()
  console.log(`face engine on ${engine.backend}, loaded in ${((performance.now() - begin) / 1000).toFixed(1)} s`)
  ;({ people } = await testPeople(engine))
  good = await frameOf(renderCycle(people[0]!, 'good', SIZE, 24))
})
test.after(() => engine.close())

const WORDS: Record<Condition, PortraitGuidance> = {
  good: 'hold',
  'too-far': 'closer',
  'off-centre': 'left',
  dark: 'more-light',
  'two-people': 'several-faces',
  tilted: 'straighten-head',
  covered: 'covered',
  low: 'up',
}

for (const condition of Object.keys(WORDS) as Condition[]) {
  test(`somebody stands ${condition} and is told “${WORDS[condition]}”`, async () => {
    const [person, other] = people
    const frame = await frameOf(renderCycle(person!, condition, SIZE, 24, other))
    const view = await engine.follow(frame, signal)
    assert.equal(guide(view), WORDS[condition])
    assert.deepEqual([view.width, view.height], [SIZE.width, SIZE.height])
  })
}

test('nobody stands before the camera', async () => {
  const view = await engine.analyse(await frameOf(renderCycle(null, 'good', SIZE, 24)), signal)
  assert.deepEqual(
    { faces: view.faces, face: view.face, words: guide(view) },
    { faces: 0, face: null, words: 'no-face' },
  )
})

test('a covered lens is darkness, not an empty room', async () => {
  const black = await sharp({ create: { ...SIZE, channels: 3, background: '#040404' } })
    .jpeg()
    .toBuffer()
  assert.equal(guide(await engine.follow(black, signal)), 'covered')
  const empty = await frameOf(renderCycle(null, 'good', SIZE, 24))
  assert.equal(guide(await engine.follow(empty, signal)), 'no-face')
})

test('following a face says the same as looking anew, also when somebody leaves and another comes', async () => {
  const [person, other] = people
  for (const condition of ['good', 'good', 'good', 'too-far', 'off-centre', 'tilted', 'dark', 'good'] as const) {
    const frame = await frameOf(renderCycle(person!, condition, SIZE, 24, other))
    assert.equal(guide(await engine.follow(frame, signal)), WORDS[condition], condition)
  }
  const two = await frameOf(renderCycle(person!, 'two-people', SIZE, 24, other))
  const said = []
  for (let i = 0; i < 8; i++) said.push(guide(await engine.follow(two, signal)))
  assert.ok(said.includes('several-faces'), said.join(' '))
})

test('the portrait has the proportions of a passport photo, from a large and from a small camera picture', async () => {
  for (const size of [SIZE, { width: 640, height: 480 }, { width: 1920, height: 1080 }]) {
    const frame = await frameOf(renderCycle(people[0]!, 'good', size, 24))
    const { face } = await engine.analyse(frame, signal)
    const portrait = await cropPortrait(frame, face!)
    const { width, height } = await sharp(portrait.jpeg).metadata()
    assert.deepEqual([width, height], [PORTRAIT_WIDTH, PORTRAIT_HEIGHT])
    const cropped = (await engine.analyse(portrait.jpeg, signal)).face!
    const [left, right] = cropped.eyes
    const middle = [(left[0] + right[0]) / 2 / width!, (left[1] + right[1]) / 2 / height!] as const
    // ISO/IEC 19794-5: eyes between 0.45 and 0.55 of the width, and 0.3 to 0.5 of the height from the top.
    assert.ok(middle[0] > 0.45 && middle[0] < 0.55, `eyes at ${middle[0]} of the width`)
    assert.ok(middle[1] > 0.3 && middle[1] < 0.5, `eyes at ${middle[1]} of the height`)
    assert.ok(Math.abs(cropped.roll) < 2, `tilted by ${cropped.roll}°`)
    // Chin to crown 30–36 of 45 mm: the crown is estimated, so the chin is checked, which can be seen.
    const chin = cropped.chin[1] / height!
    assert.ok(chin > 0.76 && chin < 0.86, `chin at ${chin} of the height`)
    assert.ok(Math.abs(portrait.headHeight / height! - 33 / 45) < 0.01)
  }
})

test('the live picture matches the holder’s chip and nobody else’s', async () => {
  const few = people.slice(0, 6)
  const live: Float32Array[] = []
  const chips: Float32Array[] = []
  const vector = async (jpeg: Buffer) => {
    const embedding = await engine.embed(jpeg, signal)
    assert.equal(embedding.is, 'face')
    return (embedding as { vector: Float32Array }).vector
  }
  for (const person of few) {
    const frame = await frameOf(renderCycle(person, 'good', SIZE, 24))
    live.push(await vector((await cropPortrait(frame, (await engine.analyse(frame, signal)).face!)).jpeg))
    const file = await chipPortrait(person)
    assert.ok(file.length <= 20_000, 'the chip holds at most 20 kB')
    chips.push(await vector((await decodePortrait(file)).jpeg))
  }
  const all = live.flatMap((a, i) => chips.map((b, j) => ({ same: i === j, ...compareFaces(a, b) })))
  const of = (same: boolean) => all.filter((one) => one.same === same).map((one) => one.distance)
  const range = (values: number[]) => `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`
  console.log(`distances live to chip, ${few.length} people: same ${range(of(true))}, others ${range(of(false))}`)
  for (const one of all) assert.equal(one.match, one.same, `distance ${one.distance}`)
})

test('damaged pictures are no face and no crash', async () => {
  const frame = good
  const broken = [
    Buffer.alloc(0),
    Buffer.from('not a picture'),
    frame.subarray(0, frame.length >> 1),
    Buffer.alloc(9_999, 255),
  ]
  for (const jpeg of broken) {
    assert.deepEqual(await engine.analyse(jpeg, signal), { width: 0, height: 0, faces: 0, face: null })
    assert.deepEqual(await engine.embed(jpeg, signal), { is: 'unreadable' })
  }
  const { face } = await engine.analyse(frame, signal)
  await assert.rejects(cropPortrait(broken[2]!, face!), (error) => isFault(error, 'camera.gone'))
})

test('a citizen who leaves ends the waiting, and the engine goes on', async () => {
  const frame = good
  const leaves = new AbortController()
  const waiting = engine.analyse(frame, leaves.signal)
  leaves.abort(new Error('left'))
  await assert.rejects(waiting, /left/)
  assert.equal((await engine.analyse(frame, signal)).faces, 1)
})

test('what it costs', async () => {
  const frame = good
  const time = async (work: () => Promise<unknown>) => {
    const times = []
    for (let i = 0; i < 5; i++) {
      const begin = performance.now()
      await work()
      times.push(performance.now() - begin)
    }
    return times.sort((a, b) => a - b)[2]!.toFixed(0)
  }
  const analyse = await time(() => engine.analyse(frame, signal))
  console.log(
    `720p on ${engine.backend}: analyse ${analyse} ms, embed ${await time(() => engine.embed(frame, signal))} ms`,
  )
})

test('the engine’s thread dies under a frame: that frame fails, the next ones are answered; a closed engine says so', async () => {
  const threads: Worker[] = []
  const keep = (thread: Worker) => void threads.push(thread)
  process.on('worker', keep)
  const other = await createFaceEngine()
  const lost = other.analyse(good, signal)
  await threads[0]!.terminate()
  await assert.rejects(lost, (error) => isFault(error, 'face.engine'))
  const views = await Promise.all([other.analyse(good, signal), other.follow(good, signal)])
  process.off('worker', keep)
  assert.deepEqual(
    views.map(({ faces }) => faces),
    [1, 1],
  )
  assert.equal(threads.length, 2)
  await other.close()
  await assert.rejects(other.analyse(Buffer.alloc(0), signal), (error) => isFault(error, 'face.engine'))
})

test.run()
