/** libfprint's own library and its virtual device, through the helper process. */
import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { PYTHON } from '../../../drivers/finger/libfprint/helper.ts'
import { LibfprintSensor } from '../../../drivers/finger/libfprint/sensor.ts'
import { VirtualLibfprint } from '../../../drivers/virtual/finger/libfprint.ts'
import { type Finger, press } from '../../../drivers/virtual/finger/press.ts'
import { place, rejection, until } from '../serial/place.ts'

const test = suite('USB sensors through libfprint')
const never = new AbortController().signal
const finger: Finger = { citizenSeed: 2, position: 'right-index', condition: 'good' }
const here = spawnSync(PYTHON, ['-c', "import gi; gi.require_version('FPrint', '2.0')"]).status === 0
if (!here) console.log('skipped: python3-gi and gir1.2-fprint-2.0 are not here')

const leaving: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave()
})

async function room(fingerSeconds = 10) {
  const folder = place()
  const device = new VirtualLibfprint(folder.path('fp'))
  const sensor = new LibfprintSensor({ device: '', use: 'demo', environment: device.environment, fingerSeconds })
  const stop = new AbortController()
  const running = sensor.run(stop.signal)
  leaving.push(async () => {
    stop.abort()
    await running
    device.stop()
    folder.remove()
  })
  await until(() => sensor.presence.is === 'ready')
  await device.attach(stop.signal)
  return { sensor, device }
}

/** Lays a finger down again and again, as somebody does who is asked to. */
async function laidUntil<T>(work: Promise<T>, device: VirtualLibfprint): Promise<T> {
  let over = false
  const done = work.finally(() => {
    over = true
  })
  while (!over) {
    device.lay(finger)
    await Promise.race([done, sleep(200)])
  }
  return done
}

test('a passport is refused to it, with the reason', () => {
  assert.throws(
    () => new LibfprintSensor({ device: '', use: 'passport' }),
    (error: unknown) => isFault(error, 'config.invalid') && /neither size nor resolution/.test(error.detail ?? ''),
  )
})

if (here) {
  test('a finger comes over pixel by pixel, and no resolution is made up', async () => {
    const { sensor, device } = await room()
    const taking = sensor.capture(never)
    device.lay(finger)
    const result = await taking
    assert.is(result.is, 'captured')
    if (result.is !== 'captured') return
    const { width, height, pixels } = press(finger)
    assert.equal([result.image.width, result.image.height], [width, height])
    assert.equal(result.image.pixels, pixels)
    // Its virtual device states none; a real one's driver does.
    assert.is(result.image.ppi, 0)
  })

  test('a finger that moved is waited for again; nobody at all is no finger; a stopped wait leaves the sensor free', async () => {
    const { sensor, device } = await room(1)
    const moved = sensor.capture(never)
    device.retry()
    assert.is((await laidUntil(moved, device)).is, 'captured')
    assert.equal(await sensor.capture(never), { is: 'no-finger' })
    const stop = new AbortController()
    const stopped = sensor.capture(stop.signal)
    stop.abort(new Error('enough'))
    assert.match(String(await rejection(stopped)), /enough/)
    assert.is((await laidUntil(sensor.capture(never), device)).is, 'captured')
  })

  test('a helper that dies is told as a sensor that is gone, and comes back by itself', async () => {
    const { sensor, device } = await room()
    const taking = sensor.capture(never)
    taking.catch(() => {})
    const { presence } = sensor
    if (presence.is === 'ready') await presence.handle.end()
    assert.ok(isFault(await rejection(taking), 'finger.gone'))
    await until(
      () => sensor.presence.is === 'ready' && sensor.presence.handle !== (presence as { handle: unknown }).handle,
    )
    device.stop()
    await device.attach(never)
    assert.is((await laidUntil(sensor.capture(never), device)).is, 'captured')
  })

  test('no sensor that gives pictures: absent, and said', async () => {
    const sensor = new LibfprintSensor({ device: 'no-such-driver', use: 'demo' })
    const stop = new AbortController()
    const running = sensor.run(stop.signal)
    await until(() => sensor.presence.is === 'absent')
    assert.ok(isFault(await rejection(sensor.capture(never)), 'finger.gone'))
    stop.abort()
    await running
  })
}

test.run()
