/** A rule asks for a caseworker who watches; and a citizen who walks away. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Ground, ground } from './ground.ts'

const test = suite('supervised capture')
let room: Ground

test.before(async () => {
  room = await ground({ box: { supervised: true, attention: { quietMs: 2_500, graceMs: 3_000 } } })
})
test.after(() => room?.dispose())

test('capture is supervised: no picture is taken before a caseworker is here, and the same caseworker decides', async () => {
  const asks: string[] = []
  let desk: ReturnType<Ground['desk']> | null = null
  const result = await room.visit('good', {
    instead: (state) => {
      asks.push(state.ask.is)
      if (state.ask.is === 'waiting') desk ??= room.desk()
      if (state.ask.is === 'portrait') assert.ok(state.call, 'a caseworker is in the call')
      return false
    },
  })
  await (desk as ReturnType<Ground['desk']> | null)?.leave()
  assert.is(result.outcome, 'approved')
  assert.ok(asks.indexOf('waiting') < asks.indexOf('portrait'), 'the queue came before the camera')
  assert.is(
    asks.filter((is) => is === 'waiting').length > 0 && asks.lastIndexOf('waiting') < asks.indexOf('portrait'),
    true,
  )
})

test('the citizen walks away: warned twice, then erased, and the passport is not forgotten', async () => {
  const warnings = new Set<string>()
  const seen: string[] = []
  const result = await room.visit('good', {
    onState({ ask, timeout }) {
      if (seen.at(-1) !== ask.is) seen.push(ask.is)
      if (timeout) warnings.add(timeout.warning)
    },
    // Nobody is there any more: neither to answer nor to say goodbye.
    instead: ({ ask }) => ask.is === 'holder' || ask.is === 'farewell',
  })
  assert.is(result.outcome, 'timed-out')
  assert.equal([...warnings], ['first', 'last'])
  assert.equal(seen.slice(-3), ['farewell', 'take-document', 'welcome'])
})

test.run()
