/** Which USB device is behind a device of the configuration, as the kernel names it (`1-2.3`). */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Settings } from '../contract/settings.ts'

/** The kernel's name of a port: bus, then the way through the hubs. */
export const PORT = /^\d{1,3}-\d{1,3}(\.\d{1,3}){0,6}$/
/** USB's class of card readers (CCID). */
const CCID = '0b'

/** Folders of the card readers on the bus. They are links, which a glob pattern would not go through. */
export function cardReaders(root = ''): string[] {
  const bus = `${root}/sys/bus/usb/devices`
  if (!existsSync(bus)) return []
  return readdirSync(bus)
    .map((name) => join(bus, name))
    .filter((path) => {
      const kind = join(path, 'bInterfaceClass')
      return existsSync(kind) && readFileSync(kind, 'utf8').trim() === CCID
    })
}

/** The USB device that `path` (below /sys) belongs to; null when it is on no USB. */
function above(path: string): string | null {
  for (let at = path; at.length > 1; at = dirname(at))
    if (existsSync(join(at, 'idVendor')) && PORT.test(basename(at))) return basename(at)
  return null
}

function behind(root: string, kind: 'tty' | 'video4linux', path: string): string | null {
  try {
    return above(realpathSync(`${root}/sys/class/${kind}/${basename(realpathSync(root + path))}/device`))
  } catch {
    return null
  }
}

/** By device; what is not on USB, or cannot be told apart (two card readers), is left out. `root`: in front of /sys and /dev, for tests. */
export function usbOf(devices: Settings['devices'], root = ''): Map<string, string> {
  const found = new Map<string, string>()
  const add = (device: string, port: string | null) => port && found.set(device, port)
  const readers = cardReaders(root).map((path) => above(realpathSync(path)))
  const [reader, ...more] = new Set(readers)
  if (more.length === 0) add('card', reader ?? null)
  const { mrz, finger, camera, slips } = devices
  const tty = (path: string | undefined) => (path?.startsWith('/dev/') ? behind(root, 'tty', path) : null)
  const video = (input: readonly string[]) => behind(root, 'video4linux', input.at(-1) ?? '')
  add('mrz', 'camera' in mrz ? video(mrz.camera.input) : tty(mrz.port))
  add('finger', tty(finger.port))
  add('camera', video(camera.input))
  if (slips && 'path' in slips) add('slips', tty(slips.path))
  return found
}
