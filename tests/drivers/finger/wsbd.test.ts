import { spawnSync } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { decodeResult, encodeResult, statuses, WSBD } from '../../../drivers/finger/wsbd/result.ts'
import { WsbdSensor, type WsbdSensorOptions } from '../../../drivers/finger/wsbd/sensor.ts'
import { parseXml } from '../../../drivers/finger/wsbd/xml.ts'
import { type Finger, press } from '../../../drivers/virtual/finger/press.ts'
import { VirtualWsbdSensor } from '../../../drivers/virtual/finger/wsbd.ts'
import { corrupt } from '../../device/finger/corrupt.ts'
import { rejection, until } from '../serial/place.ts'

const test = suite('WS-BD fingerprint sensor')
const never = new AbortController().signal
const finger: Finger = { citizenSeed: 2, position: 'left-index', condition: 'good' }

const leaving: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

async function room(options: Partial<WsbdSensorOptions> = {}, before: (device: VirtualWsbdSensor) => void = () => {}) {
  const device = new VirtualWsbdSensor({ pace: 'none' })
  await device.start()
  before(device)
  const sensor = new WsbdSensor({ url: device.url, fingerSeconds: 1, ...options })
  const stop = new AbortController()
  const running = sensor.run(stop.signal)
  leaving.push(async () => {
    stop.abort()
    await running
    await device.stop()
  })
  return { device, sensor, ready: () => until(() => sensor.presence.is === 'ready') }
}

async function fault(work: Promise<unknown>): Promise<string> {
  const error = await rejection(work)
  if (!isFault(error)) throw error
  return error.code
}

test('a finger comes over pixel by pixel, and all that was said holds against the schema', async () => {
  const { device, sensor, ready } = await room()
  await ready()
  device.lay(finger)
  const result = await sensor.capture(never)
  assert.is(result.is, 'captured')
  if (result.is === 'captured') assert.equal(result.image.pixels, press(finger).pixels)
  const schema = process.env['BORGERBOKS_WSBD_XSD']
  if (!schema || spawnSync('xmllint', ['--version']).error) {
    console.log('skipped: xmllint or the schema (BORGERBOKS_WSBD_XSD) is not here')
    return
  }
  assert.ok(device.spoken.length > 5)
  for (const xml of device.spoken) {
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', schema, '-'], { input: xml })
    assert.is(status, 0, stderr.toString().slice(0, 400))
  }
})

test('no finger within the time', async () => {
  const { sensor, ready } = await room()
  await ready()
  assert.equal(await sensor.capture(never), { is: 'no-finger' })
})

test('a sensor that failed is initialised again and the finger taken', async () => {
  const { device, sensor, ready } = await room()
  await ready()
  device.lay(finger)
  for (const status of [
    'sensorFailure',
    'initializationNeeded',
    'configurationNeeded',
    'canceledWithSensorFailure',
  ] as const) {
    device.fail('capture', status)
    assert.is((await sensor.capture(never)).is, 'captured', status)
  }
})

test('every status it may give instead of a picture is one fault or another', async () => {
  const { device, sensor, ready } = await room()
  await ready()
  device.lay(finger)
  for (const status of statuses) {
    if (['success', 'preparingDownload', 'invalidId', 'lockNotHeld', 'lockHeldByAnother'].includes(status)) continue
    device.fail('download', status)
    assert.ok(['finger.protocol', 'config.invalid'].includes(await fault(sensor.capture(never))), status)
  }
  device.fail('download', 'preparingDownload', 2)
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('the lock is stolen: the sensor is gone until it is free again', async () => {
  const { device, sensor, ready } = await room()
  await ready()
  device.lay(finger)
  device.steal()
  assert.is(await fault(sensor.capture(never)), 'finger.gone')
  await until(() => sensor.presence.is !== 'ready')
  device.release()
  await ready()
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('the service ends in the middle of a capture and comes back', async () => {
  const { device, sensor, ready } = await room()
  await ready()
  device.lay(finger)
  device.fail('download', 'hang-up')
  assert.is(await fault(sensor.capture(never)), 'finger.gone')
  await ready()
  await device.unplug()
  assert.is(await fault(sensor.capture(never)), 'finger.gone')
  await device.plug()
  await ready()
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('half an answer is told as such', async () => {
  const { device, sensor, ready } = await room()
  await ready()
  device.lay(finger)
  device.fail('capture', 'garbage')
  assert.is(await fault(sensor.capture(never)), 'finger.protocol')
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('a value the device does not take is a fault of the configuration', async () => {
  const traits = { ppi: 1000, bits: 8, width: 600, height: 800, fingerDetect: 'own' as const }
  const { sensor } = await room({ traits })
  await until(() => sensor.presence.is === 'faulty')
  assert.is(sensor.presence.is === 'faulty' && sensor.presence.fault, 'config.invalid')
})

test('stopped while waiting for a finger: the device stops waiting too', async () => {
  const { device, sensor, ready } = await room({ fingerSeconds: 20 })
  await ready()
  const stop = new AbortController()
  const waiting = rejection(sensor.capture(stop.signal))
  await until(() => device.state().sessions === 1)
  stop.abort(new Error('enough'))
  assert.is(((await waiting) as Error).message, 'enough')
  device.lay(finger)
  assert.is((await sensor.capture(never)).is, 'captured')
})

test('what the schema forbids is refused', () => {
  const result = (inside: string) => `<result xmlns="${WSBD}">${inside}</result>`
  assert.is(typeof decodeResult(result('<status>success</status>')), 'object')
  const wrong = [
    '',
    '<a>',
    '<result><status>success</status></result>',
    result(''),
    result('<status>fine</status>'),
    result('<status>success</status><sessionId>me</sessionId>'),
    result('<sessionId>a</sessionId><status>success</status>'),
    result('<status>success</status><status>success</status>'),
    result('<status>success</status><sensorData>*</sensorData>'),
    result('<status>success</status><extra/>'),
    `${result('<status>success</status>')}<b/>`,
    `<!DOCTYPE x [<!ENTITY a "b">]>${result('<status>success</status>')}`,
  ]
  for (const text of wrong) assert.type(decodeResult(text), 'string', text)
})

test('texts with signs of their own survive, nesting has an end, and damage never hangs', () => {
  const message = 'a < b & "c" > æøå'
  const decoded = decodeResult(encodeResult({ status: 'failure', message }))
  assert.is(typeof decoded === 'object' && decoded.message, message)
  assert.type(parseXml('<a>'.repeat(5_000)), 'string')
  const bytes = Buffer.from(
    encodeResult({ status: 'success', metadata: new Map([['a', 'b']]), sensorData: new Uint8Array(90) }),
  )
  for (let seed = 0; seed < 500; seed++) decodeResult(Buffer.from(corrupt(bytes, seed)).toString())
})

test.run()
