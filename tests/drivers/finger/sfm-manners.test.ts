/** What not every SFM module has: its own WSQ, the plain transfer instead of the extended one, a look for fakes. */
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { decodeWsq as decode } from '../../../device/finger/wsq/decode.ts'
import { encodeWsq } from '../../../device/finger/wsq/encode.ts'
import { type DecodeWsq, decodeImage, encodeImage } from '../../../drivers/finger/image.ts'
import { FingerSensor, type FingerSensorOptions } from '../../../drivers/finger/sensor.ts'
import { type Finger, press } from '../../../drivers/virtual/finger/press.ts'
import { VirtualFingerSensor, type VirtualFingerSensorOptions } from '../../../drivers/virtual/finger/sensor.ts'
import { place, rejection, until } from '../serial/place.ts'

const test = suite('SFM modules of several kinds')
const never = new AbortController().signal
const finger: Finger = { citizenSeed: 1, position: 'right-index', condition: 'good' }
const decodeWsq: DecodeWsq = (bytes) => {
  const read = decode(bytes)
  return read.is === 'image' ? read.image : read.why
}

const leaving: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

async function room(module: Partial<VirtualFingerSensorOptions>, options: Partial<FingerSensorOptions> = {}) {
  const folder = place()
  const path = folder.path('finger')
  const device = new VirtualFingerSensor({ path, pace: 'none', ...module })
  await device.start()
  const sensor = new FingerSensor({ path, fingerSeconds: 1, ...options })
  const stop = new AbortController()
  const running = sensor.run(stop.signal)
  leaving.push(async () => {
    stop.abort()
    await running
    await device.stop()
    folder.remove()
  })
  await until(() => sensor.presence.is === 'ready')
  return { device, sensor }
}

for (const transfer of ['extended', 'single'] as const) {
  test(`a module that compresses, ${transfer} transfer: its own WSQ comes over, and the picture it decodes to`, async () => {
    const { device, sensor } = await room({ encodeWsq: (image) => encodeWsq(image) }, { transfer, decodeWsq })
    device.lay(finger)
    const taken = await sensor.capture(never)
    assert.is(taken.is, 'captured')
    if (taken.is !== 'captured') return
    const wsq = encodeWsq(press(finger))
    assert.equal(taken.image.wsq, wsq)
    const own = decode(wsq)
    assert.equal(own.is === 'image' && own.image.pixels, taken.image.pixels)
  })
}

test('a module that cannot compress sends gray, though WSQ was wished for', async () => {
  const { device, sensor } = await room({}, { decodeWsq })
  device.lay(finger)
  const taken = await sensor.capture(never)
  assert.equal(taken.is === 'captured' && taken.image, press(finger))
})

test('a gray picture whose first pixels look like the beginning of WSQ is gray', () => {
  const pixels = Uint8Array.from({ length: 64 }, (_, i) => [0xff, 0xa0][i] ?? 0x80)
  const image = { width: 8, height: 8, ppi: 500, pixels }
  assert.equal(decodeImage(encodeImage(image), decodeWsq), image)
})

test('WSQ behind a header or by itself is read; damaged, it is told', () => {
  const wsq = encodeWsq(press(finger))
  const headed = Buffer.concat([Buffer.alloc(28), wsq])
  for (const bytes of [wsq, headed]) assert.type(decodeImage(bytes, decodeWsq), 'object')
  assert.match(String(decodeImage(wsq.subarray(0, 200), decodeWsq)), /WSQ that/)
  assert.match(String(decodeImage(wsq)), /not asked for/)
})

test('the single scan: one piece, taken again by RI when it came damaged, and a fault when it stays so', async () => {
  const { device, sensor } = await room({}, { transfer: 'single' })
  device.lay(finger)
  const taken = await sensor.capture(never)
  assert.equal(taken.is === 'captured' && taken.image, press(finger))
  device.spoil('half-packet', 200)
  const error = await rejection(sensor.capture(never))
  assert.ok(isFault(error, 'finger.protocol') || isFault(error, 'finger.gone'))
  device.clean()
  await until(() => sensor.presence.is === 'ready')
  const again = await sensor.capture(never)
  assert.is(again.is, 'captured')
})

test('a module that looks for fakes says so of one; one that cannot look says that it cannot', async () => {
  const looks = await room({ liveness: true })
  looks.device.lay({ ...finger, condition: 'fake' })
  assert.equal(await looks.sensor.capture(never), { is: 'not-live' })
  looks.device.lay(finger)
  const living = await looks.sensor.capture(never)
  assert.is(living.is === 'captured' && living.attack, 'none')
  const blind = await room({})
  blind.device.lay({ ...finger, condition: 'fake' })
  const deceived = await blind.sensor.capture(never)
  assert.is(deceived.is === 'captured' && deceived.attack, 'unable')
})

test.run()
