/** Where a box's sound goes: what was plugged in, and what was pulled out. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Device, firstWhere, nextWhere, outletsOf } from '../../ui/box/sound/where.ts'

const device = (kind: Device['kind'], deviceId: string, label: string, groupId = deviceId) => ({
  ...{ kind, deviceId, label, groupId },
})
const speaker = device('audiooutput', 's1', 'HDA Intel PCH, Analog')
const usb = device('audiooutput', 'h1', 'Jabra Evolve Headset', 'jabra')
const usbMicrophone = device('audioinput', 'm1', 'Jabra Evolve Mikrofon', 'jabra')
const receiver = device('audiooutput', 'r1', 'C-Media USB Audio Device')
const asDefault = device('audiooutput', 'default', 'Default - Jabra Evolve Headset', 'jabra')

test('a headset is plugged in: the sound goes there, whatever it went to before', () => {
  const names = { loudspeaker: 'PCH', handset: 'C-Media' }
  const without = outletsOf([speaker, receiver], names)
  const plugged = outletsOf([asDefault, speaker, receiver, usb, usbMicrophone], names)
  assert.equal(plugged.headset, { sink: 'h1', microphone: 'm1' })
  for (const where of ['loudspeaker', 'handset', 'nowhere'] as const)
    assert.is(nextWhere(where, without, plugged), 'headset')
  // Who has chosen the loudspeaker with the headset in, keeps it when something else is plugged in.
  assert.is(nextWhere('loudspeaker', plugged, plugged), 'loudspeaker')
})

test('it is pulled out: silence, never the loudspeaker by itself', () => {
  const plugged = outletsOf([speaker, usb], {})
  const without = outletsOf([speaker], {})
  assert.is(nextWhere('headset', plugged, without), 'nowhere')
  assert.is(nextWhere('nowhere', without, without), 'nowhere')
  assert.is(nextWhere('loudspeaker', plugged, without), 'loudspeaker')
  assert.is(nextWhere('nowhere', without, plugged), 'headset')
})

test('the next citizen: the loudspeaker, or the headset that is in', () => {
  assert.is(firstWhere(outletsOf([speaker], {})), 'loudspeaker')
  assert.is(firstWhere(outletsOf([speaker, usb], {})), 'headset')
})

test('the system calls the headset its default: a loudspeaker with a name is not mistaken for it', () => {
  assert.is(outletsOf([asDefault, usb, speaker], { loudspeaker: 'PCH' }).loudspeaker?.sink, 's1')
  assert.is(outletsOf([speaker], {}).loudspeaker?.sink, '')
  assert.is(outletsOf([speaker, receiver], {}).handset, null)
})

test.run()
