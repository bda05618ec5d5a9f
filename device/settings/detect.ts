/** What is plugged into this machine, and a configuration that fits it: `boks detect`, and the list at enrolment. */
import { execFile } from 'node:child_process'
import { globSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import type { Settings } from '../contract/settings.ts'
import { cardReaders } from '../ladder/usb.ts'

const run = promisify(execFile)
/** A reader or printer that does not answer in this time is not there (ms). */
const LIMIT_MS = 6_000

export type Found = {
  /** PC/SC readers by name. */
  readers: string[]
  /** Serial ports: a name that stays the same over restarts, what it leads to, and the maker's words. */
  serial: { path: string; tty: string; says: string }[]
  /** `format`: what it is asked for, in ffmpeg's words. */
  cameras: { path: string; name: string; format: string }[]
  printers: { uri: string; name: string }[]
}

const quietly = (command: string, args: string[]) =>
  run(command, args, { timeout: LIMIT_MS }).then(
    ({ stdout }) => stdout,
    () => '',
  )
const text = (path: string) => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/** What a camera without JPEG may give, by its four letters (V4L2), best first, in ffmpeg's words. */
const RAW = { YUYV: 'yuyv422', UYVY: 'uyvy422', NV12: 'nv12', YU12: 'yuv420p' }

/** `mjpeg` where it says nothing: nearly every camera has it. */
async function formatOf(camera: string): Promise<string> {
  const listed = await quietly('v4l2-ctl', ['--device', camera, '--list-formats'])
  if (!listed.includes("'") || /'(MJPG|JPEG)'/.test(listed)) return 'mjpeg'
  const [, raw = 'mjpeg'] = Object.entries(RAW).find(([letters]) => listed.includes(`'${letters}'`)) ?? []
  return raw
}

/** Looks at ports, readers, cameras and printers. Opens none but cameras, to ask what they give: that disturbs nobody who films. */
export async function detectDevices(root = ''): Promise<Found> {
  const serial = globSync(`${root}/dev/serial/by-id/*`)
    .sort()
    .map((path) => {
      const tty = basename(readlinkSync(path))
      return { path, tty, says: basename(path).replaceAll('_', ' ') }
    })
  const cameras = await Promise.all(
    globSync(`${root}/sys/class/video4linux/video*`)
      .sort()
      // Index 0 is the picture; the others of one camera carry its metadata.
      .filter((path) => text(`${path}/index`) === '0')
      .map(async (path) => {
        // By its maker's name where it has one: numbers change with the order in which cameras wake.
        const named = globSync(`${root}/dev/v4l/by-id/*`).find((one) => basename(readlinkSync(one)) === basename(path))
        const device = named ?? `/dev/${basename(path)}`
        return { path: device, name: text(`${path}/name`), format: await formatOf(device) }
      }),
  )
  const readers = cardReaders(root).map((path) => text(`${path}/interface`) || 'CCID reader')
  const listed = await quietly('ippfind', [
    '_ipp._tcp',
    '-T',
    '4',
    '-x',
    'echo',
    '{service_uri}',
    '{service_name}',
    ';',
  ])
  const printers = listed.split('\n').flatMap((line) => {
    const [uri = '', ...name] = line.split(' ')
    return /^ipps?:\/\//.test(uri) ? [{ uri, name: name.join(' ') }] : []
  })
  return { readers, serial, cameras, printers }
}

/** One line a device, for the technician's eyes. */
export const tellFound = ({ readers, serial, cameras, printers }: Found): string[] =>
  [
    ...readers.map((name) => `card reader: ${name}`),
    ...serial.map(({ path, says }) => `serial port: ${says} (${path})`),
    ...cameras.map(({ path, name }) => `camera: ${name} (${path})`),
    ...printers.map(({ uri, name }) => `printer: ${name} (${uri})`),
  ].map((line) => line.slice(0, 120))

const isFinger = (says: string) => /finger|suprema|sfm|biom|secugen|futronic|zfm/i.test(says)
const isMrz = (says: string) => /mrz|ocr|passport|access-?is|desko|honeywell|scanner/i.test(says)

/** Raw pictures in the size that the camera has by itself: a larger one may fill the cable. */
function inputOf({ path, format }: Found['cameras'][number]): string[] {
  const size = format === 'mjpeg' ? ['-video_size', '1280x720'] : []
  return ['-f', 'v4l2', '-input_format', format, ...size, '-i', path]
}

/**
 * The devices part of a configuration that fits what was found, and what is still missing. A proposal: the technician
 * decides, since two serial ports of the same chip look alike.
 */
export function propose(found: Found): { devices: Partial<Settings['devices']>; missing: string[] } {
  const finger = found.serial.find(({ says }) => isFinger(says))
  const mrz =
    found.serial.find((port) => port !== finger && isMrz(port.says)) ?? found.serial.find((port) => port !== finger)
  const [reader] = found.readers
  const [camera] = found.cameras
  const [printer] = found.printers
  const devices: Partial<Settings['devices']> = {
    ...(reader ? { card: { reader } } : {}),
    ...(mrz ? { mrz: { port: mrz.path, baud: 9_600 } } : {}),
    ...(camera ? { camera: { input: inputOf(camera) } } : {}),
    ...(finger ? { finger: { port: finger.path, baud: 115_200 } } : {}),
    ...(printer ? { printer: { uri: printer.uri } } : {}),
  }
  const missing = ['card', 'mrz', 'camera', 'finger', 'printer'].filter((kind) => !(kind in devices))
  return { devices, missing }
}
