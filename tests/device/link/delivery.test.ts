import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Application } from '../../../device/contract/application.ts'
import { Fault } from '../../../device/contract/faults.ts'
import type { BoxRequest, Reply } from '../../../device/contract/link.ts'
import { createDelivery, type DeliveryProgress } from '../../../device/link/delivery.ts'
import { openOutbox } from '../../../device/link/outbox.ts'
import { sealApplication } from '../../../device/link/seal.ts'
import { createAuthority, type Misbehaviour } from '../../../drivers/virtual/authority.ts'
import { keys, sampleApplication } from './sample.ts'

/** A box, the authority behind a thin hub, and the outbox between them, all on real HTTP and a real disk. */
async function room() {
  const folder = mkdtempSync(join(tmpdir(), 'delivery-'))
  const options = { folder: join(folder, 'authority') }
  let authority = createAuthority(options)
  let url = await authority.start()
  const pinned = await (await fetch(`${url}/key`)).json()
  const box = { id: randomUUID(), ...keys() }
  await fetch(`${url}/boxes`, json({ box: box.id, key: box.public }))
  const outbox = await openOutbox({ folder: join(folder, 'outbox'), authority: pinned })

  async function post(applicationId: string, sealed: string): Promise<Response> {
    return fetch(`${url}/applications`, json({ applicationId, sealed }))
  }
  /** As the hub relays it. */
  async function request(asked: BoxRequest): Promise<Reply> {
    if (asked.is !== 'deliver') return { is: 'ok' }
    const answer = await post(asked.applicationId, asked.sealed).catch(() => {
      throw new Fault('hub.gone')
    })
    const body = (await answer.json()) as { acknowledgement: string; error: string }
    if (answer.ok) return { is: 'delivered', acknowledgement: body.acknowledgement }
    return { is: answer.status >= 500 ? 'later' : 'refused', why: body.error }
  }
  /** Delivers until `enough` is told, and returns all that was told. */
  async function deliverUntil(enough: (progress: DeliveryProgress) => boolean): Promise<DeliveryProgress[]> {
    const told: DeliveryProgress[] = []
    const stop = new AbortController()
    const onProgress = (progress: DeliveryProgress) => {
      told.push(progress)
      if (enough(progress)) stop.abort()
    }
    await createDelivery({ outbox, request, onProgress, firstPauseMs: 10 }).run(stop.signal)
    return told
  }
  return {
    box,
    pinned,
    outbox,
    post,
    deliverUntil,
    seal: (application: Application) => sealApplication(application, box.private, pinned),
    misbehave: (is: Misbehaviour) => fetch(`${url}/misbehave`, json({ is })),
    applications: async () => (await (await fetch(`${url}/applications`)).json()) as Record<string, unknown>[],
    async restartAuthority() {
      await authority.stop()
      authority = createAuthority(options)
      url = await authority.start()
    },
    async end() {
      await authority.stop()
      await outbox.close()
      rmSync(folder, { recursive: true })
    },
  }
}

