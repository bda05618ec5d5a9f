/** Signed configurations on the box: tried, kept, rolled back; a changed, foreign or older one is as good as none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { DeviceKind } from '../../../device/contract/nouns.ts'
import { openSettings } from '../../../device/settings/book.ts'
import { propose } from '../../../device/settings/detect.ts'
import { isOpen } from '../../../device/settings/hours.ts'
import { judge } from '../../../device/settings/trial.ts'
import { startCapture } from '../../../drivers/camera/ffmpeg.ts'
import { openAuthority } from '../../../hub/fleet/ca.ts'

const test = suite('settings')
const folder = mkdtempSync(join(tmpdir(), 'boks-settings-'))
const ca = await openAuthority(folder)
const box = 'b0b0b0b0-0000-4000-8000-000000000001'
const settings = {
  place: 'Biblioteket',
  municipality: { name: 'Prøveby', phone: '1' },
  places: [{ id: 'a', name: 'A' }],
  devices: {
    card: { reader: 'R' },
    mrz: { port: '/dev/a', baud: 9_600 },
    camera: { input: ['-f', 'v4l2', '-i', '/dev/video0'] },
    finger: { port: '/dev/b' },
    printer: { uri: 'ipp://p' },
  },
}
const signed = (version: number, of = box, type = 'boks-settings') => ca.sign(type, { box: of, version, settings })
let n = 0
const book = () => openSettings(join(folder, `book-${(n += 1)}`), ca.certificate, box)
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.unreachable('it was taken'),
    () => {},
  )

test.after(() => rmSync(folder, { recursive: true, force: true }))

test('a new one is tried first and then kept; an older one never comes back', async () => {
  const here = book()
  assert.is(await here.start(), null)
  assert.ok(await here.offer(await signed(2), ['printer']))
  const tried = await here.start()
  assert.equal([tried?.version, tried?.trial, tried?.before], [2, true, ['printer']])
  here.keep()
  assert.equal([(await here.start())?.version, (await here.start())?.trial], [2, false])
  assert.not.ok(await here.offer(await signed(1), []))
  assert.not.ok(await here.offer(await signed(2), []))
})

test('one that the next start could not read is refused at once: the box does not restart for ever', async () => {
  const here = book()
  const unknown = 'stapler' as DeviceKind
  assert.not.ok(await here.offer(await signed(3), [unknown]))
  assert.is(here.refused()?.version, 3)
  assert.not.ok(await here.offer(await signed(3), ['printer']))
  assert.ok(await here.offer(await signed(4), ['printer']))
})

test('whoever signs a configuration reaches neither what this box trusts nor a file through its camera', async () => {
  const here = book()
  const sign = (version: number, more: object) =>
    ca.sign('boks-settings', { box, version, settings: { ...settings, ...more } })
  await here.offer(await sign(1, { trust: '/tmp', terminal: '/tmp', screen: { host: '0.0.0.0', port: 1 } }), [])
  assert.equal((await here.start())?.settings, settings)
  const inputs = [
    ['-f', 'v4l2', '-i', '/dev/video0', '-y', '/var/lib/boks/authority.jwk'],
    ['-i', '/etc/shadow'],
    ['-i', 'http://198.51.100.1:80/'],
    ['-f', 'data', '-i', 'data:,x'],
  ]
  for (const input of inputs) {
    const devices = { ...settings.devices, camera: { input } }
    await refused(here.offer(await sign(2, { devices }), []))
  }
  assert.throws(() => startCapture(['-i', '/dev/video0', '/dev/video1', '/dev/video2']), /pairs/)
})

test('a sensor across the library’s network is reached under encryption, or not at all: no print goes in the clear', async () => {
  const here = book()
  const sign = (port: string) => {
    const devices = { ...settings.devices, finger: { driver: 'wsbd', port } }
    return ca.sign('boks-settings', { box, version: 1, settings: { ...settings, devices } })
  }
  for (const port of [
    'http://192.168.4.7:8000/',
    'http://127.0.0.1.example/',
    'http:192.168.4.7',
    'HTTP://192.168.4.7/',
    ' http://192.168.4.7/',
    'http://localhost@10.0.0.1/',
  ])
    await refused(here.offer(await sign(port), []))
  for (const port of [
    '',
    'virtual_image',
    '/dev/ttyS0',
    'https://192.168.4.7:8000/',
    'http://127.0.0.1:8000/wsbd',
    'http://[::1]:8000',
  ])
    assert.ok(await book().offer(await sign(port), []), port)
})

test('one that is not well goes, stays gone, and the one before is used', async () => {
  const here = book()
  await here.offer(await signed(1), [])
  await here.start()
  here.keep()
  await here.offer(await signed(2), [])
  await here.start()
  await here.rollBack('printer was ready before')
  assert.is((await here.start())?.version, 1)
  assert.equal(here.refused(), { version: 2, why: 'printer was ready before' })
  assert.not.ok(await here.offer(await signed(2), []))
  assert.ok(await here.offer(await signed(3), []))
})

test('the box dies with it twice: it is not started a third time', async () => {
  const here = book()
  await here.offer(await signed(1), [])
  await here.start()
  here.keep()
  await here.offer(await signed(2), [])
  await here.start()
  await here.start()
  assert.is((await here.start())?.version, 1)
  assert.is(here.refused()?.version, 2)
})

test('another box’s, another hub’s, and something else the hub signed are not taken', async () => {
  const here = book()
  const foreign = mkdtempSync(join(tmpdir(), 'boks-foreign-'))
  const other = await openAuthority(foreign)
  rmSync(foreign, { recursive: true })
  await refused(here.offer(await signed(1, box.replace('1', '2')), []))
  await refused(here.offer(await signed(1, box, 'something'), []))
  await refused(here.offer(await other.sign('boks-settings', { box, version: 1, settings }), []))
})

test('a file changed on the disk is as good as none', async () => {
  const at = join(folder, 'changed')
  const here = openSettings(at, ca.certificate, box)
  await here.offer(await signed(1), [])
  await here.start()
  here.keep()
  const [head, , signature] = (await signed(1)).split('.')
  const forged = Buffer.from(JSON.stringify({ box, version: 1, settings: { ...settings, place: 'X' } })).toString(
    'base64url',
  )
  writeFileSync(join(at, 'current.jws'), `${head}.${forged}.${signature}`)
  assert.is(await here.start(), null)
})

test('well or not, as a table', () => {
  const before: DeviceKind[] = ['card', 'printer']
  assert.is(judge({ linked: true, ready: ['card', 'printer'], before, late: false }).is, 'well')
  assert.is(judge({ linked: true, ready: ['card'], before, late: false }).is, 'wait')
  assert.is(judge({ linked: false, ready: ['card', 'printer'], before, late: false }).is, 'wait')
  assert.equal(judge({ linked: false, ready: ['card'], before, late: true }), {
    is: 'bad',
    why: 'the hub was not reached, printer was ready before',
  })
  assert.is(judge({ linked: true, ready: [], before: [], late: false }).is, 'well', 'a first one needs only the hub')
})

test('opening times', () => {
  const hours = {
    mon: [
      ['09:00', '12:00'],
      ['13:00', '17:30'],
    ] as [string, string][],
  }
  assert.ok(isOpen(hours, new Date(2026, 10, 23, 9, 0)))
  assert.not.ok(isOpen(hours, new Date(2026, 10, 23, 12, 0)))
  assert.ok(isOpen(hours, new Date(2026, 10, 23, 17, 29)))
  assert.not.ok(isOpen(hours, new Date(2026, 10, 24, 10, 0)))
  assert.ok(isOpen(undefined, new Date()))
})

test('a proposal from what is plugged in, and what is missing', () => {
  const serial = [
    { path: '/dev/serial/by-id/usb-Suprema_SFM', tty: 'ttyUSB0', says: 'usb Suprema SFM' },
    { path: '/dev/serial/by-id/usb-DESKO_MRZ', tty: 'ttyACM0', says: 'usb DESKO MRZ' },
  ]
  const { devices, missing } = propose({ readers: ['CCID reader'], serial, cameras: [], printers: [] })
  assert.is(devices.finger?.port, '/dev/serial/by-id/usb-Suprema_SFM')
  assert.equal(devices.mrz, { port: '/dev/serial/by-id/usb-DESKO_MRZ', baud: 9_600 })
  assert.equal(missing, ['camera', 'printer'])
})

test('a camera without JPEG is asked for what it has', () => {
  const camera = { path: '/dev/video2', name: 'Old one' }
  const inputOf = (format: string) =>
    propose({ readers: [], serial: [], printers: [], cameras: [{ ...camera, format }] }).devices.camera?.input
  assert.equal(inputOf('yuyv422'), ['-f', 'v4l2', '-input_format', 'yuyv422', '-i', '/dev/video2'])
  assert.ok(inputOf('mjpeg')!.includes('1280x720'))
})

test.run()
