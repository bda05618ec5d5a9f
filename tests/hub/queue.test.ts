import { randomUUID } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketDown } from '../../device/contract/api.ts'
import type { LinkDown } from '../../device/contract/link.ts'
import {
  type BoxLine,
  type Child,
  connectBox,
  connectDesk,
  type DeskLine,
  enrolBox,
  handoff,
  hubHere,
  hubProcess,
  is,
  publicKey,
  report,
  signIn,
  type TestBox,
} from './clients.ts'
import { natsServer } from './nats-server.ts'

/** `BUS=nats` runs the same on NATS: what hub processes say to each other goes through its server. */
const overNats = process.env.BUS === 'nats'
const test = suite(`hub: queue, over two hub processes${overNats ? ' and NATS' : ''}`)
const GRACE_MS = 1_500
let one: Awaited<ReturnType<typeof hubHere>>
/** Another process on the same database and keys. */
let two: Child
let nats: Awaited<ReturnType<typeof natsServer>> | undefined
/** Desks sign in once: the brake and scrypt are not what is tried here. */
const cookies = { mette: '', jens: '' }

test.before(async () => {
  if (overNats) nats = await natsServer()
  one = await hubHere(nats ? { nats: nats.url } : {}, { graceMs: GRACE_MS })
  two = await hubProcess({ ...one.config, database: one.database })
  for (const user of ['mette', 'jens'] as const) cookies[user] = await signIn(one.web, user)
})
test.after(async () => {
  await two.stop()
  await one.end()
  nats?.end()
})

const target = is<LinkDown, 'target'>
const queueHas = (id: string, also: (entry: { again: boolean; claimedBy: string | null }) => boolean = () => true) =>
  is<DeskSocketDown, 'queue'>('queue', ({ queue }) => queue.some((entry) => entry.case === id && also(entry)))

/** A box with a standing handoff. */
async function waitingBox(at: { web: string; box: string }, since = new Date()) {
  const enrolled = await enrolBox(one.web)
  const boot = randomUUID()
  const line = await connectBox(at.box, enrolled, boot)
  const wish = handoff(since)
  line.send(report(wish))
  await line.take(target('target', ({ target }) => target.queue?.case === wish.case))
  return { enrolled, boot, line, wish }
}

async function claim(desk: DeskLine, id: string, keys?: { sealKey: object; signKey: object }) {
  const key = await publicKey()
  desk.send({ is: 'claim', case: id, sealKey: key, signKey: key, ...(keys as object) })
  return desk.take((message) => message.is === 'claimed' || message.is === 'not-claimed')
}

async function claimed(desk: DeskLine, id: string): Promise<string> {
  const answer = await claim(desk, id)
  if (answer.is !== 'claimed') throw new Error(`not claimed: ${answer.why}`)
  return answer.claim
}

/** The citizen leaves: the case must not stand in the way of the next test. */
async function leave(...lines: BoxLine[]) {
  for (const line of lines) {
    line.send(report(null))
    await line.take(target('target', ({ target }) => !target.queue && !target.claim))
    await line.close()
  }
}

test('two caseworkers take the same citizen at once, on two hub processes: exactly one gets the case', async () => {
  const desks = [await connectDesk(one.web, 'mette', cookies.mette), await connectDesk(two.web, 'jens', cookies.jens)]
  for (let round = 0; round < 6; round++) {
    const { line, wish } = await waitingBox(round % 2 ? one : two)
    const answers = await Promise.all(desks.map((desk) => claim(desk, wish.case)))
    assert.equal(answers.map((answer) => answer.is).sort(), ['claimed', 'not-claimed'])
    const { target: told } = await line.take(target('target', ({ target }) => target.claim !== null))
    assert.is(told.claim!.case, wish.case)
    assert.is(told.claim!.caseworker.name, answers[0]!.is === 'claimed' ? 'Mette Holm' : 'Jens Krog')
    await leave(line)
  }
  await Promise.all(desks.map((desk) => desk.close()))
})