function json(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

for (const how of ['down', 'hang-up', 'wrong-signature'] as const)
  test(`authority ${how} at first: delivered in the end, stored exactly once`, async () => {
    const { outbox, misbehave, seal, box, deliverUntil, applications, end } = await room()
    const application = await sampleApplication(box.id)
    await outbox.add(application.applicationId, await seal(application))
    await misbehave(how)
    const before = await deliverUntil((progress) => progress.is !== 'delivered')
    assert.equal(
      before.map(({ is }) => is),
      ['later'],
    )
    assert.is(outbox.pending().length, 1, 'kept until the authority’s own acknowledgement')
    await misbehave('none')
    await deliverUntil((progress) => progress.is === 'delivered')
    assert.equal(outbox.pending(), [])
    const [entry, ...more] = await applications()
    assert.equal(more, [])
    assert.is(entry?.['applicationId'], application.applicationId)
    assert.is(entry?.['verified'], true)
    assert.is(entry?.['captures'], true)
    assert.is(entry?.['deliveries'], how === 'down' ? 1 : 2)
    await end()
  })

test('authority restarted between storing and acknowledging: the same application is not stored again', async () => {
  const { outbox, misbehave, seal, box, deliverUntil, applications, restartAuthority, end } = await room()
  const application = await sampleApplication(box.id)
  await outbox.add(application.applicationId, await seal(application))
  await misbehave('hang-up')
  await deliverUntil((progress) => progress.is === 'later')
  await restartAuthority()
  await deliverUntil((progress) => progress.is === 'delivered')
  assert.equal(
    (await applications()).map((entry) => entry['deliveries']),
    [2],
  )
  await end()
})

test('a rejection without captures is accepted; one that carries biometrics is not', async () => {
  const { seal, box, post, applications, end } = await room()
  const rejection = await sampleApplication(box.id, 'rejected')
  assert.is((await post(rejection.applicationId, await seal(rejection))).status, 200)
  assert.equal(
    (await applications()).map(({ verdict, captures }) => [verdict, captures]),
    [['rejected', false]],
  )
  const { captures } = await sampleApplication(box.id)
  const leaking = { ...(await sampleApplication(box.id, 'rejected')), captures }
  assert.is((await post(leaking.applicationId, await seal(leaking))).status, 422)
  await end()
})

test('tampered with, unsigned, from a stranger or over other evidence: the authority says why it refuses', async () => {
  const { seal, box, pinned, post, applications, end } = await room()
  const other = await sampleApplication(box.id)
  const tampered: [(a: Application) => Application, RegExp][] = [
    [(a) => ({ ...a, applicant: { ...a.applicant, surname: 'ANDEN' } }), /hash of 'applicant'/],
    [(a) => ({ ...a, chip: { ...a.chip, verdict: 'altered' } }), /hash of 'chip'/],
    [(a) => ({ ...a, delivery: { place: 'Hos tyven' } }), /hash of 'contact'/],
    [(a) => ({ ...a, contact: { phone: '66 66 66 66' } }), /hash of 'contact'/],
    [(a) => ({ ...a, captures: { ...a.captures!, signature: { png: 'CCCC' } } }), /hash of 'signature'/],
    [(a) => ({ ...a, captures: { ...a.captures!, fingers: [] } }), /hash of 'fingers'/],
    [(a) => ({ ...a, captures: null }), /without captures/],
    [(a) => ({ ...a, evidence: { ...a.evidence, chip: null } }), /other evidence/],
    [(a) => ({ ...a, decision: other.decision }), /another case/],
    [(a) => ({ ...a, decision: { ...a.decision, key: other.decision.key } }), /desk’s signature/],
    [(a) => ({ ...a, box: randomUUID() }), /not registered/],
  ]
  for (const [change, why] of tampered) {
    const application = await sampleApplication(box.id, 'approved', change)
    const answer = await post(application.applicationId, await seal(application))
    assert.is(answer.status, 422)
    assert.match(((await answer.json()) as { error: string }).error, why)
  }
  const good = await sampleApplication(box.id)
  const byStranger = await sealApplication(good, keys().private, pinned)
  const sealed = await seal(good)
  for (const bad of [byStranger, sealed.replace(/.{8}$/, 'AAAAAAAA'), 'a.b.c.d.e'])
    assert.is((await post(good.applicationId, bad)).status, 422)
  assert.is((await post(other.applicationId, sealed)).status, 422, 'announced under another id')
  assert.is((await post(good.applicationId, 'not sealed at all')).status, 422)
  assert.equal(await applications(), [])
  await end()
})

test('refused by the authority: the application stays in the outbox and a technician is told', async () => {
  const { outbox, seal, box, deliverUntil, end } = await room()
  const tampered = await sampleApplication(box.id, 'approved', (a) => ({ ...a, captures: null }))
  const good = await sampleApplication(box.id)
  await outbox.add(tampered.applicationId, await seal(tampered))
  await outbox.add(good.applicationId, await seal(good))
  const told = await deliverUntil((progress) => progress.is === 'delivered')
  assert.equal(
    told.map(({ is, applicationId }) => [is, applicationId]),
    [
      ['refused', tampered.applicationId],
      ['delivered', good.applicationId],
    ],
  )
  assert.equal(
    outbox.pending().map(({ applicationId }) => applicationId),
    [tampered.applicationId],
  )
  await end()
})

test.run()
