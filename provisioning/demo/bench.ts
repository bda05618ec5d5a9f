/**
 * The virtual bench as a program: `node provisioning/demo/bench.ts --folder F --cache C [--port N] [--portraits DIR]
 * [--pace none] [--mrz camera]`. Starts every far end and prints one line of JSON with what goes into the box's configuration.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { BoxConfig } from '../../device/config.ts'
import type { BenchSensor } from '../../device/contract/bench.ts'
import { isFault } from '../../device/contract/faults.ts'
import { createFaceEngine, type FaceEngine } from '../../device/face/engine.ts'
import { makeCitizens } from '../../drivers/virtual/bench/citizens.ts'
import { makeRoom } from '../../drivers/virtual/bench/room.ts'
import { serveBench } from '../../drivers/virtual/bench/server.ts'
import { createVirtualCamera } from '../../drivers/virtual/camera/camera.ts'
import { createVirtualChip } from '../../drivers/virtual/chip/virtual-chip.ts'
import { createTestAuthority, loadTestAuthority, saveTestAuthority } from '../../drivers/virtual/country/authority.ts'
import { createVirtualDocumentCamera, pagesUnder } from '../../drivers/virtual/document-camera.ts'
import { createVirtualSlipPrinter } from '../../drivers/virtual/escpos/printer.ts'
import { VirtualFingerSensor } from '../../drivers/virtual/finger/sensor.ts'
import { VirtualWsbdSensor } from '../../drivers/virtual/finger/wsbd.ts'
import { VirtualZfmSensor } from '../../drivers/virtual/finger/zfm.ts'
import { VirtualMrzReader } from '../../drivers/virtual/mrz.ts'
import { createVirtualTerminal } from '../../drivers/virtual/payment/terminal.ts'
import { startPcscd } from '../../drivers/virtual/pcscd.ts'
import { loadPeople } from '../../drivers/virtual/people/people.ts'
import { createVirtualPrinter } from '../../drivers/virtual/printer.ts'
import { untilToldToEnd } from './child.ts'

/** The sensor is told to change to this rate: an image then takes 1.3 s instead of 10.5 s (bits per second). */
const FINGER_BAUD = 921_600

type BoxFinger = BoxConfig['devices']['finger']
/** A later line: another sensor is screwed on, and this goes into the box's configuration. */
export type BenchSensorChanged = { is: 'sensor'; finger: BoxFinger }

export type BenchReady = {
  is: 'ready'
  bench: string
  trust: string
  devices: {
    card: { reader: string; socket: string }
    mrz: { port: string; baud: number } | { camera: { input: string[] } }
    camera: { input: string[] }
    finger: BoxFinger
    printer: { uri: string }
    slips: { host: string; port: number }
    payment: NonNullable<BoxConfig['devices']['payment']>
  }
  pcscdFast: boolean
}

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      cache: { type: 'string' },
      port: { type: 'string', default: '0' },
      portraits: { type: 'string' },
      pace: { type: 'string', default: 'real' },
      fps: { type: 'string', default: '15' },
      mrz: { type: 'string', default: 'reader' },
    },
  })
  if (!values.folder || !values.cache) throw new Error('--folder and --cache are needed')
  const { folder, cache } = values
  const pace = values.pace === 'none' ? 'none' : 'real'
  const trust = join(folder, 'trust')
  const tty = join(folder, 'tty')
  await Promise.all([mkdir(trust, { recursive: true }), mkdir(tty, { recursive: true })])

  let engine: FaceEngine | null = null
  const people = await loadPeople({
    ...(values.portraits ? { folder: resolve(values.portraits) } : {}),
    cache: join(cache, 'people'),
    detector: async () => (engine = await createFaceEngine()),
  })
  await (engine as FaceEngine | null)?.close()

  const authorityFolder = join(folder, 'country')
  let authority = await loadTestAuthority(authorityFolder)
  if (!authority) {
    authority = createTestAuthority()
    await saveTestAuthority(authority, authorityFolder)
  }
  await writeFile(join(trust, 'uto-csca.der'), authority.csca.certificate)

  // Made anew at each start: whoever reads this file knows no terminal's passphrase.
  const terminalKey = { identifier: 'demo', version: 1, passphrase: randomBytes(18).toString('base64url') }
  const citizens = await makeCitizens(authority, people, new Date())
  const pcscd = await startPcscd()
  const page = values.mrz === 'camera' ? createVirtualDocumentCamera() : null
  const devices = {
    pcscd,
    chip: createVirtualChip({ port: pcscd.port, pace }),
    mrz: page ? pagesUnder(page) : new VirtualMrzReader({ path: join(tty, 'mrz'), pace }),
    camera: createVirtualCamera({ fps: Number(values.fps), ...(people[1] ? { other: people[1] } : {}) }),
    sensors: {
      sfm: new VirtualFingerSensor({ path: join(tty, 'finger'), pace, liveness: true }),
      wsbd: new VirtualWsbdSensor({ pace }),
      zfm: new VirtualZfmSensor({ path: join(tty, 'zfm'), pace }),
    },
    printer: createVirtualPrinter({ pace }),
    slips: createVirtualSlipPrinter({}),
    terminal: createVirtualTerminal({ key: terminalKey, pace }),
  }
  const { chip, mrz, camera, sensors, printer, slips, terminal } = devices
  const all = [chip, mrz, camera, ...Object.values(sensors), printer, slips, terminal]
  for (const device of all) await device.start()
  const certificate = join(folder, 'terminal.pem')
  await writeFile(certificate, terminal.certificate())
  const passphraseFile = join(folder, 'terminal.passphrase')
  await writeFile(passphraseFile, terminalKey.passphrase, { mode: 0o600 })
  const room = await makeRoom(devices, citizens)
  const bench = await serveBench(room, Number(values.port), resolve(import.meta.dirname, '../../dist/ui/bench'))
  const fingerOf = (driver: BenchSensor): BoxFinger =>
    ({
      sfm: { driver, port: join(tty, 'finger'), baud: FINGER_BAUD },
      wsbd: { driver, port: sensors.wsbd.url },
      zfm: { driver, port: join(tty, 'zfm') },
    })[driver]
  const ready: BenchReady = {
    is: 'ready',
    bench: bench.url,
    trust,
    devices: {
      card: { reader: pcscd.readerName, socket: pcscd.socketPath },
      mrz: page ? { camera: { input: page.input() } } : { port: join(tty, 'mrz'), baud: 9_600 },
      camera: { input: camera.input() },
      finger: fingerOf('sfm'),
      printer: { uri: printer.state().url },
      slips: { host: '127.0.0.1', port: slips.state().port },
      payment: {
        url: terminal.state().url,
        sale: 'Boks 1',
        poi: 'V400m-000001',
        key: { identifier: terminalKey.identifier, version: terminalKey.version, passphraseFile },
        certificate,
      },
    },
    pcscdFast: pcscd.fast,
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  room.onSensor((driver) => {
    const changed: BenchSensorChanged = { is: 'sensor', finger: fingerOf(driver) }
    process.stdout.write(`${JSON.stringify(changed)}\n`)
  })

  await untilToldToEnd()
  await bench.close()
  for (const device of all) await device.stop()
  await pcscd.close()
}

start().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${isFault(error) ? error.message : (error as Error).stack}\n`)
    process.exit(1)
  },
)
