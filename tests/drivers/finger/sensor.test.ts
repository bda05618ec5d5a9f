import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { gate } from '../../../device/finger/gate.ts'
import type { FingerImage } from '../../../drivers/finger/image.ts'
import type { ScanProgress } from '../../../drivers/finger/scan.ts'
import { FingerSensor, type FingerSensorOptions } from '../../../drivers/finger/sensor.ts'
import { type Finger, press } from '../../../drivers/virtual/finger/press.ts'
import { VirtualFingerSensor } from '../../../drivers/virtual/finger/sensor.ts'
import { place, rejection, until } from '../serial/place.ts'

const test = suite('fingerprint sensor')
const never = new AbortController().signal

/** What the test just run leaves to be let go. */
const leaving: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0)) await leave()
})
const finger: Finger = { citizenSeed: 1, position: 'right-index', condition: 'good' }

async function room(options: Partial<FingerSensorOptions> = {}, plugged = true) {
  const folder = place()
  const path = folder.path('finger')
  const device = new VirtualFingerSensor({ path, pace: 'none' })
  if (plugged) await device.start()
  const sensor = new FingerSensor({ path, fingerSeconds: 1, ...options })
  const stop = new AbortController()
  const running = sensor.run(stop.signal)
  if (plugged) await until(() => sensor.presence.is === 'ready')
  leaving.push(async () => {
    stop.abort()
    await running
    await device.stop()
    folder.remove()
  })
  return {
    device,
    sensor,
  }
}

async function captured(sensor: FingerSensor): Promise<FingerImage> {
  const result = await sensor.capture(never)
  if (result.is !== 'captured') throw new Error(result.is)
  return result.image
}

async function fault(work: Promise<unknown>): Promise<string> {
  const error = await rejection(work)
  if (!isFault(error)) throw error
  return error.code
}

test('both index fingers, pixel by pixel as they lie there, good enough for the gate', async () => {
  const it = await room()
  for (const position of ['right-index', 'left-index'] as const) {
    it.device.lay({ ...finger, position })
    const told: ScanProgress[] = []
    const result = await it.sensor.capture(never, (progress) => told.push(progress))
    assert.is(result.is, 'captured')
    if (result.is !== 'captured') return
    assert.equal(result.image, press({ ...finger, position }))
    assert.ok(gate(result.image).ok)
    assert.equal(told[0], { is: 'scanned' })
    assert.equal(told.at(-1), { is: 'received', part: 1 })
  }
})

test('no finger in the sensor’s time; one laid down late is still taken', async () => {
  const it = await room()
  assert.equal(await it.sensor.capture(never), { is: 'no-finger' })
  const late = it.sensor.capture(never)
  it.device.lay(finger)
  assert.is((await late).is, 'captured')
})

for (const how of ['checksum', 'half-packet', 'noise'] as const) {
  test(`${how} on the line: the image still comes whole`, async () => {
    const it = await room()
    it.device.lay(finger)
    for (const times of [1, 3]) {
      it.device.spoil(how, times)
      assert.equal(await captured(it.sensor), press(finger))
    }
  })
}

test('a line that only damages: a protocol fault after a bounded number of tries, and the sensor stays usable', async () => {
  const it = await room()
  it.device.lay(finger)
  it.device.spoil('checksum', 500)
  assert.is(await fault(it.sensor.capture(never)), 'finger.protocol')
  it.device.clean()
  await until(() => it.sensor.presence.is === 'ready')
  assert.equal(await captured(it.sensor), press(finger))
})

test('unplugged in the middle of an image and plugged in again', async () => {
  const it = await room()
  it.device.lay(finger)
  it.device.unplugAfter(50_000)
  assert.is(await fault(it.sensor.capture(never)), 'finger.gone')
  await until(() => it.sensor.presence.is === 'absent' || it.sensor.presence.is === 'opening')
  assert.is(await fault(it.sensor.capture(never)), 'finger.gone')
  await it.device.plug()
  await until(() => it.sensor.presence.is === 'ready')
  assert.equal(await captured(it.sensor), press(finger))
})

test('unplugged while nobody uses it', async () => {
  const it = await room()
  const seen: string[] = []
  it.sensor.on('presence', (presence) => seen.push(presence.is))
  await it.device.unplug()
  await until(() => seen.includes('absent'))
})

test('a tty with a mute sensor behind it is not a sensor', async () => {
  const it = await room({}, false)
  it.device.mute(true)
  await it.device.start()
  await until(() => it.sensor.presence.is === 'opening')
  const seen: string[] = []
  it.sensor.on('presence', (presence) => seen.push(presence.is))
  await until(() => seen.includes('absent'))
  assert.not(seen.includes('ready'))
  it.device.mute(false)
  await until(() => it.sensor.presence.is === 'ready')
})

test('the sensor falls mute while it waits for a finger', async () => {
  const it = await room()
  it.device.mute(true)
  assert.is(await fault(it.sensor.capture(never)), 'finger.gone')
  it.device.mute(false)
  it.device.lay(finger)
  await until(() => it.sensor.presence.is === 'ready')
  // The old handle may still be the one shown for a moment; the driver opens anew by itself.
  let result = 'none'
  while (result !== 'captured') {
    result = await it.sensor.capture(never).then(
      ({ is }) => is,
      (error) => (isFault(error, 'finger.gone') ? 'gone' : Promise.reject(error)),
    )
    await until(() => it.sensor.presence.is === 'ready')
  }
})

test('the citizen goes back while the sensor waits: the next capture is not this finger', async () => {
  const it = await room()
  const stop = new AbortController()
  const waiting = it.sensor.capture(stop.signal)
  await until(() => it.device.state().busy)
  stop.abort()
  assert.is(await rejection(waiting), stop.signal.reason)
  await until(() => !it.device.state().busy)
  it.device.lay({ ...finger, position: 'left-index' })
  assert.equal(await captured(it.sensor), press({ ...finger, position: 'left-index' }))
})

test('two captures at once: one after the other', async () => {
  const it = await room()
  it.device.lay(finger)
  const both = await Promise.all([captured(it.sensor), captured(it.sensor)])
  assert.equal(both[0], both[1])
})

test('a sensor as delivered is told the faster rate once, and keeps it when unplugged', async () => {
  const it = await room({ baud: 921_600 })
  assert.is(it.device.state().baud, 921_600)
  await it.device.unplug()
  await it.device.plug()
  assert.is(it.device.state().baud, 921_600)
})

test('an unknown rate or time is refused before anything is opened', () => {
  for (const options of [{ baud: 12_345 }, { fingerSeconds: 0 }, { fingerSeconds: 21 }]) {
    assert.throws(
      () => new FingerSensor({ path: '/dev/null', ...options }),
      (error: unknown) => isFault(error, 'config.invalid'),
    )
  }
})

test('a module that answers later than it is waited for: no answer is taken for another question’s', async () => {
  const it = await room({}, false)
  // Asked again after 400 ms: each question gets two answers.
  it.device.late(450)
  await it.device.start()
  await until(() => it.sensor.presence.is === 'ready')
  it.device.late(0)
  it.device.lay(finger)
  assert.is((await it.sensor.capture(never)).is, 'captured')
})

test.run()
