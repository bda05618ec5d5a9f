/** Two must approve: the second one comes by the queue, is somebody else, and both signatures reach the authority. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskView } from '../../device/contract/desk.ts'
import { type Ground, ground } from './ground.ts'

const test = suite('four eyes')
const second = { user: 'ali', password: 'ali-demo' }
let room: Ground

test.before(async () => {
  room = await ground({ box: { fourEyes: ['passport-renewal'] } })
})
test.after(() => room?.dispose())

test('the first caseworker approves, is not let in again, and another one whom the queue chose approves too', async () => {
  const results: string[] = []
  const seen: DeskView[] = []
  const asks: string[] = []
  let other: ReturnType<Ground['desk']> | null = null
  // Kirsten stays at her desk all the time: the case that she approved must not come back to her.
  const first = room.desk({
    onClosed: ({ result }) => results.push(`kirsten ${result}`),
    onCase: (state) => {
      results.push(`kirsten ${state}`)
      if (state === 'second')
        other ??= room.desk({
          who: second,
          onView: (view) => !seen.push(view),
          onClosed: ({ result }) => results.push(`ali ${result}`),
        })
    },
  })
  const visit = await room.visit('good', {
    onState: ({ ask }) => {
      if (ask.is === 'waiting' && ask.second) asks.push('told')
    },
  })
  await first.leave()
  await (other as ReturnType<Ground['desk']> | null)?.leave()
  assert.is(visit.outcome, 'approved')
  assert.equal(
    results.filter((one) => one !== 'kirsten second'),
    ['ali taken'],
  )
  assert.ok(results.includes('kirsten second'))
  assert.ok(asks.length > 0, 'the citizen is told that one more looks')
  const [view] = seen
  assert.is(view!.fourEyes!.first!.caseworker.name, 'Kirsten Dahl')
  assert.ok(view!.portraits.live && view!.applicant && view!.chip && view!.signature, 'the second one sees everything')
  const [entry] = await room.inbox()
  assert.equal([entry!.verdict, entry!.verified, entry!.captures], ['approved', true, true])
})

test.run()
