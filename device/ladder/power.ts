/** Switches one USB port off and on again: its power where the hub above can do that, else the device's authorisation. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PORT } from './usb.ts'

/** Long enough for a device's capacitors to run empty (ms). */
const OFF_MS = 3_000
/** USB's class of hubs: behind one hang others. */
const HUB = '09'

/** The file and its values for off and on; null for anything but one plain device that is there. */
export function switchOf(port: string, root = ''): { file: string; off: string; on: string } | null {
  const device = join(root, '/sys/bus/usb/devices', port)
  if (!PORT.test(port) || !existsSync(join(device, 'authorized'))) return null
  if (readFileSync(join(device, 'bDeviceClass'), 'utf8').trim() === HUB) return null
  // The kernel keeps each port's own switch below the hub (since 6.0); a root hub is called usbN.
  const [, bus, way = ''] = /^(\d+)-(.+)$/.exec(port)!
  const steps = way.split('.')
  const last = steps.pop()!
  const above = steps.length === 0 ? `usb${bus}` : `${bus}-${steps.join('.')}`
  const hub = steps.length === 0 ? `${bus}-0:1.0` : `${above}:1.0`
  const disable = join(root, '/sys/bus/usb/devices', above, hub, `${above}-port${last}`, 'disable')
  if (existsSync(disable)) return { file: disable, off: '1', on: '0' }
  return { file: join(device, 'authorized'), off: '0', on: '1' }
}

/** False when there is no such device. Back on in any case. */
export async function switchPower(port: string, root = '', offMs = OFF_MS): Promise<boolean> {
  const found = switchOf(port, root)
  if (!found) return false
  try {
    writeFileSync(found.file, found.off)
    await sleep(offMs)
  } finally {
    writeFileSync(found.file, found.on)
  }
  return true
}
