/**
 * `make test-hardware [CONFIG=box.json]`: the drivers on whatever is attached to this machine, one sentence a device. Without a
 * configuration it takes what `boks detect` finds. The box runtime must not be running. Fails only for what is there and does not work.
 */
import { readConfig } from '../../device/config.ts'
import { isFault } from '../../device/contract/faults.ts'
import type { Settings } from '../../device/contract/settings.ts'
import { makeDevices } from '../../device/make-devices.ts'
import { detectDevices, propose } from '../../device/settings/detect.ts'
import { examineAll, type Kind } from './suite.ts'

/** What stands for a device that nobody has: built, never opened. */
const none: Settings['devices'] = {
  card: { reader: 'none' },
  mrz: { port: '/dev/null', baud: 9_600 },
  camera: { input: ['-i', '/dev/video0'] },
  finger: { port: '/dev/null' },
  printer: { uri: 'ipp://127.0.0.1:9/ipp' },
}
const hands: Partial<Record<Kind, string>> = {
  card: 'lay a passport or card on the reader',
  mrz: 'lay a passport on the reader, picture page down',
  finger: 'lay a finger on the sensor',
}
const kinds = ['card', 'mrz', 'camera', 'stills', 'finger', 'printer', 'slips', 'payment'] as const
const say = (device: string, sentence: string) => process.stdout.write(`  ${device.padEnd(8)} ${sentence}\n`)

async function configured(path: string | undefined): Promise<Partial<Settings['devices']>> {
  if (!path) return propose(await detectDevices()).devices
  const { settings } = readConfig(path)
  if (!settings) throw new Error(`${path} names no devices`)
  return settings.devices
}

try {
  const found = await configured(process.argv[2])
  const there: Kind[] = kinds.filter((kind) => (kind === 'stills' ? found.camera?.stills : kind in found))
  for (const kind of kinds.filter((one) => !there.includes(one)))
    say(kind, process.argv[2] ? 'not in the configuration' : 'not attached')
  const devices = makeDevices({ ...none, ...found })
  const outcomes = await examineAll(devices, there, (kind) => hands[kind] && say(kind, `now ${hands[kind]} (20 s)`))
  for (const { device, is, sentence } of outcomes)
    say(device, `${is === 'not-attached' ? 'not attached' : is}: ${sentence}`)
  const failed = outcomes.filter(({ is }) => is === 'failed').length
  say('', `${outcomes.filter(({ is }) => is === 'passed').length} passed, ${failed} failed, the rest is not attached`)
  process.exit(failed > 0 ? 1 : 0)
} catch (error) {
  process.stderr.write(`${isFault(error) ? error.message : (error as Error).message}\n`)
  process.exit(2)
}
