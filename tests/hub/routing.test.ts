/** Who meets whom: over two hub processes on one PostgreSQL. */
import { randomUUID } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketDown, QueueEntry } from '../../device/contract/api.ts'
import type { LinkDown } from '../../device/contract/link.ts'
import { verifyAudit } from '../../hub/desk/audit.ts'
import { type Intake, intake, leaveQueue } from '../../hub/queue/intake.ts'
import { type Db, openStore } from '../../hub/store/store.ts'
import {
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
} from './clients.ts'

const test = suite('hub: routing, over two hub processes')
let one: Awaited<ReturnType<typeof hubHere>>
let two: Child
let db: Db
const cookies: Record<string, string> = {}
const person = (user: string, name: string, more: object = {}) => ({
  user,
  password: `${user}-password`,
  name,
  role: 'Borgerservice',
  roles: ['caseworker' as const],
  ...more,
})

test.before(async () => {
  one = await hubHere({
    users: [
      person('mette', 'Mette Holm'),
      person('jens', 'Jens Krog', { skills: ['passport-renewal'], languages: ['da'], places: ['Biblioteket'] }),
      { ...person('tove', 'Tove Teknik'), roles: ['technician'] },
    ],
  })
  two = await hubProcess({ ...one.config, database: one.database })
  db = await openStore(one.database, () => {})
  for (const user of ['mette', 'jens']) cookies[user] = await signIn(one.web, user)
})
test.after(async () => {
  await db.destroy()
  await two.stop()
  await one.end()
})

const desk = (at: { web: string }, user: string) => connectDesk(at.web, user, cookies[user]!)
const visit = (change: Partial<Intake> = {}) =>
  intake(db, {
    channel: 'counter',
    errand: 'passport-renewal',
    skills: ['passport-renewal'],
    language: 'da',
    place: 'Biblioteket',
    urgency: 0,
    ...change,
  })
const key = await publicKey()

async function next(line: DeskLine): Promise<{ is: string; case: string; claim: string; why: string }> {
  line.send({ is: 'next', sealKey: key, signKey: key })
  return (await line.take((message) => message.is === 'claimed' || message.is === 'not-claimed')) as never
}
/** Takes whoever is next, gives the case back as done, and says whose it was. */
async function serve(line: DeskLine): Promise<string | null> {
  const got = await next(line)
  if (got.is !== 'claimed') return null
  line.send({ is: 'release', claim: got.claim, how: 'done' })
  return got.case
}
const seen = (line: DeskLine, fits: (queue: QueueEntry[]) => boolean) =>
  line.take(is<DeskSocketDown, 'queue'>('queue', ({ queue }) => fits(queue)))

test('each gets whom they can serve; who can do more takes what is left', async () => {
  const [mette, jens] = [await desk(one, 'mette'), await desk(two, 'jens')]
  const child = await visit({ errand: 'passport-child', skills: ['passport-child'] })
  const english = await visit({ language: 'en' })
  const elsewhere = await visit({ place: 'Høng' })
  const plain = await visit()
  assert.is(await serve(jens), plain)
  assert.is((await next(jens)).why, 'none')
  assert.equal([await serve(mette), await serve(mette), await serve(mette)], [child, english, elsewhere])
  // Named by hand another place may be taken, a skill that is lacked may not.
  const again = await visit({ errand: 'passport-child', skills: ['passport-child'] })
  jens.send({ is: 'claim', case: again, sealKey: key, signKey: key })
  assert.is((await jens.take(is<DeskSocketDown, 'not-claimed'>('not-claimed'))).why, 'skill')
  await leaveQueue(db, again)
  await Promise.all([mette.close(), jens.close()])
})

