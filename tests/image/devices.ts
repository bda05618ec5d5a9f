/** What is plugged into the machine in QEMU: the virtual devices of the bench at the far ends of USB, serial lines and network. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Settings } from '../../device/contract/settings.ts'
import { createFaceEngine } from '../../device/face/engine.ts'
import { type Citizen, makeCitizens } from '../../drivers/virtual/bench/citizens.ts'
import { createVirtualCamera, type VirtualCamera } from '../../drivers/virtual/camera/camera.ts'
import { createCcidCable } from '../../drivers/virtual/ccid.ts'
import { createVirtualChip, type VirtualChip } from '../../drivers/virtual/chip/virtual-chip.ts'
import { createTestAuthority } from '../../drivers/virtual/country/authority.ts'
import { VirtualFingerSensor } from '../../drivers/virtual/finger/sensor.ts'
import { VirtualMrzReader } from '../../drivers/virtual/mrz.ts'
import { loadPeople } from '../../drivers/virtual/people/people.ts'
import { createVirtualPrinter, type VirtualPrinter } from '../../drivers/virtual/printer.ts'
import type { Machine } from '../../provisioning/image/machine.ts'

const PRINTER_ADDRESS = '10.0.2.110'
/** What vivid's S-Video input shows (PAL, pixels), and as many pictures a second as the emulated processor can take. */
const SHOWN = { width: 720, height: 576, fps: 5 }
const READER = ['usb-ccid,id=reader,bus=usb.0', 'ccid-card-passthru,id=chip,chardev=chip,bus=reader.0']
/** GPIO lines of the machine: the housing's switch, the lamp beside the camera. */
export const [HOUSING, LAMP] = [2, 3] as const
/** So long a plug is out of its socket (ms). */
const UNPLUGGED_MS = 3_000

export type PluggedIn = {
  citizen: Citizen
  chip: VirtualChip
  mrz: VirtualMrzReader
  camera: VirtualCamera
  finger: VirtualFingerSensor
  printer: VirtualPrinter
  gpio: GpioLines
  arguments: string[]
  neighbours: { address: string; port: number }[]
  /** What a technician makes of the box's own proposal: the printer stands elsewhere on the network, and GPIO lines have no names. */
  settings(proposed: Partial<Settings['devices']>): Promise<Pick<Settings, 'devices' | 'tamper'>>
  /** The card reader's plug, pulled out and put back. */
  replug(machine: Machine): Promise<void>
  close(): Promise<void>
}

