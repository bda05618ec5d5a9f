/** A new box says what it found: its configuration starts from that, and from what the hub and its other boxes know. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../device/contract/faults.ts'
import type { BoxSettings, SettingsStart } from '../../device/contract/fleet-view.ts'
import { CONTRACT } from '../../device/contract/nouns.ts'
import type { Proposal } from '../../device/contract/proposal.ts'
import type { Settings } from '../../device/contract/settings.ts'
import { readIdentity } from '../../device/identity-folder.ts'
import { renew } from '../../device/link/credentials.ts'
import { proposalOf } from '../../device/settings/proposal.ts'
import { startLike } from '../../hub/fleet/start.ts'
import { enrol } from '../../provisioning/enrol/enrol.ts'
import { callHub } from '../../provisioning/hub-client.ts'
import { boxLine, enrolBox, hubHere, is, signIn, tempFolder } from './clients.ts'

const test = suite('hub: a configuration starts from what the box found')
let hub: Awaited<ReturnType<typeof hubHere>>
let tove: string
const folder = tempFolder()
const technician = { user: 'tove', password: 'tove-password' }
const get = (path: string) => callHub(hub.web, tove, 'GET', path)
const settingsOf = async (box: string) => (await get(`/api/boxes/${box}/settings`)) as BoxSettings
const startOf = async (box: string, like = '') =>
  (await get(`/api/boxes/${box}/settings/start${like}`)) as Omit<SettingsStart, 'settings'> & {
    settings: Partial<Settings>
  }

const finger = '/dev/serial/by-id/usb-Suprema_SFM'
const mrz = '/dev/serial/by-id/usb-DESKO_MRZ'
const proposal = proposalOf({
  readers: ['CCID reader'],
  serial: [
    { path: finger, tty: 'ttyUSB0', says: 'usb Suprema SFM' },
    { path: mrz, tty: 'ttyACM0', says: 'usb DESKO MRZ' },
  ],
  cameras: [
    { path: '/dev/video0', name: 'Raw camera', format: 'yuyv422' },
    { path: '/dev/video2', name: 'Other camera', format: 'mjpeg' },
  ],
  printers: [],
})
const full: Settings = {
  place: 'Filialen',
  municipality: { name: 'Prøveby Kommune', phone: '12 34 56 78' },
  places: [{ id: 'a', name: 'Rådhuset' }],
  devices: {
    card: { reader: 'Other reader' },
    mrz: { port: '/dev/serial/by-id/usb-other', baud: 115_200, kind: 'cr-lines' },
    camera: { input: ['-f', 'v4l2', '-i', '/dev/video0'], light: { soft: { line: 7 } } },
    finger: { driver: 'sfm', port: '/dev/serial/by-id/usb-other-sfm', baud: 57_600 },
    printer: { uri: 'ipps://192.0.2.9/ipp', certificate: '/other.pem', tray: { paper: { line: 4 } } },
    slips: { host: '192.0.2.8', port: 9_100 },
  },
  errands: ['passport-renewal'],
  hours: { mon: [['10:00', '18:00']] },
}

const enrolled = async (name: string, around: { found: string[]; proposal?: Proposal }) => {
  const at = join(folder.path, name)
  const { box } = await enrol({ web: hub.web, technician, name, place: 'Hovedbiblioteket', folder: at, around })
  return { box, identity: readIdentity(at) }
}

test.before(async () => {
  hub = await hubHere()
  tove = await signIn(hub.web, 'tove')
})
test.after(async () => {
  await hub.end()
  folder.end()
})

test('what it found is part of what both fingerprints vouch for, is kept with the box, and starts its configuration', async () => {
  const { box } = await enrolled('Ny', { found: ['card reader: CCID reader'], proposal })
  assert.equal(await settingsOf(box), { version: 0, settings: null, proposal })
  const { settings, left } = await startOf(box)
  assert.equal(left, [])
  assert.equal(settings, {
    place: 'Hovedbiblioteket',
    municipality: { name: 'Prøveby Kommune' },
    places: [{ id: 'hovedbiblioteket', name: 'Hovedbiblioteket' }],
    devices: {
      card: { reader: 'CCID reader' },
      mrz: { port: mrz, baud: 9_600 },
      finger: { port: finger, baud: 115_200 },
      camera: { input: ['-f', 'v4l2', '-input_format', 'yuyv422', '-i', '/dev/video0'] },
    },
  })
})

test('an older box says nothing of it, and is paired and configured as before', async () => {
  const { box } = await enrolBox(hub.web, 'Gammel')
  assert.is((await settingsOf(box)).proposal, null)
  assert.equal((await startOf(box)).settings.devices, {})
  assert.equal(await callHub(hub.web, tove, 'PUT', `/api/boxes/${box}/settings`, { settings: full }), { version: 1 })
  assert.is((await settingsOf(box)).version, 1)
})

test('like another box: its own place and ports, the other’s way of speaking, and nothing that is the other’s alone', async () => {
  const other = await enrolBox(hub.web, 'Anden')
  await callHub(hub.web, tove, 'PUT', `/api/boxes/${other.box}/settings`, { settings: full })
  const { box } = await enrolled('Tredje', { found: [], proposal })
  const { settings, left } = await startOf(box, `?like=${other.box}`)
  assert.equal(left, ['slips', 'printer'])
  assert.equal(settings, {
    ...full,
    place: 'Hovedbiblioteket',
    devices: {
      card: { reader: 'CCID reader' },
      mrz: { port: mrz, baud: 115_200, kind: 'cr-lines' },
      finger: { driver: 'sfm', port: finger, baud: 57_600 },
      camera: { ...full.devices.camera, input: proposal.devices.camera!.input },
    },
  })
  assert.equal((await startOf(box)).settings.municipality, full.municipality, 'the municipality is the same everywhere')
  // A box that has not said what it has takes all that is not a machine of its own.
  const { slips, printer, ...devices } = full.devices
  assert.equal(startLike(full, 'Her', undefined), {
    settings: { ...full, place: 'Her', devices },
    left: ['slips', 'printer'],
  })
  const inside = { ...full, devices: { ...full.devices, printer: { uri: 'ipp://127.0.0.1:60000/ipp/print' } } }
  assert.equal(startLike(inside, 'Her', {}).settings, {
    ...inside,
    place: 'Her',
    devices: { printer: inside.devices.printer },
  })
  const said = await startOf(other.box, `?like=${box}`).then(() => '', String)
  assert.match(said, 'no configuration')
})

test('what was missing is plugged in while the box waits: it says so when it comes again', async () => {
  const { box, identity } = await enrolled('Venter', { found: [], proposal: { ...proposal, devices: {} } })
  const { key, cert } = await renew(identity)
  const line = await boxLine(hub.box, { ...identity, certificate: cert, key, hub: hub.box, identity: identity.key })
  line.send({ is: 'hello', contract: CONTRACT, software: 'test', proposal })
  await line.take(is('hello'))
  assert.equal((await settingsOf(box)).proposal, proposal)
  await line.close()
})

test('names that are too long or odd do not keep a box from being paired', async () => {
  const long = 'x'.repeat(500)
  const odd = proposalOf({
    readers: ['\u0000', 'A\u001b[31m reader'],
    serial: Array.from({ length: 30 }, (_, n) => ({ path: `/dev/serial/by-id/${n}`, tty: 'ttyUSB0', says: long })),
    cameras: [],
    printers: [{ uri: `ipp://${long}`, name: long }],
  })
  assert.is(odd.serial.length, 20)
  assert.equal(odd.printers, [])
  await enrolled('Lange navne', { found: [], proposal: { ...odd, devices: {} } })
  const tooMuch = { ...proposal, serial: Array.from({ length: 21 }, () => ({ value: 'x', says: 'x' })) }
  await enrolled('For mange', { found: [], proposal: tooMuch }).then(
    () => assert.unreachable('it was let in'),
    (error) => assert.ok(isFault(error, 'hub.refused'), String(error)),
  )
})

test('boks box settings: what the fleet page starts from, ready for boks box configure', async () => {
  const { box } = await enrolled('Kommando', { found: [], proposal })
  const password = join(folder.path, 'password')
  writeFileSync(password, technician.password)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, '../../provisioning/boks.ts'), 'box', 'settings', 'Kommando', '--hub', hub.web],
    { env: { ...process.env, BOKS_USER: technician.user, BOKS_PASSWORD_FILE: password } },
  )
  assert.equal(JSON.parse(stdout), (await startOf(box)).settings)
})

test.run()