test('who came to help and lacks the skill neither supervises nor decides: the case goes back for somebody who has it', async () => {
  const box = await connectBox(two.box, await enrolBox(one.web))
  const jens = await desk(two, 'jens')
  const told = is<LinkDown, 'target'>
  const wish = { ...handoff(), why: 'help', step: 'errand' } as const
  box.send(report(wish))
  await box.take(told('target', ({ target }) => target.queue?.case === wish.case))
  jens.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
  const first = await box.take(told('target', ({ target }) => target.claim?.case === wish.case))
  assert.not(first.target.claim!.helpOnly)
  // The errand becomes known while he helps: he may go on helping, and the box knows that it is no more than that.
  box.send(report({ ...wish, errand: 'passport-child' }))
  await box.take(told('target', ({ target }) => target.claim?.helpOnly === true))
  // Somebody is wanted who is trained for it.
  box.send(report({ ...wish, why: 'supervised' }))
  await box.take(told('target', ({ target }) => target.queue?.again === true))
  jens.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
  assert.is((await jens.take(is<DeskSocketDown, 'not-claimed'>('not-claimed'))).why, 'skill')
  // A threatened citizen is gone to by anybody; that does not make them able to decide.
  box.send(report({ ...wish, why: 'supervised', urgency: 2 }))
  await seen(jens, (queue) => queue.some((entry) => entry.case === wish.case && entry.urgency === 2))
  jens.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
  const { target } = await box.take(told('target', ({ target }) => target.claim?.case === wish.case && !target.queue))
  assert.is(target.claim!.helpOnly, true)
  box.send(report(null))
  await box.take(told('target', ({ target }) => !target.claim && !target.queue))
  await Promise.all([box.close(), jens.close()])
})

test('nobody has time: help by voice only may come from whoever is free, who decides nothing, and then the wait goes on', async () => {
  const box = await connectBox(two.box, await enrolBox(one.web))
  const [mette, jens] = [await desk(one, 'mette'), await desk(two, 'jens')]
  const told = is<LinkDown, 'target'>
  const wish = { ...handoff(), errand: 'passport-child' } as const
  box.send(report(wish))
  await box.take(told('target', ({ target }) => target.queue?.case === wish.case))
  assert.is((await next(jens)).why, 'none')
  box.send(report({ ...wish, voice: true }))
  await seen(jens, ([first]) => first?.case === wish.case && first.voice === true && first.fit === 'yes')
  const got = await next(jens)
  assert.is(got.case, wish.case)
  const { claim } = (await box.take(told('target', ({ target }) => target.claim?.case === wish.case))).target
  assert.is(claim!.helpOnly, true)
  // A report in the middle of the talk does not throw the helper out.
  box.send(report({ ...wish, voice: true, step: 'review' }))
  await seen(jens, (queue) => queue.some((one) => one.case === wish.case && one.step === 'review' && one.claimedBy))
  jens.send({ is: 'release', claim: got.claim, how: 'requeue' })
  await seen(jens, ([first]) => first?.case === wish.case && first.fit === 'skill')
  assert.is(await serve(mette), wish.case)
  await Promise.all([box.close(), mette.close(), jens.close()])
})

test('danger first, then urgent, then booked at their time, then the longest wait; early bookings wait', async () => {
  const line = await desk(one, 'mette')
  const minutes = (n: number) => new Date(Date.now() + n * 60_000)
  const first = await visit()
  const booked = await visit({ bookedFor: minutes(-1) })
  const early = await visit({ bookedFor: minutes(60) })
  const urgent = await visit({ urgency: 1 })
  const danger = await visit({ urgency: 2 })
  const { queue } = await seen(line, (queue) => queue.length === 5)
  const order = [danger, urgent, booked, first, early]
  assert.equal(
    queue.map((entry) => entry.case),
    order,
  )
  for (const id of order) assert.is(await serve(line), id)
  await line.close()
})

