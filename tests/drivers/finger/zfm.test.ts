import { spawn } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { passportShortcoming } from '../../../drivers/finger/reader.ts'
import { SFM_TRAITS } from '../../../drivers/finger/sensor.ts'
import { ZFM_TRAITS, ZfmSensor, type ZfmSensorOptions } from '../../../drivers/finger/zfm.ts'
import { encodeZfm, nextZfm, zfmKind } from '../../../drivers/finger/zfm-packet.ts'
import { type Finger, press } from '../../../drivers/virtual/finger/press.ts'
import { VirtualZfmSensor } from '../../../drivers/virtual/finger/zfm.ts'
import { seeded } from '../../../drivers/virtual/random.ts'
import { place, rejection, until } from '../serial/place.ts'

const test = suite('ZFM fingerprint sensor')
const never = new AbortController().signal
const finger: Finger = { citizenSeed: 2, position: 'right-index', condition: 'good' }

const leaving: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

async function room(options: Partial<ZfmSensorOptions> & { set?: number } = {}) {
  const folder = place()
  const path = folder.path('zfm')
  const device = new VirtualZfmSensor({ path, pace: 'none', password: options.set ?? 0 })
  await device.start()
  const sensor = new ZfmSensor({ path, use: 'demo', fingerSeconds: 1, ...options })
  const stop = new AbortController()
  const running = sensor.run(stop.signal)
  leaving.push(async () => {
    stop.abort()
    await running
    await device.stop()
    folder.remove()
  })
  await until(() => sensor.presence.is === 'ready' || sensor.presence.is === 'faulty')
  return { device, sensor }
}

async function fault(work: Promise<unknown>): Promise<string> {
  const error = await rejection(work)
  if (!isFault(error)) throw error
  return error.code
}

test('a passport is refused to it, with the reason', () => {
  assert.match(passportShortcoming(ZFM_TRAITS)!, /4 bits/)
  assert.is(passportShortcoming(SFM_TRAITS), null)
  assert.throws(
    () => new ZfmSensor({ path: '/dev/null', use: 'passport' }),
    (error: unknown) => isFault(error, 'config.invalid') && /passports need 8/.test(error.detail ?? ''),
  )
})

test('a finger comes over in sixteen grays, pixel by pixel', async () => {
  const { device, sensor } = await room()
  device.lay(finger)
  const result = await sensor.capture(never)
  assert.is(result.is, 'captured')
  if (result.is !== 'captured') return
  const { width, height, pixels } = result.image
  assert.equal([width, height], [256, 288])
  const whole = press(finger)
  for (let at = 0; at < pixels.length; at += 97) {
    const x = 22 + (at % width)
    const y = 56 + Math.floor(at / width)
    assert.is(pixels[at], Math.round(whole.pixels[y * whole.width + x]! / 17) * 17)
  }
})

test('no finger, or a dirty glass: nothing within the time', async () => {
  const { device, sensor } = await room()
  assert.equal(await sensor.capture(never), { is: 'no-finger' })
  device.lay(finger)
  device.dirty(true)
  assert.equal(await sensor.capture(never), { is: 'no-finger' })
})

test('a wrong password is a fault of the configuration, not a missing sensor', async () => {
  const { sensor } = await room({ set: 0x12345678, password: 1 })
  assert.is(sensor.presence.is === 'faulty' && sensor.presence.fault, 'config.invalid')
})

test('the right password opens it', async () => {
  const { device, sensor } = await room({ set: 0x92345678, password: 0x92345678 })
  device.lay(finger)
  assert.is((await sensor.capture(never)).is, 'captured')
})

for (const how of ['checksum', 'half-packet', 'noise'] as const) {
  test(`${how} on the line: asked again, the picture whole`, async () => {
    const { device, sensor } = await room()
    device.lay(finger)
    const clean = await sensor.capture(never)
    device.spoil(how)
    let spoilt = false
    const capture = await sensor.capture(never, (progress) => {
      if (progress.is === 'received' && !spoilt) device.spoil(how)
      spoilt ||= progress.is === 'received'
    })
    assert.equal(capture, clean)
    assert.ok(spoilt)
  })
}

test('a line that damages everything is told as such, and works again when it heals', async () => {
  const { device, sensor } = await room()
  device.lay(finger)
  device.spoil('checksum', 1_000)
  assert.is(await fault(sensor.capture(never)), 'finger.protocol')
  device.clean()
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('a picture that never ends is told as such, and the next one comes over', async () => {
  const { device, sensor } = await room()
  device.lay(finger)
  device.endless(true)
  assert.is(await fault(sensor.capture(never)), 'finger.protocol')
  device.endless(false)
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('every refusal it documents is a fault with its number', async () => {
  const { device, sensor } = await room()
  for (const status of [0x0e, 0x0f, 0x15, 0x18, 0x1a, 0x20, 0x21]) {
    device.fail(status)
    assert.is(await fault(sensor.capture(never)), 'finger.protocol')
  }
  device.fail(undefined)
  device.lay(finger)
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('pulled out in the middle of a picture, and put back', async () => {
  const { device, sensor } = await room()
  device.lay(finger)
  device.unplugAfter(9_000)
  assert.is(await fault(sensor.capture(never)), 'finger.gone')
  await until(() => sensor.presence.is !== 'ready')
  await device.plug()
  await until(() => sensor.presence.is === 'ready')
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('a mute sensor is gone', async () => {
  const { device, sensor } = await room()
  device.mute(true)
  assert.is(await fault(sensor.capture(never)), 'finger.gone')
})

test('stopped while waiting for a finger, at once', async () => {
  const { sensor } = await room({ fingerSeconds: 20 })
  const stop = new AbortController()
  const waiting = rejection(sensor.capture(stop.signal))
  stop.abort(new Error('enough'))
  assert.is(((await waiting) as Error).message, 'enough')
})

test('packets are found in noise, whole or in pieces, and never invented', () => {
  const random = seeded(8)
  const noise = (count: number) =>
    Uint8Array.from({ length: count }, () => (random() < 0.2 ? 0xef : Math.floor(random() * 256)))
  for (let round = 0; round < 500; round++) {
    const content = noise(1 + Math.floor(random() * 40))
    const bytes = Buffer.concat([noise(Math.floor(random() * 12)), encodeZfm(zfmKind.data, content), noise(3)])
    let unread: Uint8Array = new Uint8Array(0)
    let found: Uint8Array | undefined
    for (const byte of bytes) {
      unread = Buffer.concat([unread, Uint8Array.of(byte)])
      const { used, value } = nextZfm(unread)
      unread = unread.subarray(used)
      if (value) found = value.content
    }
    assert.equal(found, content)
  }
})

const host = process.env['BORGERBOKS_ZFM_HOST']
if (!host) console.log('skipped: no independent ZFM host (BORGERBOKS_ZFM_HOST: a program that takes the tty)')
;(host ? test : test.skip)('an independent host library takes a picture', async () => {
  const folder = place()
  const device = new VirtualZfmSensor({ path: folder.path('zfm'), pace: 'none' })
  await device.start()
  leaving.push(async () => {
    await device.stop()
    folder.remove()
  })
  device.lay(finger)
  const child = spawn(host!, [device.state().path], { stdio: 'inherit' })
  assert.is(await new Promise((resolve) => child.on('close', resolve)), 0)
})

test.run()
