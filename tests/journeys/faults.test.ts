/** What goes wrong in the room, goes right: the visit goes on, or ends plainly, and nothing is lost or done twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskView } from '../../device/contract/desk.ts'
import type { Ask, ScreenState } from '../../device/contract/screen.ts'
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

test('passport pulled out while it is read: said, and the second try reads it', async () => {
  const problems = new Set<string | null>()
  const tear = once('document', async (_state, hands) => {
    await hands.act({ is: 'pull-out', afterApdus: 12 })
    await hands.act({ is: 'put-down', citizen: 'good' })
    return true
  })
  const result = await room.visit('good', {
    onState: ({ ask }) => ask.is === 'document' && problems.add(ask.problem),
    instead: tear,
  })
  assert.is(result.outcome, 'approved')
  assert.ok(problems.has('card.removed'))
})

test('a driving licence is laid down, and a health card drawn through: each is named, with what to do, and then the passport', async () => {
  const problems = new Set<string | null>()
  const cards = ['driving-licence', 'health-card'] as const
  let tried = 0
  const result = await room.visit('good', {
    onState: ({ ask }) => ask.is === 'document' && problems.add(ask.problem),
    async instead({ ask }, hands) {
      const card = cards[tried]
      if (ask.is !== 'document' || ask.state !== 'waiting' || !card) return false
      tried++
      if (tried === 2) await hands.act({ is: 'pull-out' })
      await hands.act({ is: 'other-card', card })
      return true
    },
  })
  assert.is(result.outcome, 'approved')
  for (const card of cards) assert.ok(problems.has(`document.${card}`), card)
})

test('a thumb on the MRZ: asked again, read at the second pass', async () => {
  const problems = new Set<string | null>()
  const result = await room.visit('good', {
    onState: ({ ask }) => ask.is === 'document' && problems.add(ask.problem),
    instead: once('document', async (_state, hands) => {
      await hands.act({ is: 'damaged-mrz' })
      return true
    }),
  })
  assert.is(result.outcome, 'approved')
  assert.ok(problems.has('mrz.unreadable'))
})

test('nobody before the camera, then two people, then one: one portrait', async () => {
  const guidance = new Set<string>()
  const result = await room.visit('good', {
    onState: ({ ask }) => ask.is === 'portrait' && guidance.add(ask.guidance),
    instead: once('portrait', async (_state, hands) => {
      await hands.act({ is: 'stand', citizen: null })
      await until('nobody is seen', () => guidance.has('no-face'))
      await hands.act({ is: 'stand', citizen: 'good', condition: 'two-people' })
      await until('two are seen', () => guidance.has('several-faces'))
      await hands.act({ is: 'stand', citizen: 'good', condition: 'good' })
      return true
    }),
  })
  assert.is(result.outcome, 'approved')
})

test('a finger that is dry three times: the thumb stands in, and the caseworker sees it', async () => {
  let view: DeskView | null = null
  await desk?.leave()
  desk = room.desk({
    onView: (now) => {
      view = now
      return false
    },
  })
  const result = await room.visit('good', {
    instead: async (state, hands) => {
      const { ask } = state
      if (ask.is !== 'finger' || ask.position !== 'right-index' || ask.state !== 'waiting') return false
      await hands.act({ is: 'finger', citizen: 'good', position: 'right-index', condition: 'dry' })
      return true
    },
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
  camera: { ask: 'portrait', fault: 'camera.gone' },
  finger: { ask: 'finger', fault: 'finger.gone' },
  card: { ask: 'document', fault: 'card.reader-gone' },
  mrz: { ask: 'document', fault: 'mrz.reader-gone' },
} as const

for (const device of ['camera', 'finger', 'card', 'mrz'] as const) {
  test(`the ${device} is unplugged in the middle and comes back: said meanwhile, and the visit goes on`, async () => {
    const { ask, fault } = gone[device]
    let said: string | null = null
    const askIds = new Set<string>()
    const result = await room.visit('good', {
      onState(state) {
        if (!('problem' in state.ask)) return
        said = state.ask.problem
        if (said === fault) askIds.add(state.askId)
      },
      instead: once(ask, async (state, hands) => {
        await hands.act({ is: 'plug', device, in: false })
        await until('the citizen is told', () => said === fault)
        // Long enough for several looks whether it is back.
        await sleep(2_500)
        await hands.act({ is: 'plug', device, in: true })
        await until('the citizen is told that it is back', () => said === null)
        if (state.ask.is === 'document') await hands.act({ is: 'put-down', citizen: 'good' })
        else if (state.ask.is === 'finger')
          await hands.act({ is: 'finger', citizen: 'good', position: state.ask.position })
        else await hands.act({ is: 'stand', citizen: 'good' })
        return true
      }),
    })
    assert.is(result.outcome, 'approved')
    assert.is(askIds.size, 1, 'one question, not one a second')
  })
}

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

test('the caseworker wants another portrait: only that is taken again', async () => {
  await desk?.leave()
  let asked = false
  let retaken = false
  let hashes: DeskView['evidence'] = null
  let after: DeskView['evidence'] = null
  desk = room.desk({
    async onView(view, hands) {
      // The virtual camera's film is a short loop: the new portrait may be the same frame, so the hash alone tells nothing.
      if (asked && view.evidence?.portrait === null) retaken = true
      if (view.screen.ask.is !== 'with-caseworker') return false
      if (!asked) {
        asked = true
        hashes = view.evidence
        await hands.send({ is: 'retake', step: 'portrait' })
        return true
      }
      if (!retaken) return true
      after = view.evidence
      return false
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
  assert.is(fingers.size, 2, 'no finger was asked twice')
  const now = after as DeskView['evidence']
  const then = hashes as DeskView['evidence']
  assert.ok(retaken && now?.portrait)
  assert.is(now?.fingers, then?.fingers)
  assert.is(now?.signature, then?.signature)
})

test('an approval over what the caseworker saw before a retake is refused as stale', async () => {
  await desk?.leave()
  const results: string[] = []
  let old: DeskView['evidence'] = null
  let asked = false
  desk = room.desk({
    onClosed: ({ result }) => results.push(result),
    async onView(view, hands) {
      if (view.screen.ask.is !== 'with-caseworker') return false
      if (!asked) {
        asked = true
        old = view.evidence
        await hands.send({ is: 'retake', step: 'portrait' })
        return true
      }
      if (view.evidence?.portrait === null) return true
      if (results.length === 0 && old) {
        // The virtual camera may have taken the very same frame again: another hash stands for the portrait of before.
        await hands.decide({ verdict: 'approved', reason: null }, { ...old, portrait: 'a'.repeat(64) })
        return true
      }
      return false
    },
  })
  assert.is((await room.visit('good')).outcome, 'approved')
  assert.equal(results, ['stale', 'taken'])
})

test('the citizen redoes the signature from the review, goes back, and cancels: each part where it should be', async () => {
  const seen: string[] = []
  const result = await room.visit('good', {
    instead: all(
      (state) => {
        if (seen.at(-1) !== state.ask.is) seen.push(state.ask.is)
        return false
      },
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

test('the citizen calls a person in the middle of the prints: help comes, and the visit goes on to its decision', async () => {
  let helped: string | null = null
  const result = await room.visit('good', {
    instead: async (state, hands) => {
      if (state.ask.is !== 'finger' || helped) return false
      if (state.help === 'none') hands.send({ is: 'call-person' })
      await sleep(700)
      helped = state.ask.is
      return false
    },
  })
  assert.is(result.outcome, 'approved')
})

test('nothing of a person is in any log', () => {
  assert.ok(room.logs.length > 10)
  assert.equal(found(Buffer.from(room.logs.join('\n')), wordNeedles(4)), [])
})

test.run()
