/** A machine for the kiosk disk: QEMU with UEFI and a TPM (swtpm), its screen read and touched over QMP. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { Fault } from '../../device/contract/faults.ts'

const run = promisify(execFile)
const FIRMWARE = '/usr/share/OVMF'
/** Without KVM; `max` lets Chromium's drawing crash (measured). */
export const CPU = 'Nehalem'

/** A finger lies so long (ms): a slow machine takes what is shorter for a switch that bounces. */
const HELD_MS = 400

/** The hub's address inside the machine. */
export const HUB_ADDRESS = '10.0.2.100'

export type MachineOptions = {
  /** Gets the disk's overlay, the TPM's state, firmware variables, serial log and sockets. Kept between starts. */
  folder: string
  /** Built by build.sh; never written to. */
  disk: string
  /** `none`: no window; `gtk` or `vnc` for `make image-run`. */
  display?: 'none' | 'gtk' | 'vnc'
  memoryMb?: number
  /** Ports of this machine at which the box finds its hub, under HUB_ADDRESS. */
  hub?: readonly number[]
  /** Further programs of this machine that the box can reach, each under an address of its own; nothing else can be reached. */
  neighbours?: readonly { address: string; port: number }[]
  /** More of QEMU's arguments: what else is plugged into the machine. */
  plugged?: readonly string[]
  /** Gets every write to the disk in order (format of dm-log-writes), for power cuts at any of them. */
  writeLog?: string
  /** Firmware that can refuse what is not signed; a new machine is in its setup mode. */
  secureBoot?: boolean
}

export type Machine = {
  process: ChildProcess
  qmp(command: string, args?: object): Promise<unknown>
  /** The screen as a PNG file. */
  screenshot(file: string): Promise<void>
  /** Moves the pointer to a part of the screen's width and height. */
  point(x: number, y: number): Promise<void>
  /** A touch there. */
  touch(x: number, y: number): Promise<void>
  keys(...keys: string[]): Promise<void>
  serial(): string
  /** As if the plug were pulled. */
  powerCut(): Promise<void>
}

