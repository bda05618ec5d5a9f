/** What goes wrong in the room, goes right: the visit goes on, or ends plainly, and nothing is lost or done twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Ask } from '../../device/contract/asks.ts'
import type { DeskView } from '../../device/contract/desk.ts'
import type { ScreenState } from '../../device/contract/screen.ts'
import type { Hands } from '../../provisioning/robot/citizen.ts'
import { type Ground, ground, until } from './ground.ts'
import { found, wordNeedles } from './traces.ts'

const test = suite('what goes wrong')
let room: Ground
let desk: ReturnType<Ground['desk']> | null = null

test.before(async () => {
  room = await ground()
})
test.after(async () => {
  await desk?.leave()
  await room?.dispose()
})
test.before.each(() => {
  desk = room.desk()
})
test.after.each(async () => {
  await desk?.leave()
  desk = null
})

type Meet = (state: ScreenState, hands: Hands) => Promise<boolean> | boolean
/** Meets one kind of question once in its own way; the rest as a cooperative citizen. */
function once(is: Ask['is'], meet: Meet, when: (ask: Ask) => boolean = () => true): Meet {
  let met = false
  return (state, hands) => {
    if (met || state.ask.is !== is || !when(state.ask)) return false
    met = true
    return meet(state, hands)
  }
}
function all(...meets: Meet[]): Meet {
  return async (state, hands) => {
    for (const meet of meets) if (await meet(state, hands)) return true
    return false
  }
}

test('passport pulled out while it is read, then a driving licence, a health card and a thumb on the MRZ: each is said, and then it is read', async () => {
  const problems: (string | null)[] = []
  const next: Record<string, (hands: Hands) => Promise<void>> = {
    async null(hands) {
      await hands.act({ is: 'pull-out', afterApdus: 12 })
      await hands.act({ is: 'put-down', citizen: 'good' })
    },
    'card.removed': (hands) => hands.act({ is: 'other-card', card: 'driving-licence' }),
    'document.driving-licence': (hands) => hands.act({ is: 'other-card', card: 'health-card' }),
    'document.health-card': (hands) => hands.act({ is: 'damaged-mrz' }),
  }
  const result = await room.visit('good', {
    onState: ({ ask }) => ask.is === 'document' && problems.at(-1) !== ask.problem && problems.push(ask.problem),
    async instead({ ask }, hands) {
      if (ask.is !== 'document' || ask.state !== 'waiting') return false
      const meet = next[String(ask.problem)]
      if (!meet) return false
      delete next[String(ask.problem)]
      if (ask.problem) {
        await hands.act({ is: 'pull-out' })
        await sleep(500)
      }
      await meet(hands)
      return true
    },
  })
  assert.is(result.outcome, 'approved')
  for (const problem of ['card.removed', 'document.driving-licence', 'document.health-card', 'mrz.unreadable'])
    assert.ok(problems.includes(problem), `${problem} is not among ${problems.join(', ')}`)
})

test('nobody before the camera, then two people, then one; a finger dry three times: one portrait, and the thumb stands in', async () => {
  const guidance = new Set<string>()
  let view: DeskView | null = null
  await desk?.leave()
  desk = room.desk({
    onView: (now) => {
      view = now
      return false
    },
  })
  const stand = once('portrait', async (_state, hands) => {
    await hands.act({ is: 'stand', citizen: null })
    await until('nobody is seen', () => guidance.has('no-face'))
    await hands.act({ is: 'stand', citizen: 'good', condition: 'two-people' })
    await until('two are seen', () => guidance.has('several-faces'))
    await hands.act({ is: 'stand', citizen: 'good', condition: 'good' })
    return true
  })
  const dry: Meet = async ({ ask }, hands) => {
    if (ask.is !== 'finger' || ask.position !== 'right-index' || ask.state !== 'waiting') return false
    await hands.act({ is: 'finger', citizen: 'good', position: 'right-index', condition: 'dry' })
    return true
  }
  const result = await room.visit('good', {
    onState: ({ ask }) => ask.is === 'portrait' && guidance.add(ask.guidance),
    instead: all(stand, dry),
  })
  assert.is(result.outcome, 'approved')
  const finger = (view as DeskView | null)?.fingers[0]
  assert.equal([finger?.position, finger?.outcome, finger?.tries], ['right-thumb', 'good', 1])
})

test('both hands in plaster and no signature: confirmed at the desk, a provisional passport is applied for', async () => {
  const before = (await room.inbox()).length
  let blocks: string[] = []
  await desk?.leave()
  desk = room.desk({
    onView: (now) => {
      if (now.screen.ask.is === 'with-caseworker') blocks = [...new Set([...blocks, ...now.blocks])]
      return false
    },
  })
  const result = await room.visit('good', {
    instead: ({ ask }, hands) => {
      if (ask.is === 'signature') hands.answer({ is: 'cannot-sign' })
      else if (ask.is === 'finger') hands.answer({ is: 'finger-cannot', reason: 'bandaged', hand: true })
      else return false
      return true
    },
  })
  assert.is(result.outcome, 'approved')
  assert.equal(blocks.sort(), ['no-signature', 'prints-consequence', 'prints-unconfirmed'])
  assert.is((await room.inbox()).length, before + 1)
})

