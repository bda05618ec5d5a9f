/** `make image-run`: the kiosk disk on this desk. Its hub is this machine's port 8200 (`make demo` has one). */
import { resolve } from 'node:path'
import { isFault } from '../../device/contract/faults.ts'
import { startMachine } from './machine.ts'

/** Web and box port of the hub on this machine (`make demo` prints them). */
const HUB_PORTS = [8200, 8243]

const out = resolve(import.meta.dirname, '../../.run/image')
try {
  const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? 'gtk' : 'vnc'
  const machine = await startMachine({
    folder: resolve(out, 'run'),
    disk: resolve(out, 'disk.img'),
    display,
    hub: HUB_PORTS,
  })
  process.stdout.write(
    `The kiosk starts (a minute or two without KVM). ${display === 'vnc' ? 'Its screen: vnc://127.0.0.1:5907. ' : ''}Ctrl-C ends it.\n`,
  )
  process.once('SIGINT', () => void machine.powerCut().then(() => process.exit(0)))
  process.once('SIGTERM', () => void machine.powerCut().then(() => process.exit(0)))
  machine.process.once('exit', () => process.exit(0))
} catch (error) {
  process.stderr.write(`${isFault(error) ? error.detail : (error as Error).stack}.\n`)
  process.exit(1)
}
