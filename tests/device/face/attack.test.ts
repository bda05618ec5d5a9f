import assert from 'node:assert/strict'
import { suite } from 'uvu'
import {
  asked,
  beginChallenge,
  type Challenge,
  isOver,
  type Look,
  MOVE_LIMIT_MS,
  nextLook,
} from '../../../device/face/attack/challenge.ts'
import { depthOf } from '../../../device/face/attack/depth.ts'
import { followingOf } from '../../../device/face/attack/lamp.ts'
import { screenCues } from '../../../device/face/attack/screen.ts'
import { attackSignals, type Looked } from '../../../device/face/attack/signals.ts'
import { createFaceEngine, type FaceEngine } from '../../../device/face/engine.ts'
import { loadPicture } from '../../../device/face/load.ts'
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

const nothing: Looked = { challenge: null, depth: null, cues: null, sameFace: null, lamp: null }

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
    const live = attackSignals({ ...nothing, cues: (await look(frame)).cues })
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
      assert.equal(verdictOn(cue, attackSignals({ ...nothing, cues })), 'suspicious', `${how}: ${JSON.stringify(cues)}`)
    }
  }
})

test('a face follows the lamp however late its pictures come, a screen does not, and a broken lamp is nobody’s fault', () => {
  const switches = [0, 600, 1_150, 1_800, 2_300].map((at, i) => ({ at, on: i % 2 === 0 }))
  const looks = (late: number, darker: number) =>
    Array.from({ length: 40 }, (_, i) => {
      const at = i * 70 + late
      const { on } = switches.findLast((one) => one.at <= at - late)!
      // Breathing moves the light on a face a little, in its own time.
      return { at, brightness: 120 * (1 + 0.004 * Math.sin(at / 500)) * (on ? 1 : 1 - darker) }
    })
  const said = (darker: number, works: boolean, late = 180) => {
    const found = followingOf(looks(late, darker), switches)
    assert.ok(found)
    return verdictOn('lamp', attackSignals({ ...nothing, lamp: { ...found, works } }))
  }
  for (const late of [0, 180, 700]) assert.equal(said(0.15, true, late), 'live', `${late} ms`)
  assert.equal(said(0.002, true), 'suspicious')
  assert.equal(said(0.002, false), 'unclear')
  assert.equal(said(0.03, true), 'unclear')
  assert.equal(followingOf(looks(0, 0.15).slice(0, 6), switches), null)
})

test('a picture that is turned stays flat, a head does not', async () => {
  for (const frame of frames) {
    const { face } = await look(frame)
    const sheet = await look(await turnedSheet(frame))
    const flat = depthOf(face.landmarks, sheet.face.landmarks)
    assert.equal(verdictOn('depth', attackSignals({ ...nothing, depth: flat })), 'suspicious', JSON.stringify(flat))
    const head = depthOf(face.landmarks, turnedHead(face.landmarks, 20))
    assert.equal(verdictOn('depth', attackSignals({ ...nothing, depth: head })), 'live', JSON.stringify(head))
  }
})

const face = (yaw: number, eyes = 1): Look => ({ yaw, eyeOpenness: 0.3 * eyes })
const did = { 'turn-left': face(25), 'turn-right': face(-25), 'close-eyes': face(0, 0.4) }
/** Does what is asked, and looks straight again. */
function obey(challenge: Challenge, now: number): Challenge {
  const move = asked(challenge)
  return nextLook(move ? nextLook(challenge, did[move], now) : challenge, face(0), now + 100)
}
const seeds = [0, 0.3, 0.49, 0.6, 0.99]

test('somebody who does what is asked has passed, whatever is asked', () => {
  for (const seed of seeds) {
    let live = beginChallenge(() => seed, face(0), 0)
    assert.ok(live.moves.includes('close-eyes') && live.moves.some((one) => one.startsWith('turn')))
    for (let i = 0; !isOver(live); i++) live = obey(live, i * 1_000)
    assert.equal(verdictOn('challenge', attackSignals({ ...nothing, challenge: live })), 'live')
  }
})

test('a still picture, a film of other moves, and a head that never comes back do not pass', () => {
  const wrong = { 'turn-left': face(-25), 'turn-right': face(25), 'close-eyes': face(25) }
  const acts: ((challenge: Challenge) => Look | null)[] = [
    () => face(0),
    () => null,
    (challenge) => wrong[challenge.moves[challenge.at]!],
    (challenge) => did[challenge.moves[0]!],
  ]
  for (const act of acts) {
    for (const seed of seeds) {
      let still = beginChallenge(() => seed, face(0), 0)
      for (let now = 0; !isOver(still); now += 500) still = nextLook(still, act(still), now)
      assert.equal(verdictOn('challenge', attackSignals({ ...nothing, challenge: still })), 'suspicious')
      assert.ok(still.done.some(({ done, ms }) => !done && ms > MOVE_LIMIT_MS))
    }
  }
})

test('a film that turns on and on whatever is asked does not pass; mixing up left and right once, or eyes behind glasses, is no sign against anybody', () => {
  const film = [0, 25, 0, -25].map((yaw) => face(yaw))
  const blinks = [...film, face(0, 0.4)]
  for (const seed of seeds) {
    let shown = beginChallenge(() => seed, face(0), 0)
    // It begins just after what is asked for first has passed.
    const from = shown.moves[0] === 'turn-left' ? 2 : shown.moves[0] === 'turn-right' ? 4 : 0
    for (let i = 0; !isOver(shown); i++) shown = nextLook(shown, blinks[(from + i) % blinks.length]!, i * 400)
    if (shown.moves.length > 2)
      assert.equal(verdictOn('challenge', attackSignals({ ...nothing, challenge: shown })), 'suspicious')
    let mixed = beginChallenge(() => seed, face(0), 0)
    mixed = nextLook(nextLook(mixed, face(mixed.moves.includes('turn-left') ? -25 : 25), 100), face(0), 200)
    for (let i = 1; !isOver(mixed); i++) mixed = obey(mixed, i * 1_000)
    assert.equal(verdictOn('challenge', attackSignals({ ...nothing, challenge: mixed })), 'live')
    let glasses = beginChallenge(() => seed, face(0), 0)
    for (let now = 0; !isOver(glasses); now += 3_000) {
      glasses = asked(glasses) === 'close-eyes' ? nextLook(glasses, face(0), now) : obey(glasses, now)
    }
    assert.equal(verdictOn('challenge', attackSignals({ ...nothing, challenge: glasses })), 'unclear')
  }
})

test('whoever looks a little aside by nature is asked to turn from there', () => {
  let live = beginChallenge(() => 0, face(9), 0)
  const aside = { 'turn-left': face(22), 'turn-right': face(-4), 'close-eyes': face(9, 0.4) }
  for (let i = 0; !isOver(live); i++) {
    const move = asked(live)
    live = nextLook(move ? nextLook(live, aside[move], i * 1_000) : live, face(9), i * 1_000 + 100)
  }
  assert.equal(verdictOn('challenge', attackSignals({ ...nothing, challenge: live })), 'live')
})

test('one face in the test and another in the picture is signalled', () => {
  const swapped = attackSignals({ ...nothing, sameFace: { distance: 0.8, threshold: 0.6 } })
  assert.equal(verdictOn('same-face', swapped), 'suspicious')
})

test.run()
