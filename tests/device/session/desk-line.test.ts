import { randomUUID } from 'node:crypto'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskView } from '../../../device/contract/desk.ts'
import type { Claim } from '../../../device/contract/link.ts'
import { makeKeyPair } from '../../../device/link/keys.ts'
import { sealFor } from '../../../device/link/seal.ts'
import { DeskLine } from '../../../device/session/desk-line.ts'

test('what a desk has said is not taken again, however much was said since; nor after its claim has ended', async () => {
  const { publicKey } = makeKeyPair()
  const claim = (): Claim => ({
    case: randomUUID(),
    claim: randomUUID(),
    caseworker: { name: 'Mette Holm', role: 'Borgerservice', municipality: 'Kystby' },
    sealKey: publicKey,
    signKey: publicKey,
    iceServers: [],
    iceTransportPolicy: 'all',
  })
  const { promise, resolve } = Promise.withResolvers<Parameters<Parameters<DeskLine['show']>[0]>[0]>()
  const line = new DeskLine(async () => ({ is: 'ok' }), { error() {}, warn() {}, info() {} } as never)
  const first = claim()
  line.setClaim(first)
  line.show((key) => {
    resolve(key)
    return {} as DeskView
  })
  line.resend()
  const key = await promise
  const say = (text: string) => sealFor(key, { is: 'text', text })
  const retake = await say('0')
  assert.equal(await line.open(first.claim, retake), { is: 'text', text: '0' })
  for (let n = 1; n < 60; n++) await line.open(first.claim, await say(String(n)))
  assert.is(await line.open(first.claim, retake), 'again')
  const late = line.open(first.claim, await say('late'))
  const second = claim()
  line.setClaim(second)
  assert.is(await late, null)
  assert.is(await line.open(second.claim, retake), 'again')
  line.end()
})

test.run()
