/** Where two must approve: the queue finds the other one, by no word of the first, and the database holds it. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketDown } from '../../device/contract/api.ts'
import type { LinkDown } from '../../device/contract/link.ts'
import { openStore } from '../../hub/store/store.ts'
import { connectBox, connectDesk, type DeskLine, enrolBox, handoff, hubHere, is, publicKey, report } from './clients.ts'

const test = suite('hub: a second approval')
let hub: Awaited<ReturnType<typeof hubHere>>

test.before(async () => {
  hub = await hubHere()
})
test.after(() => hub?.end())

const answered = (message: DeskSocketDown) => message.is === 'claimed' || message.is === 'not-claimed'
type Answer = Extract<DeskSocketDown, { is: 'claimed' | 'not-claimed' }>
async function take(desk: DeskLine, id: string | null): Promise<Answer> {
  const key = await publicKey()
  const keys = { sealKey: key, signKey: key }
  desk.send(id ? { is: 'claim', case: id, ...keys } : { is: 'next', ...keys })
  return (await desk.take(answered as (message: DeskSocketDown) => message is Answer)) as Answer
}

test('whoever approved first gets it back neither by name, nor by the queue, nor past the hub; a colleague gets it by the queue only', async () => {
  const line = await connectBox(hub.box, await enrolBox(hub.web))
  const wish = handoff()
  line.send(report(wish))
  await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.queue?.case === wish.case))
  const [mette, jens] = [await connectDesk(hub.web, 'mette'), await connectDesk(hub.web, 'jens')]
  const first = await take(mette, wish.case)
  assert.is(first.is, 'claimed')
  const claim = (first as Extract<Answer, { is: 'claimed' }>).claim
  const { target: before } = await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.claim !== null))

  // The box keeps the approval and says so, twice because a report may be repeated.
  const asked = report({ ...wish, why: 'second', first: claim, since: new Date().toISOString() })
  line.send(asked)
  line.send(asked)
  await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.queue?.again === true))

  const seen = await mette.take(
    is<DeskSocketDown, 'queue'>('queue', ({ queue }) => queue.some(({ why }) => why === 'second')),
  )
  assert.is(seen.queue[0]!.fit, 'second')
  assert.is((await mette.take(is<DeskSocketDown, 'case'>('case'))).state, 'second')
  assert.equal(await take(mette, wish.case), { is: 'not-claimed', case: wish.case, why: 'second' })
  assert.is((await take(mette, null)).is, 'not-claimed')
  // Not whom the first one asked to take it: nobody takes it by name.
  assert.equal(await take(jens, wish.case), { is: 'not-claimed', case: wish.case, why: 'routed' })
  const other = await take(jens, null)
  assert.is(other.is === 'claimed' && other.case, wish.case)
  const { target } = await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.claim !== null))
  assert.ok(target.claim!.person && target.claim!.person !== before.claim!.person)

  // Set aside and given back to the first one: the database refuses both.
  const db = await openStore(hub.database, () => {})
  try {
    const refusal = async (query: ReturnType<typeof sql>) =>
      query.execute(db).then(
        () => 'taken',
        (error: Error) => error.message,
      )
    await sql`update claims set ended_at = now(), how = 'requeue' where case_id = ${wish.case} and ended_at is null`.execute(
      db,
    )
    assert.match(
      await refusal(sql`insert into claims (id, case_id, user_name, caseworker, seal_key, sign_key)
        values (${randomUUID()}, ${wish.case}, 'mette', '{}', '{}', '{}')`),
      /does not look a second time/,
    )
    assert.match(await refusal(sql`update cases set held_for = 'mette' where id = ${wish.case}`), /is not kept for/)
    const { rows } = await sql<{ act: string; who: string }>`
      select act, who from audit where case_id = ${wish.case} order by n`.execute(db)
    assert.equal(
      rows.map(({ act, who }) => `${act} ${who}`),
      ['claim mette', 'second mette', 'claim jens'],
    )
  } finally {
    await db.destroy()
  }
  await Promise.all([line.close(), mette.close(), jens.close()])
})

test('the first one hands it to a friend before the box has spoken: the queue finds the other all the same', async () => {
  const line = await connectBox(hub.box, await enrolBox(hub.web))
  const wish = handoff()
  line.send(report(wish))
  await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.queue?.case === wish.case))
  const [mette, jens] = [await connectDesk(hub.web, 'mette'), await connectDesk(hub.web, 'jens')]
  const { claim } = (await take(mette, wish.case)) as Extract<Answer, { is: 'claimed' }>
  await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.claim !== null))
  mette.send({ is: 'transfer', claim, to: { user: 'jens' }, note: null })
  await line.take(is<LinkDown, 'target'>('target', ({ target }) => target.queue?.heldBy === 'Jens Krog'))
  line.send(report({ ...wish, why: 'second', first: claim, since: new Date().toISOString() }))
  await line.take(
    is<LinkDown, 'target'>('target', ({ target }) => target.queue?.again === true && !target.queue.heldBy),
  )
  assert.equal(await take(mette, wish.case), { is: 'not-claimed', case: wish.case, why: 'second' })
  assert.is((await take(mette, null)).is, 'not-claimed')
  assert.equal(await take(jens, wish.case), { is: 'not-claimed', case: wish.case, why: 'routed' })
  const other = await take(jens, null)
  assert.is(other.is === 'claimed' && other.case, wish.case)
  await Promise.all([line.close(), mette.close(), jens.close()])
})

test.run()
