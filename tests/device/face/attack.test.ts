import assert from 'node:assert/strict'
import { suite } from 'uvu'
import { ACTION_LIMIT_MS, beginChallenge, type Challenge, nextLook } from '../../../device/face/attack/challenge.ts'
import { depthOf } from '../../../device/face/attack/depth.ts'
import { screenCues } from '../../../device/face/attack/screen.ts'
import { attackSignals } from '../../../device/face/attack/signals.ts'
import { createFaceEngine, type FaceEngine } from '../../../device/face/engine.ts'
import { loadPicture } from '../../../device/face/load.ts'
import type { FaceMeasure } from '../../../device/face/view.ts'
import { renderCycle } from '../../../drivers/virtual/camera/scene.ts'
import { frameOf, testPeople } from './people.ts'
import { shown, turnedHead, turnedSheet } from './shown.ts'

const test = suite('a face that is not there')
const signal = new AbortController().signal
let engine: FaceEngine
let frames: Buffer[]

test.before(async () => {
  engine = await createFaceEngine()
  const { people } = await testPeople(engine)
  const size = { width: 600, height: 720 }
  frames = await Promise.all(people.slice(0, 3).map((one) => frameOf(renderCycle(one, 'good', size, 24))))
})
test.after(() => engine.close())

async function look(frame: Buffer) {
  const loaded = await loadPicture(frame)
  assert.equal(loaded.is, 'picture')
  const { raster } = loaded as Extract<typeof loaded, { is: 'picture' }>
  const { face } = await engine.analyse(raster, signal)
  assert.ok(face)
  return { face, cues: screenCues(raster, face) }
}
const verdictOn = (name: string, signals: ReturnType<typeof attackSignals>) =>
  signals.find((one) => one.signal === name)!.is

test('a telephone, a sheet of paper and a screen’s grid are signalled, a person is not', async () => {
  for (const frame of frames) {
    const live = attackSignals(null, null, (await look(frame)).cues)
    assert.ok(
      live.every((one) => one.is !== 'suspicious'),
      JSON.stringify(live),
    )
    for (const [how, cue] of [
      ['telephone', 'border'],
      ['paper', 'border'],
      ['screen grid', 'grid'],
    ] as const) {
      const { cues } = await look(await shown[how](frame))
      assert.equal(verdictOn(cue, attackSignals(null, null, cues)), 'suspicious', `${how}: ${JSON.stringify(cues)}`)
    }
  }
})

test('a picture that is turned stays flat, a head does not', async () => {
  for (const frame of frames) {
    const { face } = await look(frame)
    const sheet = await look(await turnedSheet(frame))
    const flat = depthOf(face.landmarks, sheet.face.landmarks)
    assert.equal(verdictOn('depth', attackSignals(null, flat, null)), 'suspicious', JSON.stringify(flat))
    const head = depthOf(face.landmarks, turnedHead(face.landmarks, 20))
    assert.equal(verdictOn('depth', attackSignals(null, head, null)), 'live', JSON.stringify(head))
  }
})

const face = (yaw: number, eyeOpenness = 0.3) => ({ yaw, eyeOpenness }) as FaceMeasure
/** Does what is asked, one look after the other. */
function obey(challenge: Challenge, now: number): Challenge {
  const action = challenge.actions[challenge.at]
  const did = action === 'blink' ? face(0, 0.1) : face(action === 'turn-left' ? 25 : -25)
  return nextLook(nextLook(challenge, face(0), now), did, now + 100)
}

test('somebody who does what is asked has passed; a still picture has not', () => {
  for (const seed of [0, 0.3, 0.6, 0.99]) {
    let live = beginChallenge(() => seed, face(0), 0)
    assert.ok(live.actions.includes('blink') && live.actions.some((one) => one !== 'blink'))
    for (let i = 0; i < 5; i++) live = obey(live, i * 1_000)
    assert.equal(verdictOn('challenge', attackSignals(live, null, null)), 'live')
    let still = beginChallenge(() => seed, face(0), 0)
    for (let now = 0; now < 4 * ACTION_LIMIT_MS; now += 500) still = nextLook(still, face(0), now)
    assert.equal(verdictOn('challenge', attackSignals(still, null, null)), 'suspicious')
  }
})

test('a recording that turns the other way, or never comes back to the middle, does not pass', () => {
  let wrong = beginChallenge(() => 0, face(0), 0)
  const asked = wrong.actions.find((one) => one !== 'blink')!
  for (let now = 0; now < 4 * ACTION_LIMIT_MS; now += 500) {
    wrong = nextLook(wrong, face(asked === 'turn-left' ? -25 : 25), now)
  }
  assert.equal(verdictOn('challenge', attackSignals(wrong, null, null)), 'suspicious')
})

test.run()
