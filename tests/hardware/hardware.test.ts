/** `make test-hardware` says of each device what it is: working, attached and broken, or not there. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeDevices } from '../../device/make-devices.ts'
import { createVirtualPrinter } from '../../drivers/virtual/printer.ts'
import { examineAll } from './suite.ts'

const test = suite('hardware')

test('a printer that works, one without paper, a port with nothing behind it', async () => {
  const virtual = createVirtualPrinter({ pace: 'none' })
  const uri = await virtual.start()
  try {
    const devices = makeDevices({
      card: { reader: 'none' },
      mrz: { port: '/dev/boks-none', baud: 9_600 },
      camera: { input: ['-i', '/dev/video9'] },
      finger: { port: '/dev/boks-none' },
      printer: { uri },
    })
    const times = { openMs: 10_000, handMs: 100 }
    const [working] = await examineAll(devices, ['printer'], () => {}, times)
    assert.is(working?.is, 'passed', working?.sentence)
    await virtual.condition('paper-out')
    const [empty] = await examineAll(devices, ['printer'], () => {}, times)
    assert.equal([empty?.is, /paper/.test(empty?.sentence ?? '')], ['failed', true], empty?.sentence)
    const [nothing] = await examineAll(devices, ['mrz'], () => {}, { ...times, openMs: 300 })
    assert.is(nothing?.is, 'not-attached')
  } finally {
    await virtual.stop()
  }
})

test.run()
