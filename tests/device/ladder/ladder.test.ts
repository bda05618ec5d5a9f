/** A device that hangs: its driver cannot wake it, so its USB port is switched, then the program, then the machine; once each. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pino from 'pino'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { switchOf, switchPower } from '../../../device/ladder/power.ts'
import { type Climb, climb, ground, type Look } from '../../../device/ladder/rungs.ts'
import { usbOf } from '../../../device/ladder/usb.ts'
import { watchLadder } from '../../../device/ladder/watch.ts'
import type { Driver } from '../../../drivers/driver.ts'

const test = suite('restart ladder')
const root = mkdtempSync(join(tmpdir(), 'boks-ladder-'))
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), `${text}\n`)
}
const link = (path: string, to: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  symlinkSync(join(root, to), join(root, path))
}
const read = (path: string) => readFileSync(join(root, path), 'utf8').trim()
const BUS = '/sys/devices/pci/usb1'
const devices = {
  card: { reader: 'r' },
  mrz: { port: '/dev/serial/by-id/usb-Desko', baud: 9_600 },
  camera: { input: ['-f', 'v4l2', '-i', '/dev/video0'] },
  finger: { port: '/dev/ttyS0' },
  printer: { uri: 'ipps://10.1.2.3/ipp/print' },
}

test.before(() => {
  const device = (port: string, above: string, kind = '00') => {
    put(`${above}/${port}/idVendor`, '1234')
    put(`${above}/${port}/authorized`, '1')
    put(`${above}/${port}/bDeviceClass`, kind)
    link(`/sys/bus/usb/devices/${port}`, `${above}/${port}`)
  }
  link('/sys/bus/usb/devices/usb1', BUS)
  device('1-1', BUS, '09')
  device('1-2', BUS)
  device('1-1.3', `${BUS}/1-1`)
  device('1-1.4', `${BUS}/1-1`)
  put(`${BUS}/1-0:1.0/usb1-port2/disable`, '0')
  put(`${BUS}/1-2/1-2:1.0/bInterfaceClass`, '0b')
  link('/sys/bus/usb/devices/1-2:1.0', `${BUS}/1-2/1-2:1.0`)
  put(`${BUS}/1-1/1-1.3/1-1.3:1.0/tty/ttyACM0/dev`, '166:0')
  link(`${BUS}/1-1/1-1.3/1-1.3:1.0/tty/ttyACM0/device`, `${BUS}/1-1/1-1.3/1-1.3:1.0`)
  link('/sys/class/tty/ttyACM0', `${BUS}/1-1/1-1.3/1-1.3:1.0/tty/ttyACM0`)
  put('/dev/ttyACM0', '')
  link('/dev/serial/by-id/usb-Desko', '/dev/ttyACM0')
  put('/dev/video0', '')
  put(`${BUS}/1-1/1-1.4/1-1.4:1.0/video4linux/video0/index`, '0')
  link(`${BUS}/1-1/1-1.4/1-1.4:1.0/video4linux/video0/device`, `${BUS}/1-1/1-1.4/1-1.4:1.0`)
  link('/sys/class/video4linux/video0', `${BUS}/1-1/1-1.4/1-1.4:1.0/video4linux/video0`)
})
test.after(() => rmSync(root, { recursive: true, force: true }))

/** Looks every 5 s for so many minutes; what was done, and after how many seconds. */
function minutes(n: number, look: (now: number) => Omit<Look, 'now'>, at: Climb = ground) {
  const done: [string, number][] = []
  for (let now = 0; now <= n * 60_000; now += 5_000) {
    const step = climb(at, { now, ...look(now) })
    at = step.at
    if (step.act) done.push([step.act, now / 1_000])
  }
  return { done, at }
}
const stuck = { ready: false, plugged: true, idle: true }

test('a device that stays stuck goes up rung by rung, and then is left to a person', () => {
  assert.equal(minutes(600, () => stuck).done, [
    ['usb', 60],
    ['process', 300],
    ['machine', 900],
  ])
})

test('pulled out: nothing is restarted for it; a citizen is there: nothing but its own port', () => {
  assert.equal(minutes(600, () => ({ ...stuck, plugged: false })).done, [])
  assert.equal(minutes(600, () => ({ ...stuck, idle: false })).done, [['usb', 60]])
})

test('one that comes back and hangs again soon climbs on; after ten good minutes it begins below', () => {
  const soon = minutes(20, (now) => ({ ...stuck, ready: now > 100_000 && now < 200_000 }))
  assert.equal(
    soon.done.map(([rung]) => rung),
    ['usb', 'process', 'machine'],
  )
  const late = minutes(30, (now) => ({ ...stuck, ready: now > 100_000 && now < 1_000_000 }))
  assert.equal(
    late.done.map(([rung]) => rung),
    ['usb', 'usb', 'process'],
  )
  const emptied = minutes(3, (now) => ({ ...stuck, plugged: now < 60_000 || now > 80_000 }))
  assert.equal(emptied.done.length, 1, 'a port that was switched is empty for a moment')
})

test('each device is found on its USB port through the kernel’s own tree; what is not on USB is not', () => {
  assert.equal([...usbOf(devices, root)].sort(), [
    ['camera', '1-1.4'],
    ['card', '1-2'],
    ['mrz', '1-1.3'],
  ])
})

test('the port’s power where the hub has a switch, the device’s authorisation where not; never a hub, never another file', async () => {
  assert.match(switchOf('1-2', root)!.file, /usb1-port2\/disable$/)
  assert.match(switchOf('1-1.3', root)!.file, /1-1\.3\/authorized$/)
  for (const wish of ['1-1', 'usb1', '../../x', '1-9', '', '1-2/../1-2']) assert.is(switchOf(wish, root), null, wish)
  const during: string[] = []
  const switching = switchPower('1-1.3', root, 20)
  during.push(read('/sys/bus/usb/devices/1-1.3/authorized'))
  assert.ok(await switching)
  assert.equal([...during, read('/sys/bus/usb/devices/1-1.3/authorized')], ['0', '1'])
})

test('the watch asks for the right port, and a restart does not begin the ladder anew', async () => {
  const path = join(root, 'power.sock')
  const asked: string[] = []
  const stop = new AbortController()
  const server = createServer((socket) => {
    socket.on('data', (data) => asked.push(String(data).trim()))
    socket.on('end', () => socket.end('done\n'))
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const file = join(root, 'ladder.json')
  const hour = Date.now() - 3_600_000
  writeFileSync(file, JSON.stringify({ card: { since: hour, rest: null, done: [] } }))
  const card = { id: 'card', presence: { is: 'faulty', fault: 'card.mute', detail: '' } } as unknown as Driver
  const restarts: string[] = []
  await watchLadder(
    {
      drivers: [card],
      usb: () => usbOf(devices, root),
      idle: () => true,
      file,
      log: pino({ level: 'silent' }),
      restart(what) {
        restarts.push(what)
        if (what === 'machine') stop.abort()
      },
      socket: path,
      lookMs: 1,
    },
    stop.signal,
  )
  server.close()
  assert.equal([asked, restarts], [['1-2'], ['process', 'machine']])
  assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { card: Climb }).card.done, ['usb', 'process', 'machine'])
})

test.run()
