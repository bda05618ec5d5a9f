import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isFault } from '../../../device/contract/faults.ts'
import { openSerial, type SerialLine } from '../../../drivers/serial/line.ts'
import { PtyEnd } from '../../../drivers/virtual/pty.ts'
import { place, rejection, until } from './place.ts'

const test = suite('serial line')
const never = new AbortController().signal

/** What the test just run leaves to be let go. */
const leaving: (() => Promise<void>)[] = []
test.after.each(async () => {
  for (const leave of leaving.splice(0)) await leave()
})

async function cable() {
  const folder = place()
  const device = new PtyEnd(folder.path('tty'))
  await device.plug()
  const open = (): Promise<SerialLine> => openSerial({ path: device.path, baud: 115_200, gone: 'finger.gone' }, never)
  leaving.push(async () => {
    await device.unplug()
    folder.remove()
  })
  return {
    device,
    open,
  }
}

test('every byte value passes both ways unchanged, from the first write on', async () => {
  const wire = await cable()
  const all = Uint8Array.from({ length: 256 }, (_, at) => at)
  // Written before the host has opened the line: nothing may be echoed back to the device.
  let atDevice = 0
  wire.device.onBytes((bytes) => {
    atDevice += bytes.length
  })
  await wire.device.write(all)
  const line = await wire.open()
  let atHost: number[] = []
  line.onBytes((bytes) => atHost.push(...bytes))
  await wire.device.write(all)
  await until(() => atHost.length >= 256)
  atHost = atHost.slice(-256)
  assert.equal(atHost, [...all])
  await line.write(all, never)
  await until(() => atDevice === 256)
  await line.close()
})

test('cable pulled while a read is in flight, with nobody listening: it ends, and does not spin', async () => {
  const wire = await cable()
  const line = await wire.open()
  await wire.device.unplug()
  assert.is((await line.ended).is, 'hung-up')
  const before = process.cpuUsage()
  await sleep(300)
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 100_000, `${user + system} µs of processor in 300 ms after a hang-up`)
})

/** A device in a process of its own, as in the product. */
async function apart() {
  const folder = place()
  const path = folder.path('tty')
  const script = `
    import { PtyEnd } from ${JSON.stringify(new URL('../../../drivers/virtual/pty.ts', import.meta.url).href)}
    await new PtyEnd(${JSON.stringify(path)}).plug()
    console.log('plugged')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  leaving.push(async () => {
    child.kill('SIGKILL')
    await exited
    folder.remove()
  })
  await once(child.stdout, 'data')
  const line = await openSerial({ path, baud: 115_200, gone: 'finger.gone' }, never)
  leaving.push(() => line.close())
  return { child, line }
}

test('the device’s program is killed', async () => {
  const { child, line } = await apart()
  child.kill('SIGKILL')
  assert.is((await line.ended).is, 'hung-up')
})

test('a device that takes nothing more: the write is given up when asked, and the line still closes', async () => {
  const { child, line } = await apart()
  child.kill('SIGSTOP')
  const stop = new AbortController()
  const writing = line.write(new Uint8Array(1 << 20), stop.signal)
  setTimeout(() => stop.abort(new Error('enough')), 50)
  assert.is(await rejection(writing), stop.signal.reason)
  await line.close()
  assert.is((await line.ended).is, 'closed')
})

test('closed twice, and once more after a hang-up', async () => {
  const wire = await cable()
  const line = await wire.open()
  await Promise.all([line.close(), line.close()])
  assert.equal(await line.ended, { is: 'closed' })
  const second = await wire.open()
  await wire.device.unplug()
  await second.ended
  await second.close()
  assert.is((await second.ended).is, 'hung-up')
})

test('write after close is refused at once, with the driver’s own fault', async () => {
  const wire = await cable()
  const line = await wire.open()
  await line.close()
  assert.ok(isFault(await rejection(line.write(Uint8Array.of(1), never)), 'finger.gone'))
})

test('no such tty, and a tty another program holds', async () => {
  const wire = await cable()
  const none = openSerial({ path: `${wire.device.path}-none`, baud: 9_600, gone: 'mrz.reader-gone' }, never)
  assert.ok(isFault(await rejection(none), 'mrz.reader-gone'))
  const line = await wire.open()
  assert.ok(isFault(await rejection(wire.open()), 'finger.gone'))
  await line.close()
  await (await wire.open()).close()
})

test.run()