const gone = {
  card: { ask: 'document', fault: 'card.reader-gone' },
  mrz: { ask: 'document', fault: 'mrz.reader-gone' },
  camera: { ask: 'portrait', fault: 'camera.gone' },
  finger: { ask: 'finger', fault: 'finger.gone' },
} as const
type Device = keyof typeof gone

test('reader, MRZ reader, camera and finger sensor are unplugged and come back: said meanwhile, and the visit goes on', async () => {
  let said: string | null = null
  const askIds = new Map<Device, Set<string>>()
  const devices = Object.keys(gone) as Device[]
  for (const device of devices) askIds.set(device, new Set())
  const unplug = (device: Device): Meet =>
    once(gone[device].ask, async ({ ask }, hands) => {
      await hands.act({ is: 'plug', device, in: false })
      await until('the citizen is told', () => said === gone[device].fault)
      // Long enough for several looks whether it is back.
      await sleep(2_500)
      await hands.act({ is: 'plug', device, in: true })
      await until('the citizen is told that it is back', () => said === null)
      if (device === 'mrz') await hands.act({ is: 'put-down', citizen: 'good' })
      else if (ask.is === 'finger') await hands.act({ is: 'finger', citizen: 'good', position: ask.position })
      else if (device === 'camera') await hands.act({ is: 'stand', citizen: 'good' })
      else return unplug('mrz')({ ask } as ScreenState, hands)
      return true
    })
  const result = await room.visit('good', {
    onState({ ask, askId }) {
      if (!('problem' in ask)) return
      said = ask.problem
      for (const device of devices) if (said === gone[device].fault) askIds.get(device)!.add(askId)
    },
    instead: all(unplug('card'), unplug('camera'), unplug('finger')),
  })
  assert.is(result.outcome, 'approved')
  for (const device of devices) assert.is(askIds.get(device)!.size, 1, `${device}: one question, not one a second`)
})

test('paper is out: the visit ends well without a receipt, and says so', async () => {
  await room.act({ is: 'printer', condition: 'paper-out' })
  await sleep(3_500)
  try {
    const result = await room.visit('good')
    assert.is(result.outcome, 'approved')
    assert.is(result.receipt, 'failed')
  } finally {
    await room.act({ is: 'printer', condition: 'ready' })
  }
})

test('the caseworker wants another portrait: only that is taken again, and an approval over the former one is refused as stale', async () => {
  await desk?.leave()
  const results: string[] = []
  let old: DeskView['evidence'] = null
  let now: DeskView['evidence'] = null
  let retaken = false
  desk = room.desk({
    onClosed: ({ result }) => results.push(result),
    async onView(view, hands) {
      // The virtual camera's film is a short loop: the new portrait may be the same frame, so the hash alone tells nothing.
      if (old && view.evidence?.portrait === null) retaken = true
      if (view.screen.ask.is !== 'with-caseworker') return false
      if (!old) {
        old = view.evidence
        await hands.send({ is: 'retake', step: 'portrait' })
        return true
      }
      if (!retaken || view.evidence?.portrait === null) return true
      now = view.evidence
      if (results.length > 0) return false
      await hands.decide({ verdict: 'approved', reason: null }, { ...old, portrait: 'a'.repeat(64) })
      return true
    },
  })
  const fingers = new Set<string>()
  const result = await room.visit('good', {
    instead: (state) => {
      if (state.ask.is === 'finger') fingers.add(state.askId)
      return false
    },
  })
  assert.is(result.outcome, 'approved')
  assert.equal(results, ['stale', 'taken'])
  assert.is(fingers.size, 2, 'no finger was asked twice')
  const then = old as DeskView['evidence']
  const after = now as DeskView['evidence']
  assert.ok(retaken && after?.portrait)
  assert.is(after?.fingers, then?.fingers)
  assert.is(after?.signature, then?.signature)
})

test('the citizen calls a person at the prints, redoes the signature from the review, goes back, and cancels: each part where it should be', async () => {
  const seen: string[] = []
  const helps = new Set<string>()
  const result = await room.visit('good', {
    onState: ({ help }) => helps.add(help),
    instead: all(
      (state) => {
        if (seen.at(-1) !== state.ask.is) seen.push(state.ask.is)
        return false
      },
      once('finger', async (_state, hands) => {
        hands.send({ is: 'call-person' })
        await until('help is there', () => helps.has('here'))
        return false
      }),
      once('review', (_state, hands) => {
        hands.answer({ is: 'redo', step: 'signature' })
        return true
      }),
      (state, hands) => {
        if (state.ask.is !== 'review' || seen.filter((is) => is === 'review').length !== 2) return false
        hands.send({ is: 'back' })
        return true
      },
      (state, hands) => {
        if (state.ask.is !== 'contact' || seen.filter((is) => is === 'contact').length !== 2) return false
        hands.send({ is: 'cancel' })
        return true
      },
    ),
  })
  assert.is(result.outcome, 'cancelled')
  assert.ok(seen.join(' ').includes('review signature review contact'), seen.join(' '))
})

test('nothing of a person is in any log', () => {
  assert.ok(room.logs.length > 10)
  assert.equal(found(Buffer.from(room.logs.join('\n')), wordNeedles(4)), [])
})

test.run()
