import { randomUUID } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { canonical } from '../../../device/contract/canonical.ts'
import { type Fault, isFault } from '../../../device/contract/faults.ts'
import {
  hashOf,
  openApplication,
  openOfClaim,
  openSealed,
  openSealedJson,
  sealApplication,
  sealFor,
  signAs,
  verifySigned,
} from '../../../device/link/seal.ts'
import { seal } from '../../../ui/shared/seal.ts'
import { keys, sampleApplication } from './sample.ts'

async function refused(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  assert.ok(isFault(error, 'message.malformed'), String(error))
  return error as Fault
}

test('bytes and objects come out as they went in, for the right key only', async () => {
  const [desk, hub] = [keys(), keys()]
  const bytes = Buffer.from([0, 255, 1])
  assert.equal(Buffer.from(await openSealed(desk.private, await sealFor(desk.public, bytes))), bytes)
  const sealed = await sealFor(desk.public, { navn: 'Åse' })
  assert.equal(await openSealedJson(desk.private, sealed), { navn: 'Åse' })
  await refused(openSealed(hub.private, sealed))
  await refused(openSealed(desk.private, `${sealed.slice(0, -3)}AAA`))
  await refused(openSealed(desk.private, 'rubbish'))
})

test('what a desk sealed under one claim opens under no other, and its name for it cannot be changed or taken off', async () => {
  const box = keys()
  const sealed = await seal({ is: 'text' }, box.public, 'first')
  assert.equal(await openOfClaim(box.private, sealed, 'first'), { is: 'text' })
  await refused(openOfClaim(box.private, sealed, 'second'))
  const [header, ...rest] = sealed.split('.')
  const named = JSON.parse(Buffer.from(header!, 'base64url').toString())
  for (const claim of ['second', undefined]) {
    const other = Buffer.from(JSON.stringify({ ...named, claim })).toString('base64url')
    await refused(openOfClaim(box.private, [other, ...rest].join('.'), 'second'))
  }
})

test('a signature by another key, or over other words, is refused', async () => {
  const [desk, other] = [keys(), keys()]
  const jws = await signAs(desk.private, { verdict: 'approved' })
  assert.equal(await verifySigned(desk.public, jws), { verdict: 'approved' })
  await refused(verifySigned(other.public, jws))
  const [head, , signature] = jws.split('.')
  const body = Buffer.from('{"verdict":"rejected"}').toString('base64url')
  await refused(verifySigned(desk.public, `${head}.${body}.${signature}`))
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  await refused(verifySigned(desk.public, `${none}.${body}.`))
})

test('the same part hashes the same whatever the order of its keys and after a trip through JSON', () => {
  const part = { b: [1, { z: null, a: 'æ' }], a: undefined, c: 0.5 }
  assert.is(canonical(part), '{"b":[1,{"a":"æ","z":null}],"c":0.5}')
  assert.is(hashOf(part), hashOf(JSON.parse(JSON.stringify({ c: 0.5, b: [1, { a: 'æ', z: null }] }))))
  assert.is.not(hashOf(part), hashOf({ ...part, c: 0.6 }))
})

test('only the authority opens an application, and only one signed by the box it names', async () => {
  const [box, authority, stranger] = [keys(), keys(), keys()]
  const id = randomUUID()
  const application = await sampleApplication(id)
  const sealed = await sealApplication(application, box.private, authority.public)
  assert.equal(await openApplication(sealed, authority.private, () => box.public), application)
  await refused(openApplication(sealed, stranger.private, () => box.public))
  await refused(openApplication(sealed, authority.private, () => stranger.public))
  await refused(openApplication(sealed, authority.private, () => undefined))
})

test.run()
