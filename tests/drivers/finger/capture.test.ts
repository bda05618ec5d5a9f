import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { VirtualFingerSensor } from '../../../drivers/virtual/finger/sensor.ts'
import { VirtualWsbdSensor } from '../../../drivers/virtual/finger/wsbd.ts'
import { VirtualZfmSensor } from '../../../drivers/virtual/finger/zfm.ts'
import { fingerCapture } from '../../../provisioning/finger-capture.ts'
import { Usage } from '../../../provisioning/verb.ts'
import { place, rejection } from '../serial/place.ts'

const test = suite('boks finger capture')
const finger = { citizenSeed: 2, position: 'right-index', condition: 'good' } as const
type Told = { driver: string; width: number; ok: boolean; passport: boolean; refused: string | null }

const leaving: (() => Promise<void> | void)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

function path(): string {
  const folder = place()
  leaving.push(() => folder.remove())
  return folder.path('finger')
}

for (const [driver, make, width, passport] of [
  ['sfm', () => new VirtualFingerSensor({ path: path(), pace: 'none' }), 300, true],
  ['zfm', () => new VirtualZfmSensor({ path: path(), pace: 'none' }), 256, false],
  ['wsbd', () => new VirtualWsbdSensor({ pace: 'none' }), 300, true],
] as const) {
  test(`a finger on a ${driver} sensor, and whether it is fit for passports`, async () => {
    const device = make()
    await device.start()
    leaving.unshift(() => device.stop())
    device.lay(finger)
    const state = device.state()
    const port = 'path' in state ? state.path : state.url
    const told = (await fingerCapture.run(['--driver', driver, '--port', port, '--seconds', '2'])).json as Told
    assert.equal([told.driver, told.width, told.passport], [driver, width, passport])
    assert.is(told.refused === null, passport)
    device.lift()
    const error = await rejection(fingerCapture.run(['--driver', driver, '--port', port, '--seconds', '1']))
    assert.ok(isFault(error, 'finger.timeout'))
  })
}

test('wrong words are answered with one sentence', async () => {
  for (const args of [[], ['--driver', 'magic', '--port', 'x'], ['--port', 'x', '--seconds', 'soon']]) {
    assert.instance(await rejection(fingerCapture.run(args)), Usage)
  }
})

test.run()
