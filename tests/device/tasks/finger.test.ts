/** The finger step on a real sensor's wire: which finger is asked for next, and what is noticed on the glass. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Answer } from '../../../device/contract/answer.ts'
import type { AskOf } from '../../../device/contract/asks.ts'
import type { FingerPosition, Hand } from '../../../device/contract/nouns.ts'
import { createFingerAnalyst } from '../../../device/finger/analyst.ts'
import { unpackIso19794 } from '../../../device/finger/records/iso19794.ts'
import { unpackIso39794 } from '../../../device/finger/records/iso39794.ts'
import { decodeWsq } from '../../../device/finger/wsq/decode.ts'
import { takeFingerWord } from '../../../device/session/desk-fingers.ts'
import { VisitMemory } from '../../../device/session/memory.ts'
import { FingerLog, printsConsequence, stepOf } from '../../../device/tasks/finger-log.ts'
import { Runner } from '../../../device/tasks/runner.ts'
import { takeHand } from '../../../device/tasks/steps/finger.ts'
import type { FingerCapture, TaskContext } from '../../../device/tasks/task.ts'
import { FingerSensor } from '../../../drivers/finger/sensor.ts'
import type { Condition } from '../../../drivers/virtual/finger/press.ts'
import { VirtualFingerSensor } from '../../../drivers/virtual/finger/sensor.ts'
import { place, until } from '../../drivers/serial/place.ts'

const test = suite('the fingers of one visit')
const now = new Date('2026-11-22T12:00:00Z')
const analyst = createFingerAnalyst()
let device: VirtualFingerSensor
let sensor: FingerSensor
let leave: () => Promise<void>

test.before(async () => {
  const folder = place()
  device = new VirtualFingerSensor({ path: folder.path('finger'), pace: 'none', liveness: true })
  await device.start()
  sensor = new FingerSensor({ path: folder.path('finger'), fingerSeconds: 1 })
  const stop = new AbortController()
  const running = sensor.run(stop.signal)
  await until(() => sensor.presence.is === 'ready')
  leave = async () => {
    stop.abort()
    await running
    await device.stop()
    await analyst.close()
    folder.remove()
  }
})
test.after(() => leave())

type Asked = AskOf<'finger'>
type Visit = { fingers: FingerLog; runner: Runner; answer(answer: Answer): void }
/** What somebody does at one question; a finger and how it lies, or what is said. */
type Does = (ask: Asked, visit: Visit) => { position: FingerPosition; condition: Condition } | null

/** Takes hands one after the other; the citizen does what `does` says at each new question. */
async function visit(does: Does, hands: readonly Hand[] = ['right', 'left']) {
  const fingers = new FingerLog()
  const asked: string[] = []
  const advice = new Set<string | null>()
  let laying = 1
  let last = ''
  const runner = new Runner({
    step() {},
    done() {},
    fault() {},
    show(askId, ask) {
      if (ask.is !== 'finger') return
      advice.add(ask.advice)
      if (ask.state !== 'waiting') return device.lift()
      const key = `${ask.position} ${ask.attempt}`
      if (asked.at(-1) !== key) asked.push(key)
      // The same question is met again only where the box says something new about it.
      const said = `${key} ${ask.advice}`
      if (said === last) return
      last = said
      const visit: Visit = { fingers, runner, answer: (answer) => setImmediate(() => runner.take(askId, answer)) }
      const finger = does(ask, visit)
      laying += 1
      if (finger) device.lay({ citizenSeed: 3, ...finger, laying })
      else device.lift()
    },
  })
  const context = {
    runner,
    devices: { finger: sensor },
    memory: new VisitMemory(),
    fingers,
    analyst,
    fingerBpp: 0.75,
    onGlass: { image: null },
    now,
    supervised: false,
    dwellMs: 0,
  } as unknown as TaskContext
  const taken = await runner.run(async () => {
    const all: FingerCapture[] = []
    for (const hand of hands) all.push(await runner.once(stepOf(hand), [], takeHand(context, hand)))
    return all
  })
  device.lift()
  const consequence = printsConsequence({ prints: true, age: 40 }, { fingers, now })
  return { taken, asked, advice, fingers, runner, consequence }
}

const good: Does = ({ position }) => ({ position, condition: 'good' })

test('two good index fingers: both prints, each with records that open again', async () => {
  const { taken, asked, consequence } = await visit(good)
  assert.equal(asked, ['right-index 1', 'left-index 1'])
  assert.equal(consequence, { is: 'both-hands' })
  for (const finger of taken) {
    assert.is(finger.outcome, 'good')
    assert.is(finger.attack, 'none')
    const { iso19794, iso39794 } = finger.records!
    for (const unpacked of [unpackIso19794(iso19794), unpackIso39794(iso39794)]) {
      assert.is(unpacked.is, 'fingers')
      if (unpacked.is !== 'fingers') continue
      const [one] = unpacked.fingers
      assert.is(one!.finger, finger.position)
      const picture = decodeWsq(one!.wsq)
      assert.is(picture.is === 'image' && picture.image.width, finger.image!.width)
    }
  }
})