test('what box and desk say to each other passes between two processes: small and large, in order', async () => {
  const { line, wish } = await waitingBox(one)
  const desk = await connectDesk(two.web, 'jens', cookies.jens)
  const id = await claimed(desk, wish.case)
  await line.take(target('target', ({ target }) => target.claim !== null))

  const sizes = [10, 3_000_000, 20, 9_000, 30]
  const texts = sizes.map((size, n) => `${n}`.padEnd(size, 'x'))
  for (const sealed of texts) {
    line.send({ is: 'request', id: sealed.slice(0, 1), request: { is: 'to-desk', claim: id, kind: 'message', sealed } })
  }
  for (const sealed of texts) {
    const got = await desk.take(is<DeskSocketDown, 'from-box'>('from-box'))
    assert.ok(got.sealed === sealed, `message ${sealed[0]} came whole and in its turn`)
  }
  for (const _ of texts) {
    const { reply } = await line.take(is<LinkDown, 'reply'>('reply'))
    assert.is(reply.is, 'ok')
  }

  for (const sealed of texts) desk.send({ is: 'to-box', id: `m${sealed[0]}`, claim: id, sealed })
  for (const sealed of texts) {
    const { id: asked, request } = await line.take(is<LinkDown, 'request'>('request'))
    assert.ok(request.is === 'to-box' && request.sealed === sealed && request.claim === id)
    line.send({ is: 'reply', id: asked, reply: { is: 'ok' } })
  }
  for (const _ of texts) assert.ok((await desk.take(is<DeskSocketDown, 'sent'>('sent'))).ok)

  // Somebody else's claim is nobody's business.
  const stranger = await connectDesk(one.web, 'mette', cookies.mette)
  stranger.send({ is: 'to-box', id: 'x', claim: id, sealed: 'a' })
  assert.not((await stranger.take(is<DeskSocketDown, 'sent'>('sent'))).ok)
  const other = await waitingBox(two)
  other.line.send({ is: 'request', id: 'y', request: { is: 'to-desk', claim: id, kind: 'message', sealed: 'a' } })
  assert.is((await other.line.take(is<LinkDown, 'reply'>('reply'))).reply.is, 'no-claim')

  await leave(line, other.line)
  assert.is((await desk.take(is<DeskSocketDown, 'case'>('case'))).state, 'ended')
  await Promise.all([desk.close(), stranger.close()])
})

test('the caseworker’s browser closes in a call: the citizen stands first in the queue again', async () => {
  const first = await waitingBox(one, new Date(Date.now() - 60_000))
  const later = await waitingBox(two)
  const desk = await connectDesk(two.web, 'jens', cookies.jens)
  const watcher = await connectDesk(one.web, 'mette', cookies.mette)
  await claimed(desk, later.wish.case)
  await later.line.take(target('target', ({ target }) => target.claim !== null))
  desk.socket.terminate()
  const { target: told } = await later.line.take(target('target', ({ target }) => target.queue !== null))
  assert.is(told.queue!.ahead, 0)
  assert.is(told.queue!.again, true)
  const { queue } = await watcher.take(queueHas(later.wish.case, (entry) => entry.again && entry.claimedBy === null))
  assert.is(queue[0]!.case, later.wish.case)
  const { target: behind } = await first.line.take(target('target', ({ target }) => target.queue?.ahead === 1))
  assert.is(behind.queue!.again, false)
  await leave(first.line, later.line)
  await watcher.close()
})

test('a gap in the caseworker’s line: the same page takes its claim up again and gets the view it missed', async () => {
  const { line, wish } = await waitingBox(one)
  const keys = { sealKey: await publicKey(), signKey: await publicKey() }
  const before = await connectDesk(one.web, 'mette', cookies.mette)
  const held = await claim(before, wish.case, keys)
  assert.is(held.is, 'claimed')
  const id = held.is === 'claimed' ? held.claim : ''
  line.send({ is: 'request', id: '1', request: { is: 'to-desk', claim: id, kind: 'view', sealed: 'old.view' } })
  await before.take(is<DeskSocketDown, 'from-box'>('from-box'))
  before.socket.terminate()
  line.send({ is: 'request', id: '2', request: { is: 'to-desk', claim: id, kind: 'view', sealed: 'new.view' } })
  await line.take(is<LinkDown, 'reply'>('reply', (reply) => reply.id === '2'))

  const after = await connectDesk(two.web, 'mette', cookies.mette)
  const again = await claim(after, wish.case, keys)
  assert.is(again.is === 'claimed' && again.claim, id)
  assert.is((await after.take(is<DeskSocketDown, 'from-box'>('from-box'))).sealed, 'new.view')

  // A reloaded page has a new key: it gets a new claim, and nobody else gets between.
  after.socket.terminate()
  const reloaded = await connectDesk(one.web, 'mette', cookies.mette)
  const colleague = await connectDesk(one.web, 'jens', cookies.jens)
  assert.equal(await claim(colleague, wish.case), { is: 'not-claimed', case: wish.case, why: 'taken' })
  let fresh = await claim(reloaded, wish.case)
  // Until its old socket is noticed to be gone, the case is its own and taken.
  while (fresh.is !== 'claimed') fresh = await claim(reloaded, wish.case)
  assert.is.not(fresh.claim, id)
  await line.take(target('target', ({ target }) => target.claim?.claim === (fresh as { claim: string }).claim))
  await leave(line)
  await Promise.all([reloaded.close(), colleague.close()])
})

