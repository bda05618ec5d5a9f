/** A guest in a call is a stranger with a link: what their page says reaches the desk and the box only as it should be. */
import { randomUUID } from 'node:crypto'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeskSocketUp } from '../../device/contract/api.ts'
import type { DeskUp } from '../../device/contract/desk.ts'
import { type Guest, guestLine } from '../../ui/desk/guests.ts'
import { makeClaimKeys, seal } from '../../ui/shared/seal.ts'

const test = suite('desk: guests in a call')

test('a guest’s page sends rubbish for a name, a key and a signal: the caseworker’s page stands, and the next guest is heard', async () => {
  const keys = await makeClaimKeys()
  const claim = randomUUID()
  const up: DeskSocketUp[] = []
  const toBox: DeskUp[] = []
  let shown: Guest[] = []
  let heard: (() => void) | null = null
  const line = guestLine({
    claim,
    keys,
    caseworker: { name: 'Mette Holm', role: 'Borgerservice', municipality: 'Prøveby' },
    toHub(message) {
      up.push(message)
      heard?.()
    },
    toBox: (message) => void toBox.push(message),
    onChange: (guests) => (shown = guests),
  })
  const [bad, good] = [randomUUID(), randomUUID()]
  for (const guest of [bad, good]) {
    line.receive({ is: 'invited', claim, guest, kind: 'interpreter-voice', url: 'https://hub/guest/', token: 'x' })
    line.receive({ is: 'guest', claim, guest, state: 'here', iceServers: [], iceTransportPolicy: 'all' })
  }
  const signals: unknown[] = []
  line.onSignal(bad, (signal) => signals.push(signal))
  const say = async (guest: string, said: unknown) =>
    line.receive({ is: 'from-guest', claim, guest, sealed: await seal(said, keys.sealKey) })
  const { sealKey: key } = await makeClaimKeys()
  await say(bad, null)
  await say(bad, 'hello')
  await say(bad, { is: 'hello', name: { type: 'b' }, key })
  await say(bad, { is: 'hello', name: 'x'.repeat(61), key })
  await say(bad, { is: 'hello', name: 'Per', key: 7 })
  await say(bad, { is: 'signal', to: 'desk', signal: null })
  await say(bad, { is: 'signal', to: 'desk', signal: { is: 'offer', peer: 1, sdp: {} } })
  // A key that is none: nobody can be told anything with it.
  await say(bad, { is: 'hello', name: 'Per', key: { ...key, x: key.y } })
  const welcomed = new Promise<void>((resolve) => (heard = resolve))
  await say(good, { is: 'hello', name: 'Anna Tolk', key })
  await welcomed
  assert.equal(
    up.map((message) => 'guest' in message && message.guest),
    [good],
  )
  assert.equal(signals, [])
  assert.equal(
    shown.map(({ name }) => name),
    ['Per', 'Anna Tolk'],
  )
  assert.equal(
    toBox.map((message) => message.is === 'guest' && message.name),
    ['Per', 'Anna Tolk'],
  )
})

test.run()
