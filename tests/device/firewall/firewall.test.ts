/** The firewall opens for the devices in the configuration, and for nothing that a broken-in runtime would like. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { needsOf } from '../../../device/firewall/needs.ts'
import { rulesFor } from '../../../device/firewall/rules.ts'

const test = suite('firewall')
const wired = {
  card: { reader: 'r' },
  mrz: { port: '/dev/ttyUSB0', baud: 9_600 },
  camera: { input: ['-f', 'v4l2', '-i', '/dev/video0'] },
  finger: { port: '/dev/ttyUSB1' },
  printer: { uri: 'ipps://10.1.2.3/ipp/print' },
}

test('printer, terminal and sensor on the network, each once; what is plugged in needs no door', () => {
  assert.equal(needsOf(wired), [{ host: '10.1.2.3', port: 631 }])
  const networked = {
    ...wired,
    finger: { driver: 'wsbd' as const, port: 'http://sensor.local:8000/ws' },
    payment: {
      url: 'https://192.168.1.7:8443/nexo',
      sale: 's',
      poi: 'p',
      key: { identifier: 'k', version: 1, passphraseFile: 'f' },
      certificate: 'c',
    },
  }
  assert.equal(needsOf(networked), [
    { host: '10.1.2.3', port: 631 },
    { host: '192.168.1.7', port: 8443 },
    { host: 'sensor.local', port: 8000 },
  ])
  const camera = { ...wired.camera, stills: { port: 'ptpip:10.1.2.9' } }
  assert.equal(needsOf({ ...wired, camera, slips: { host: '10.1.2.8', port: 9_100 } }).slice(1), [
    { host: '10.1.2.8', port: 9_100 },
    { host: '10.1.2.9', port: 15_740 },
  ])
})

test('only a few private addresses, each with one port; anything else is refused whole', () => {
  assert.match(rulesFor('[["10.1.2.3",631],["192.168.1.7",8443]]')!, '{ 10.1.2.3 . 631, 192.168.1.7 . 8443 }')
  assert.is(rulesFor('[]'), 'flush set inet borgerboks devices_v4\n')
  for (const wish of [
    '[["8.8.8.8",53]]',
    '[["10.1.2.3",0]]',
    '[["10.1.2.300",80]]',
    '[["10.0.0.0/8",80]]',
    '[["10.1.2.3",631],["172.32.0.1",80]]',
    '[["10.1.2.3","631 } ; add rule"]]',
    JSON.stringify(Array.from({ length: 9 }, () => ['10.1.2.3', 80])),
    'reboot',
  ])
    assert.is(rulesFor(wish), null, wish)
})

test.run()
