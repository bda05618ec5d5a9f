/** The five passports of the bench end as they must, over the same sockets, wires and keys as in service. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskView } from '../../device/contract/desk.ts'
import { type Ground, ground } from './ground.ts'
import { found, wordNeedles } from './traces.ts'

const test = suite('five citizens')
let room: Ground
let desk: ReturnType<Ground['desk']>
const views = new Map<string, DeskView>()

test.before(async () => {
  room = await ground()
  desk = room.desk({
    onView: (view) => {
      views.set(view.applicationId, view)
      return false
    },
  })
})
test.after(async () => {
  await desk?.leave()
  await room?.dispose()
})

async function visit(citizen: Parameters<Ground['visit']>[0]) {
  const before = new Set((await room.inbox()).map((entry) => entry.applicationId))
  const result = await room.visit(citizen)
  const delivered = (await room.inbox()).filter((entry) => !before.has(entry.applicationId))
  assert.is(delivered.length, 1, 'exactly one application arrived')
  const entry = delivered[0]!
  assert.is(entry.verified, true, 'signatures and hashes hold at the authority')
  assert.is(entry.deliveries, 1)
  return { result, entry, view: views.get(entry.applicationId)! }
}

test('a good passport and its holder: approved, delivered with captures, receipt printed', async () => {
  const { result, entry, view } = await visit('good')
  assert.is(result.outcome, 'approved')
  assert.is(result.receipt, 'printed')
  assert.is(entry.captures, true)
  assert.is(view.chip?.verdict, 'genuine')
  assert.is(view.portraits.comparison?.match, true)
  assert.equal(
    view.fingers.map(({ outcome }) => outcome),
    ['good', 'good'],
  )
  assert.equal(view.blocks, [])
})

test('somebody else with a good passport: flagged to the caseworker, rejected by a person, nothing biometric delivered', async () => {
  const { result, entry, view } = await visit('mismatch')
  assert.is(view.chip?.verdict, 'genuine')
  assert.is(view.portraits.comparison?.match, false)
  assert.is(result.outcome, 'rejected')
  assert.is(result.reason, 'portrait-not-you')
  assert.is(entry.captures, false)
})

for (const citizen of ['badsig', 'altered'] as const) {
  test(`a passport with ${citizen === 'badsig' ? 'a broken signature' : 'an altered data group'}: marked not genuine, approval blocked, rejected by a person`, async () => {
    const { result, entry, view } = await visit(citizen)
    assert.is.not(view.chip?.verdict, 'genuine')
    assert.ok(view.blocks.includes('not-genuine'))
    assert.is(result.outcome, 'rejected')
    assert.is(result.reason, 'document-not-genuine')
    assert.is(entry.captures, false)
  })
}

test('a child under 12: no prints asked, approval blocked without recorded consent, referred', async () => {
  const { result, entry, view } = await visit('child')
  assert.ok(view.age !== null && view.age < 12)
  assert.equal(
    view.fingers.map(({ outcome }) => outcome),
    ['exempt', 'exempt'],
  )
  assert.ok(view.blocks.includes('consent-missing'))
  assert.is(result.outcome, 'referred')
  assert.is(entry.verdict, 'referred')
})

test('a caseworker who would approve a passport that is not genuine is stopped by the box', async () => {
  await desk.leave()
  const said: string[] = []
  desk = room.desk({
    judge: (view) =>
      view.screen.ask.is === 'with-caseworker'
        ? said.length === 0
          ? { verdict: 'approved', reason: null }
          : { verdict: 'rejected', reason: 'document-not-genuine' }
        : null,
    onClosed: ({ verdict, result }) => said.push(`${verdict} ${result}`),
  })
  const result = await room.visit('altered')
  assert.equal(said, ['approved blocked', 'rejected taken'])
  assert.is(result.outcome, 'rejected')
})

test('a child whose custody holders’ consent the caseworker has recorded: approved', async () => {
  await desk.leave()
  desk = room.desk({
    judge: (view) =>
      view.screen.ask.is === 'with-caseworker'
        ? { verdict: 'approved', reason: null, recorded: ['custody-consent'] }
        : null,
  })
  assert.is((await room.visit('child')).outcome, 'approved')
})

test('nothing of a person is in any log', () => {
  assert.ok(room.logs.length > 10)
  assert.equal(found(Buffer.from(room.logs.join('\n')), wordNeedles(4)), [])
})

test.run()
