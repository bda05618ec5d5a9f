/** The call over a relay, and a cable that is pulled: real coturn, real namespaces. The long cuts are in the bench. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Network, openNetwork, possible } from './network.ts'

const test = suite('the call through the network')
const why = possible()
let network: Network
if (why) {
  console.log(`not tried here: ${why}`)
  test('needs namespaces and coturn', () => assert.ok(why))
} else {
  test.before(async () => {
    network = await openNetwork()
  })
  test.after(() => network?.close())

  test('an enrolled box talks through the relay only, with credentials made for the call', async () => {
    const call = await network.call('udp')
    assert.equal(await call.pair(), { local: 'relay', remote: 'relay', relay: 'udp' })
    await call.cut(4_000)
    await call.end()
  })

  test('a network that lets only TCP out', async () => {
    const call = await network.call('tcp')
    assert.equal(await call.pair(), { local: 'relay', remote: 'relay', relay: 'tcp' })
    await call.end()
  })

  test('a network that lets only TLS out, as to a web page: the call goes over TURN over TLS', async () => {
    const call = await network.call('tls')
    assert.equal(await call.pair(), { local: 'relay', remote: 'relay', relay: 'tls' })
    await call.end()
  })

  test('somebody stands between with a certificate of their own: no way leads through them', async () => {
    assert.ok((await network.tlsWays(true)) > 0)
    assert.is(await network.tlsWays(false), 0)
  })
}

test.run()
