/** What the desk sees of a box's paper and money, and how it ends what waits for a person. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { PaperBoxes } from '../../device/contract/fleet-view.ts'
import type { LinkDown, LinkUp } from '../../device/contract/link.ts'
import { alarmsOf } from '../../hub/fleet/alarms.ts'
import { connectBox, enrolBox, hubHere, is, post, report, signIn } from './clients.ts'

const test = suite('hub: paper and money of the boxes')

const since = '2026-11-22T12:00:00.000Z'
const waiting = [
  { ledger: 'money', name: 'case-1', since, amount: 9_200, reference: 'T000123', why: 'its paper may have come out' },
  { ledger: 'paper', name: 'paper-1', since, amount: null, reference: null, why: '' },
] as const

function said(): LinkUp {
  const message = report(null)
  assert.ok(message.is === 'report')
  return {
    ...message,
    report: {
      ...message.report,
      paper: { condition: 'paper-out', warnings: ['supply-low'] },
      paperLeft: true,
      ledgers: { open: 3, unclear: 1, waiting: [...waiting] },
    },
  }
}

test('the desk sees what is the matter; its word reaches the box; without the box nothing is promised', async () => {
  const hub = await hubHere()
  const line = await connectBox(hub.box, await enrolBox(hub.web))
  line.send(said())
  const cookie = await signIn(hub.web, 'mette')
  const look = async () =>
    ((await (await fetch(`${hub.web}/api/paper`, { headers: { cookie } })).json()) as PaperBoxes).boxes[0]
  let box = await look()
  while (!box?.paper.left) box = await look()
  assert.equal(box.paper.waiting, [...waiting])
  assert.is(box.paper.condition, 'paper-out')
  const resolve = (body: object, as = cookie) => post(`${hub.web}/api/boxes/${box.box}/resolve`, body, as)
  const verdict = { ledger: 'paper', name: 'paper-1', how: 'printed', why: 'Den lå i bakken.' }
  assert.is((await resolve(verdict, '')).status, 401)
  assert.is((await resolve({ ...verdict, why: '' })).status, 400)
  const answered = resolve(verdict)
  const { id, request } = await line.take(is<LinkDown, 'request'>('request'))
  assert.ok(request.is === 'resolve' && request.verdict.how === 'printed' && request.verdict.by.length > 3)
  line.send({ is: 'reply', id, reply: { is: 'ok' } })
  assert.is((await answered).status, 204)
  const refused = resolve(verdict)
  const again = await line.take(is<LinkDown, 'request'>('request'))
  line.send({ is: 'reply', id: again.id, reply: { is: 'refused', why: 'this story waits for nobody' } })
  assert.is((await refused).status, 409)
  await line.close()
  let gone = await resolve(verdict)
  while (gone.status !== 409) gone = await resolve(verdict)
  await hub.end()
})

test('each thing that is the matter with paper is an alarm of its own', () => {
  const paper = {
    condition: 'jam',
    warnings: ['paper-low'],
    slips: { condition: 'paper-out', warnings: [] },
    left: true,
    open: 2,
    waiting: [...waiting],
  }
  const found = alarmsOf({ connected: true, lastSeen: new Date(), devices: null, health: null, paper }, Date.now())
  assert.equal(
    found.map(({ kind, part }) => `${kind} ${part}`.trim()),
    ['paper jam', 'paper paper-low', 'paper slips paper-out', 'paper left', 'ledger'],
  )
})

test.run()