/** Starts all far ends; sockets and ttys go into `folder`. */
export async function plugIn(folder: string): Promise<PluggedIn> {
  mkdirSync(folder, { recursive: true })
  const at = (name: string) => join(folder, name)
  const people = await loadPeople({
    cache: resolve(import.meta.dirname, '../../.run/cache/people'),
    detector: () => createFaceEngine(),
  })
  const citizen = (await makeCitizens(createTestAuthority(), people, new Date())).find(({ id }) => id === 'good')!
  const cable = await createCcidCable(at('chip.sock'))
  const chip = createVirtualChip({ port: cable.port })
  const mrz = new VirtualMrzReader({ path: at('mrz'), pace: 'none' })
  const finger = new VirtualFingerSensor({ path: at('finger'), pace: 'none' })
  const printer = createVirtualPrinter({ pace: 'none' })
  const camera = createVirtualCamera({ fps: SHOWN.fps })
  for (const device of [chip, mrz, finger, camera]) await device.start()
  const uri = new URL(await printer.start())
  const gpio = gpioLines(at('gpio.sock'))
  const film = new AbortController()
  const filming = showOn(at('camera.sock'), camera, film.signal)
  const line = (id: string, serial: string) => [
    ...['-chardev', `serial,id=${id},path=${at(id)}`],
    ...['-device', `usb-serial,bus=usb.0,chardev=${id},serial=${serial}`],
  ]
  return {
    ...{ citizen, chip, mrz, camera, finger, printer, gpio },
    arguments: [
      ...['-device', 'qemu-xhci,id=usb,p2=8,p3=8', '-device', 'virtio-serial-pci'],
      ...['-chardev', `socket,id=camera,path=${at('camera.sock')},server=on,wait=off`],
      ...['-device', 'virtserialport,chardev=camera,name=camera'],
      ...['-chardev', `socket,id=gpio,path=${at('gpio.sock')},server=on,wait=off`],
      ...['-device', 'virtserialport,chardev=gpio,name=gpio'],
      ...['-chardev', `socket,id=chip,path=${at('chip.sock')},server=on,wait=off`],
      ...READER.flatMap((device) => ['-device', device]),
      ...[...line('mrz', 'MRZ'), ...line('finger', 'SFM')],
    ],
    neighbours: [{ address: PRINTER_ADDRESS, port: Number(uri.port) }],
    async settings({ card, mrz, camera, finger }) {
      const expected = { card, mrz, camera, finger }
      const missing = Object.entries(expected).flatMap(([kind, is]) => (is ? [] : [kind]))
      if (!card || !mrz || !camera || !finger) throw new Error(`the box proposes no ${missing.join(', no ')}`)
      const base = await gpio.base()
      uri.hostname = PRINTER_ADDRESS
      const light = { soft: { line: base + LAMP } }
      const devices = { card, mrz, camera: { ...camera, light }, finger, printer: { uri: uri.href } }
      return { devices, tamper: { line: base + HOUSING } }
    },
    async replug({ qmp }) {
      await qmp('device_del', { id: 'reader' })
      await sleep(UNPLUGGED_MS)
      for (const device of READER) {
        const [driver, ...rest] = device.split(',')
        await qmp('device_add', { driver, ...Object.fromEntries(rest.map((one) => one.split('='))) })
      }
      cable.again()
    },
    async close() {
      film.abort()
      await filming
      for (const device of [chip, mrz, finger, camera, printer, cable]) {
        if ('stop' in device) await device.stop()
        else await device.close()
      }
    },
  }
}

export type GpioLines = {
  /** What sysfs adds to a line's number. */
  base(): Promise<number>
  /** A switch closes or opens at its far end. */
  pull(line: number, up: boolean): Promise<void>
  /** What the box has made of a line, and its value: `out 1`. */
  look(line: number): Promise<string>
}

/** The outer side of the machine's GPIO lines (tests/image/room/usr/lib/boks-test/gpio.ts). */
function gpioLines(path: string): GpioLines {
  const ask = async (word: string): Promise<string> => {
    const socket = connect(path)
    socket.write(`${word}\n`)
    for await (const line of createInterface({ input: socket })) {
      socket.destroy()
      return line
    }
    throw new Error('the machine’s GPIO lines do not answer')
  }
  return {
    base: async () => Number(await ask('base')),
    async pull(line, up) {
      await ask(`pull ${line} ${up ? 1 : 0}`)
    },
    look: (line) => ask(`look ${line}`),
  }
}

/** Sends the camera's pictures, cut to what vivid's input shows, into the machine as long as it lasts; a power cut ends a film. */
async function showOn(socket: string, camera: VirtualCamera, signal: AbortSignal): Promise<void> {
  const { width, height, fps } = SHOWN
  while (!signal.aborted) {
    const words = ['-hide_banner', '-nostdin', '-loglevel', 'quiet', ...camera.input()]
    const cut = ['-vf', `crop=${width}:${height},fps=${fps}`, '-pix_fmt', 'yuyv422', '-f', 'rawvideo']
    const film: ChildProcess = spawn('ffmpeg', [...words, ...cut, `unix:${socket}`], { stdio: 'ignore' })
    const end = () => film.kill('SIGKILL')
    signal.addEventListener('abort', end, { once: true })
    await new Promise((resolve) => film.once('close', resolve))
    signal.removeEventListener('abort', end)
    await sleep(500, undefined, { signal }).catch(() => {})
  }
}