/** Starts the machine. `Fault('config.invalid')` when a program for it is missing. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { folder, disk, display = 'none', memoryMb = 3_072, hub = [], writeLog, secureBoot = false } = options
  const { neighbours = [], plugged = [] } = options
  const doors = [...hub.map((port) => ({ address: HUB_ADDRESS, port })), ...neighbours].map(
    ({ address, port }) => `,guestfwd=tcp:${address}:${port}-cmd:socat - TCP4:127.0.0.1:${port}`,
  )
  for (const program of ['qemu-system-x86_64', 'qemu-img', 'swtpm'])
    await run('which', [program]).catch(() => {
      throw new Fault('config.invalid', `${program} is missing: provisioning/setup.sh image installs it`)
    })
  if (!existsSync(disk)) throw new Fault('config.invalid', `${disk} is not there: run make image`)
  const at = (name: string) => join(folder, name)
  // What lies over a disk is worth nothing over another one.
  if (existsSync(at('disk.qcow2')) && statSync(at('disk.qcow2')).birthtimeMs < statSync(disk).mtimeMs)
    for (const name of ['disk.qcow2', 'tpm', 'vars.fd']) rmSync(at(name), { recursive: true, force: true })
  mkdirSync(at('tpm'), { recursive: true })
  if (!existsSync(at('disk.qcow2')))
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', disk, at('disk.qcow2')])
  if (writeLog) writeFileSync(writeLog, '')
  if (!existsSync(at('vars.fd'))) copyFileSync(join(FIRMWARE, 'OVMF_VARS_4M.fd'), at('vars.fd'))
  for (const name of ['tpm.sock', 'qmp.sock']) rmSync(at(name), { force: true })
  const tpm = spawn(
    'swtpm',
    [
      'socket',
      '--tpm2',
      '--tpmstate',
      `dir=${at('tpm')}`,
      '--ctrl',
      `type=unixio,path=${at('tpm.sock')}`,
      '--terminate',
    ],
    { stdio: 'ignore' },
  )
  while (!existsSync(at('tpm.sock'))) await sleep(20)
  const screens = {
    none: ['-display', 'none'],
    gtk: ['-display', 'gtk,zoom-to-fit=on'],
    vnc: ['-display', 'none', '-vnc', '127.0.0.1:7'],
  }
  const qemu = spawn(
    'nice',
    [
      ...[
        '-n',
        '5',
        'qemu-system-x86_64',
        '-M',
        secureBoot ? 'q35,smm=on' : 'q35',
        '-accel',
        'tcg,thread=multi',
        '-cpu',
        CPU,
        '-smp',
        '2',
        '-m',
        String(memoryMb),
      ],
      ...(secureBoot ? ['-global', 'driver=cfi.pflash01,property=secure,value=on'] : []),
      ...['-drive', `if=pflash,format=raw,readonly=on,file=${FIRMWARE}/OVMF_CODE_4M${secureBoot ? '.secboot' : ''}.fd`],
      ...['-drive', `if=pflash,format=raw,file=${at('vars.fd')}`],
      ...diskArguments(at('disk.qcow2'), writeLog),
      ...[
        '-chardev',
        `socket,id=tpm,path=${at('tpm.sock')}`,
        '-tpmdev',
        'emulator,id=tpm0,chardev=tpm',
        '-device',
        'tpm-crb,tpmdev=tpm0',
      ],
      ...[
        '-device',
        'virtio-vga,xres=1080,yres=1920',
        '-device',
        'virtio-tablet-pci',
        '-device',
        'virtio-keyboard-pci',
        '-device',
        'virtio-rng-pci',
      ],
      ...[
        '-nic',
        `user,restrict=on,model=virtio-net-pci${doors.join('')}`,
        '-device',
        'i6300esb',
        '-action',
        'watchdog=reset',
        '-no-shutdown',
      ],
      ...['-serial', `file:${at('serial.log')}`, '-qmp', `unix:${at('qmp.sock')},server=on,wait=off`],
      ...screens[display],
      ...plugged,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
  let said = ''
  qemu.stderr!.on('data', (chunk: Buffer) => (said += chunk))
  const exited = once(qemu, 'exit')
  const kill = () => {
    for (const child of [qemu, tpm])
      try {
        process.kill(child === qemu ? -child.pid! : child.pid!, 'SIGKILL')
      } catch {
        // Gone by itself.
      }
  }
  process.once('exit', kill)
  while (!existsSync(at('qmp.sock'))) {
    if (qemu.exitCode !== null) throw new Fault('config.invalid', `QEMU: ${said.trim()}`)
    await sleep(50)
  }
  const qmp = await openQmp(at('qmp.sock'))
  const pointer = (axis: 'x' | 'y', part: number) => ({ type: 'abs', data: { axis, value: Math.round(part * 32_767) } })
  const point = async (x: number, y: number) =>
    void (await qmp('input-send-event', { events: [pointer('x', x), pointer('y', y)] }))
  const button = (down: boolean) => ({ type: 'btn', data: { down, button: 'left' } })
  return {
    process: qemu,
    qmp,
    async screenshot(file) {
      // Not as PNG: QEMU would pack it where the machine's screen is served, and hold that up.
      const raw = at('screen.ppm')
      await qmp('screendump', { filename: raw })
      const bytes = readFileSync(raw)
      const [head = '', width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40)) ?? []
      const size = { width: Number(width), height: Number(height), channels: 3 as const }
      await sharp(bytes.subarray(head.length), { raw: size }).png().toFile(file)
    },
    point,
    async touch(x, y) {
      await point(x, y)
      await sleep(HELD_MS)
      await qmp('input-send-event', { events: [button(true)] })
      await sleep(HELD_MS)
      await qmp('input-send-event', { events: [button(false)] })
    },
    async keys(...keys) {
      await qmp('send-key', { keys: keys.map((data) => ({ type: 'qcode', data })) })
    },
    serial: () => (existsSync(at('serial.log')) ? readFileSync(at('serial.log'), 'latin1') : ''),
    async powerCut() {
      kill()
      process.off('exit', kill)
      await exited
    },
  }
}

function diskArguments(file: string, writeLog: string | undefined): string[] {
  const disk = `driver=qcow2,node-name=plain,file.driver=file,file.filename=${file},discard=unmap`
  const log = `driver=blklogwrites,node-name=logged,file=plain,log.driver=file,log.filename=${writeLog},log-super-update-interval=1`
  return [
    ...['-blockdev', disk, ...(writeLog ? ['-blockdev', log] : [])],
    ...['-device', `virtio-blk-pci,drive=${writeLog ? 'logged' : 'plain'},bootindex=0`],
  ]
}

async function openQmp(path: string): Promise<Machine['qmp']> {
  const socket: Socket = connect(path)
  await once(socket, 'connect')
  socket.unref()
  let rest = ''
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = []
  socket.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const message = JSON.parse(line) as { return?: unknown; error?: { desc: string } }
      if (message.error) waiting.shift()?.reject(new Error(message.error.desc))
      else if ('return' in message) waiting.shift()?.resolve(message.return)
    }
  })
  socket.on('error', () => {})
  const qmp = (command: string, args: object = {}) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.push({ resolve, reject })
      socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`)
    })
  await qmp('qmp_capabilities')
  return qmp
}