test('parked for a moment: only the same caseworker takes it up again, with the note, and the citizen is told', async () => {
  const enrolled = await enrolBox(one.web)
  const box = await connectBox(two.box, enrolled)
  const [mette, jens] = [await desk(one, 'mette'), await desk(two, 'jens')]
  const wish = handoff()
  box.send(report(wish))
  const told = is<LinkDown, 'target'>
  await box.take(told('target', ({ target }) => target.queue?.case === wish.case))
  const got = await next(mette)
  assert.is(got.case, wish.case)
  mette.send({ is: 'park', claim: got.claim, note: 'henter sit gamle pas' })
  const { target } = await box.take(told('target', ({ target }) => target.queue?.again === true))
  assert.is(target.queue!.heldBy, 'Mette Holm')
  assert.is((await next(jens)).why, 'none')
  jens.send({ is: 'claim', case: wish.case, sealKey: key, signKey: key })
  assert.is((await jens.take(is<DeskSocketDown, 'not-claimed'>('not-claimed'))).why, 'held')
  await visit({ urgency: 1 })
  const { queue } = await seen(mette, (queue) => queue.length === 2)
  assert.equal(queue.find((entry) => entry.case === wish.case)!.note, {
    by: 'Mette Holm',
    text: 'henter sit gamle pas',
  })
  const back = await next(mette)
  assert.is(back.case, wish.case, 'what is kept for me comes first')

  // To a colleague, who finds it first in line; a box's own report changes nothing of that.
  mette.send({ is: 'transfer', claim: back.claim, to: { user: 'jens' }, note: 'kender sagen' })
  await box.take(told('target', ({ target }) => target.queue?.heldBy === 'Jens Krog'))
  box.send(report({ ...wish, step: 'review' }))
  await seen(mette, (queue) => queue.some((entry) => entry.case === wish.case && entry.step === 'review'))
  const taken = await next(jens)
  assert.is(taken.case, wish.case)
  // To whoever has a skill: Jens has not, Mette can do everything.
  jens.send({ is: 'transfer', claim: taken.claim, to: { skill: 'foreign-law' }, note: null })
  await box.take(told('target', ({ target }) => target.queue?.again === true && !target.queue.heldBy))
  const mine = await next(mette)
  assert.is(mine.case, wish.case)
  mette.send({ is: 'release', claim: mine.claim, how: 'done' })
  box.send(report(null))
  await serve(mette)
  await Promise.all([box.close(), mette.close(), jens.close()])
})

test('a reason opens what is kept for a colleague, never what takes a skill that one lacks', async () => {
  const [mette, jens] = [await desk(one, 'mette'), await desk(one, 'jens')]
  const open = async (id: string) => {
    jens.send({ is: 'claim', case: id, sealKey: key, signKey: key, reason: 'Mette er gået hjem.' })
    return (await jens.take((message) => message.is === 'claimed' || message.is === 'not-claimed')) as never as {
      claim?: string
      why?: string
    }
  }
  const park = async (change: Partial<Intake>) => {
    const id = await visit(change)
    const got = await next(mette)
    assert.is(got.case, id)
    mette.send({ is: 'park', claim: got.claim, note: null })
    await seen(jens, (queue) => queue.some((entry) => entry.case === id && entry.fit === 'held'))
    return id
  }
  const child = await park({ errand: 'passport-child', skills: ['passport-child'] })
  assert.is((await open(child)).why, 'skill')
  await leaveQueue(db, child)
  const plain = await open(await park({}))
  assert.ok(plain.claim)
  jens.send({ is: 'release', claim: plain.claim, how: 'done' })
  await seen(jens, (queue) => queue.length === 0)
  await Promise.all([mette.close(), jens.close()])
})

test('a citizen who cannot wait is called: where they stood, with the number for whoever calls, and tried again', async () => {
  const enrolled = await enrolBox(one.web)
  const box = await connectBox(one.box, enrolled)
  const wish = handoff(new Date(Date.now() - 600_000))
  box.send(report(wish))
  await box.take(is<LinkDown, 'target'>('target', ({ target }) => target.queue !== null))
  for (const id of ['1', '2'])
    box.send({ is: 'request', id, request: { is: 'call-back', case: wish.case, phone: '+45 12345678' } })
  assert.is((await box.take(is<LinkDown, 'reply'>('reply', ({ id }) => id === '2'))).reply.is, 'ok')
  box.send(report(null))
  await box.take(is<LinkDown, 'target'>('target', ({ target }) => target.queue === null))
  const line = await desk(two, 'mette')
  const { queue } = await seen(line, (queue) => queue.length > 0)
  assert.equal(
    queue.map(({ why, channel }) => [why, channel]),
    [['call-back', 'phone']],
  )
  const got = await next(line)
  assert.is((await line.take(is<DeskSocketDown, 'phone'>('phone'))).phone, '+45 12345678')
  line.send({ is: 'no-answer', claim: got.claim })
  await seen(line, (queue) => queue.length === 0)
  assert.is((await next(line)).why, 'none')
  await db.updateTable('cases').set({ not_before: null }).where('id', '=', got.case).execute()
  assert.is(await serve(line), got.case)
  const left = await db.selectFrom('call_backs').selectAll().execute()
  for (let tries = 0; tries < 100 && left.length > 0; tries++)
    left.splice(0, 9, ...(await db.selectFrom('call_backs').selectAll().execute()))
  assert.equal(left, [], 'the number is forgotten')
  await Promise.all([box.close(), line.close()])
})