test('an index finger that stays dry: after three tries the thumb stands in', async () => {
  const { taken, asked, consequence } = await visit(
    ({ position }) => ({ position, condition: position === 'right-index' ? 'dry' : 'good' }),
    ['right'],
  )
  assert.equal(asked, ['right-index 1', 'right-index 2', 'right-index 3', 'right-thumb 1'])
  assert.is(taken[0]!.position, 'right-thumb')
  assert.is(taken[0]!.outcome, 'good')
  assert.is(consequence, null, 'the other hand is still to come')
})

test('a missing finger that the citizen tells of: the thumb at once, and a caseworker must confirm it', async () => {
  const { taken, asked, fingers, consequence } = await visit((ask, { answer }) => {
    if (ask.position !== 'right-index') return { position: ask.position, condition: 'good' }
    answer({ is: 'finger-cannot', reason: 'missing', hand: false })
    return null
  })
  assert.equal(asked, ['right-index 1', 'right-thumb 1', 'left-index 1'])
  assert.is(taken[0]!.position, 'right-thumb')
  assert.equal(fingers.facts[0], { is: 'stated', hand: 'right', digit: 'index', reason: 'missing' })
  assert.equal(consequence, { is: 'both-hands' })
})

test('a hand in plaster and a good one: one print; both in plaster: a provisional passport', async () => {
  const plaster: Does = (_ask, { answer }) => {
    answer({ is: 'finger-cannot', reason: 'bandaged', hand: true })
    return null
  }
  const one = await visit((ask, visit) => (ask.position.startsWith('right') ? plaster(ask, visit) : good(ask, visit)))
  assert.is(one.taken[0]!.outcome, 'unavailable')
  assert.equal(one.consequence, { is: 'one-hand', missing: 'right' })
  const both = await visit(plaster)
  assert.equal(both.consequence, { is: 'provisional', months: 12 })
  assert.is(both.fingers.facts.length, 8)
})

test('a caseworker who sees that it lasts for good makes it an ordinary passport without prints', async () => {
  const { fingers, runner, consequence } = await visit((ask, { fingers, runner }) => {
    const hand = ask.position.startsWith('right') ? 'right' : 'left'
    takeFingerWord(
      {
        is: 'finger-impossible',
        position: `${hand}-index`,
        hand: true,
        reason: 'cannot-place',
        lasting: 'permanently',
      },
      { fingers, runner, now, caseworker: 'Kirsten Dahl' },
    )
    return null
  })
  assert.equal(consequence, { is: 'exempt' })
  assert.ok(fingers.facts.every((fact) => fact.is === 'impossible' && fact.caseworker === 'Kirsten Dahl'))
  // Confirming what is so already takes nothing again.
  const word = { is: 'finger-impossible', position: 'right-index', hand: true, reason: 'missing' } as const
  takeFingerWord({ ...word, lasting: 'temporarily' }, { fingers, runner, now, caseworker: 'Kirsten Dahl' })
  assert.ok(runner.journal.get('right-index'))
  takeFingerWord({ is: 'finger-possible', position: 'right-index' }, { fingers, runner, now, caseworker: 'x' })
  assert.not(runner.journal.get('right-index'))
})

test('a caseworker ends the tries: the best print stands, by name', async () => {
  const { taken, asked } = await visit(
    (ask, { fingers, runner }) => {
      if (ask.attempt === 2) {
        takeFingerWord({ is: 'finger-enough', hand: 'right' }, { fingers, runner, now, caseworker: 'Kirsten Dahl' })
        return null
      }
      return { position: ask.position, condition: 'dry' }
    },
    ['right'],
  )
  assert.equal(asked, ['right-index 1', 'right-index 2'])
  assert.is(taken[0]!.outcome, 'poor')
  assert.ok(taken[0]!.records, 'also a poor print goes into the application')
})

test('the right hand shown for the left is noticed, and the left one is then taken', async () => {
  const { taken, advice } = await visit(({ position, attempt }) => ({
    position: position === 'left-index' && attempt === 1 ? 'right-index' : position,
    condition: 'good',
  }))
  assert.ok(advice.has('other-finger'))
  assert.is(taken[1]!.outcome, 'good')
  assert.is(taken[1]!.tries, 2)
  assert.not(taken[1]!.sameAs)
})

test('hands swapped from one try to the next are noticed, though the first try was not kept', async () => {
  const { advice } = await visit(({ position, attempt }) => {
    if (position === 'right-index')
      return { position: attempt === 1 ? 'left-index' : position, condition: attempt === 1 ? 'wet' : 'good' }
    return { position, condition: 'good' }
  })
  assert.ok(advice.has('other-finger'))
})

test('what the last visitor left on the glass is no print, and no try', async () => {
  const { taken, advice } = await visit(
    ({ position, advice }) => ({
      position,
      condition: advice === 'clean-glass' ? 'good' : 'residue',
    }),
    ['right'],
  )
  assert.ok(advice.has('clean-glass'))
  assert.equal([taken[0]!.outcome, taken[0]!.tries], ['good', 1])
})

test('something that does not live on the glass: told in plain words, and the caseworker sees it', async () => {
  const { taken, advice } = await visit(
    ({ position, attempt }) => ({ position, condition: attempt === 1 ? 'fake' : 'good' }),
    ['right'],
  )
  assert.ok(advice.has('bare-finger'))
  assert.equal([taken[0]!.outcome, taken[0]!.attack, taken[0]!.tries], ['good', 'suspected', 2])
})

test.run()
