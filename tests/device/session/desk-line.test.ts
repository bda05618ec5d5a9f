import { randomUUID } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskView } from '../../../device/contract/desk.ts'
import type { Claim } from '../../../device/contract/link.ts'
import { makeKeyPair } from '../../../device/link/keys.ts'
import { sealFor } from '../../../device/link/seal.ts'
import { DeskLine } from '../../../device/session/desk-line.ts'
import { seal } from '../../../ui/shared/seal.ts'

const { publicKey } = makeKeyPair()
const newClaim = (): Claim => ({
  case: randomUUID(),
  claim: randomUUID(),
  caseworker: { name: 'Mette Holm', role: 'Borgerservice', municipality: 'Kystby' },
  sealKey: publicKey,
  signKey: publicKey,
  iceServers: [],
  iceTransportPolicy: 'all',
})

/** A line under that claim, and the key that the desk learns from its first view. */
async function lineOf(claim: Claim) {
  const { promise, resolve } = Promise.withResolvers<Parameters<Parameters<DeskLine['show']>[0]>[0]>()
  const line = new DeskLine(async () => ({ is: 'ok' }), { error() {}, warn() {}, info() {} } as never)
  line.setClaim(claim)
  line.show((key) => {
    resolve(key)
    return {} as DeskView
  })
  line.resend()
  return { line, key: await promise }
}

test('what a desk has said is not taken again, however much was said since; nor after its claim has ended', async () => {
  const first = newClaim()
  const { line, key } = await lineOf(first)
  const say = (text: string) => sealFor(key, { is: 'text', text })
  const retake = await say('0')
  assert.equal(await line.open(first.claim, retake), { is: 'text', text: '0' })
  for (let n = 1; n < 60; n++) await line.open(first.claim, await say(String(n)))
  assert.is(await line.open(first.claim, retake), 'again')
  const late = line.open(first.claim, await say('late'))
  const second = newClaim()
  line.setClaim(second)
  assert.is(await late, null)
  assert.is(await line.open(second.claim, retake), 'again')
  line.end()
})

test('a hub keeps a message back and hands it on under the next claim', async () => {
  const first = newClaim()
  const { line, key } = await lineOf(first)
  const withheld = await seal({ is: 'text', text: 'to the one before' }, key, first.claim)
  assert.equal(await line.open(first.claim, await seal({ is: 'text', text: 'now' }, key, first.claim)), {
    is: 'text',
    text: 'now',
  })
  const second = newClaim()
  line.setClaim(second)
  assert.is(await line.open(second.claim, withheld), null)
  line.end()
})

test.run()