test('somebody feels threatened: whoever serves that place is told at once, on every process, until somebody goes', async () => {
  const enrolled = await enrolBox(one.web)
  const box = await connectBox(two.box, enrolled)
  const [mette, jens] = [await desk(one, 'mette'), await desk(two, 'jens')]
  const alarms = (line: DeskLine, n: number) =>
    line.take(is<DeskSocketDown, 'alarms'>('alarms', ({ alarms }) => alarms.length === n))
  box.send({ is: 'request', id: '1', request: { is: 'alarm' } })
  box.send({ is: 'request', id: '2', request: { is: 'alarm' } })
  const [{ alarms: told }] = await Promise.all([alarms(mette, 1), alarms(jens, 1)])
  assert.equal([told[0]!.from, told[0]!.who, told[0]!.place], ['citizen', 'Boks 1', 'Biblioteket'])
  jens.send({ is: 'alarm-taken', alarm: told[0]!.id })
  await Promise.all([alarms(mette, 0), alarms(jens, 0)])
  mette.send({ is: 'alarm' })
  assert.is((await alarms(jens, 1)).alarms[0]!.who, 'Mette Holm')
  jens.send({
    is: 'alarm-taken',
    alarm: (await db.selectFrom('emergencies').select('id').where('taken_by', 'is', null).executeTakeFirstOrThrow()).id,
  })
  await alarms(jens, 0)
  await Promise.all([box.close(), mette.close(), jens.close()])
})

test('on a pause nobody counts on them: colleagues see why, citizens are promised nothing', async () => {
  const enrolled = await enrolBox(one.web)
  const box = await connectBox(one.box, enrolled)
  const [mette, jens] = [await desk(one, 'mette'), await desk(two, 'jens')]
  jens.send({ is: 'availability', availability: 'pause', reason: 'Frokost' })
  await mette.take(
    is<DeskSocketDown, 'staff'>('staff', ({ colleagues }) => colleagues.some((one) => one.reason === 'Frokost')),
  )
  mette.send({ is: 'availability', availability: 'pause', reason: 'Møde' })
  const wish = handoff()
  box.send(report(wish))
  const told = is<LinkDown, 'target'>
  await box.take(told('target', ({ target }) => target.queue?.waitSeconds === null))
  mette.send({ is: 'availability', availability: 'available', reason: null })
  await box.take(told('target', ({ target }) => target.queue?.waitSeconds === 0))
  assert.is(await serve(mette), wish.case)
  // After a citizen there is something to finish.
  await jens.take(
    is<DeskSocketDown, 'staff'>('staff', ({ colleagues }) => colleagues.some((one) => one.availability === 'wrap-up')),
  )
  box.send(report(null))
  await Promise.all([box.close(), mette.close(), jens.close()])
})

test('a crowd races for the next citizen, on two processes: nobody is served twice, nobody is lost', async () => {
  const RACES = 150
  const ids = new Set<string>()
  for (let n = 0; n < RACES; n++) ids.add(await visit({ id: randomUUID() }))
  const lines = await Promise.all([one, two, one, two, one, two].map((at, i) => desk(at, i % 3 ? 'mette' : 'jens')))
  const served: string[] = []
  await Promise.all(
    lines.map(async (line) => {
      for (let got = await serve(line); got; got = await serve(line)) served.push(got)
    }),
  )
  assert.is(served.length, RACES)
  assert.equal(new Set(served), ids)
  const { entries } = (await verifyAudit(db)) as { entries: number }
  assert.ok(entries > 2 * RACES, 'and all of it is in the audit log, unbroken')
  await Promise.all(lines.map((line) => line.close()))
})

test.run()