test('the caseworker lets go: back to the head, or done; a citizen who calls anew is in the queue again', async () => {
  const { line, wish } = await waitingBox(one)
  const desk = await connectDesk(two.web, 'jens', cookies.jens)
  desk.send({ is: 'release', claim: await claimed(desk, wish.case), how: 'requeue' })
  await line.take(target('target', ({ target }) => target.queue?.again === true))
  desk.send({ is: 'release', claim: await claimed(desk, wish.case), how: 'done' })
  await line.take(target('target', ({ target }) => !target.queue && !target.claim))
  // The box repeats its state before it has heard: nothing changes.
  line.send(report(wish))
  assert.equal(await claim(desk, wish.case), { is: 'not-claimed', case: wish.case, why: 'gone' })
  line.send(report({ ...wish, since: new Date(Date.now() + 1).toISOString() }))
  await line.take(target('target', ({ target }) => target.queue?.case === wish.case))
  await leave(line)
  await desk.close()
})

test('the box’s line breaks: the desk is told, and told when it is back or when the visit is lost', async () => {
  const { line, wish, enrolled, boot } = await waitingBox(two)
  const desk = await connectDesk(one.web, 'mette', cookies.mette)
  await claimed(desk, wish.case)
  const state = async () => (await desk.take(is<DeskSocketDown, 'case'>('case'))).state
  line.socket.terminate()
  assert.is(await state(), 'box-silent')
  const back = await connectBox(one.box, enrolled, boot)
  assert.is(await state(), 'box-back')
  back.send(report(wish))
  await back.take(target('target', ({ target }) => target.claim?.case === wish.case))
  back.socket.terminate()
  assert.is(await state(), 'box-silent')

  const restarted = await connectBox(two.box, enrolled, randomUUID())
  assert.is(await state(), 'box-back')
  restarted.send(report(null))
  assert.is(await state(), 'box-lost')
  await Promise.all([restarted.close(), desk.close()])
})

test('a box that moves to another hub process is counted there only', async () => {
  const { line, wish, enrolled, boot } = await waitingBox(one)
  const moved = await connectBox(two.box, enrolled, boot)
  assert.is((await line.closed).code, 4409)
  moved.send(report(wish))
  await moved.take(target('target', ({ target }) => target.queue?.case === wish.case))
  await leave(moved)
})

test('a hub process is killed: its desks’ citizens go back to the queue, its boxes are silent', async () => {
  const doomed = await hubProcess({ ...one.config, database: one.database })
  const box: { enrolled: TestBox; wish: { case: string }; line: BoxLine } = await waitingBox(one)
  const silent = await waitingBox(doomed)
  const desk = await connectDesk(doomed.web, 'jens', cookies.jens)
  const watcher = await connectDesk(one.web, 'mette', cookies.mette)
  await claimed(desk, box.wish.case)
  await doomed.stop('SIGKILL')
  await box.line.take(target('target', ({ target }) => target.queue?.again === true))
  await watcher.take(
    is<DeskSocketDown, 'queue'>('queue', ({ queue }) =>
      queue.some((entry) => entry.case === silent.wish.case && !entry.boxConnected),
    ),
  )
  await leave(box.line)
  const back = await connectBox(one.box, silent.enrolled, silent.boot)
  await leave(back)
  await watcher.close()
})

test.run()
