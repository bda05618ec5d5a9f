import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { type Camera, createCamera } from '../../../drivers/camera/camera.ts'
import { type Capture, startCapture } from '../../../drivers/camera/ffmpeg.ts'
import type { Presence } from '../../../drivers/driver.ts'
import { next } from '../../../drivers/listeners.ts'
import { createVirtualCamera, type VirtualCamera } from '../../../drivers/virtual/camera/camera.ts'

const test = suite('the camera')
/** For things that take two to five seconds on an idle machine (ms). */
const PATIENCE_MS = 60_000
let far: VirtualCamera
let camera: Camera
let stop: AbortController
let running: Promise<void>

const patience = () => AbortSignal.timeout(PATIENCE_MS)

async function until(is: Presence['is']): Promise<Presence<Capture>> {
  if (camera.presence.is === is) return camera.presence
  const accept = (now: Presence<Capture>): now is Presence<Capture> => now.is === is
  return next((listener) => camera.on('presence', listener), patience(), accept)
}

test.before(async () => {
  far = createVirtualCamera({ fps: 20, width: 640, height: 360 })
  await far.start()
  camera = createCamera({ id: 'camera', input: far.input() })
  stop = new AbortController()
  running = camera.run(stop.signal)
})
test.after(async () => {
  stop.abort()
  await running
  await far.stop()
})

test('whole pictures arrive, and a still is newer than the wish for it', async () => {
  await until('ready')
  const seen: Buffer[] = []
  const off = camera.onFrame((jpeg) => seen.push(jpeg))
  const still = await camera.still(patience())
  off()
  const { width, height } = await sharp(still).metadata()
  assert.deepEqual([width, height], [640, 360])
  assert.ok(seen.length >= 2 && !seen[0]!.equals(still), 'the first frame after the call may be older than it')
})

for (const how of ['picture', 'silent'] as const) {
  test(`a frozen camera (${how}) is noticed and comes back`, async () => {
    await until('ready')
    far.freeze(how)
    const faulty = await until('faulty')
    assert.equal(faulty.is === 'faulty' && faulty.fault, 'camera.frozen')
    await assert.rejects(camera.still(patience()), (error) => isFault(error, 'camera.frozen'))
    far.thaw()
    await until('ready')
    await camera.still(patience())
  })
}

test('unplugged while somebody waits for a picture, and plugged in again', async () => {
  await until('ready')
  const waiting = camera.still(patience())
  far.unplug()
  await assert.rejects(waiting, (error) => isFault(error, 'camera.gone'))
  await until('absent')
  far.plug()
  await until('ready')
  await camera.still(patience())
})

test('the citizen leaves while a picture is awaited', async () => {
  await until('ready')
  await assert.rejects(camera.still(AbortSignal.abort(new Error('left'))), /left/)
})

test('a box killed with −9 leaves no ffmpeg behind, even when the camera is frozen', async () => {
  const url = (file: string) => JSON.stringify(new URL(`../../../drivers/camera/${file}`, import.meta.url).href)
  const program = `
    const { startCapture } = await import(${url('ffmpeg.ts')})
    const capture = startCapture(${JSON.stringify(far.input())})
    capture.frames.add(() => process.send('frame'))`
  const box = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(box, 'message')
  const children = (await readFile(`/proc/${box.pid}/task/${box.pid}/children`, 'utf8')).trim().split(' ')
  assert.equal(children.length, 1)
  far.freeze('silent')
  box.kill('SIGKILL')
  await once(box, 'exit')
  const begin = performance.now()
  const lives = async () => {
    const status = await readFile(`/proc/${children[0]}/stat`, 'utf8').catch(() => null)
    return status !== null && !/\) Z /.test(status)
  }
  while (await lives()) {
    assert.ok(performance.now() - begin < PATIENCE_MS, 'ffmpeg lives on')
    await sleep(50)
  }
  far.thaw()
})

test('a camera that has no JPEG of its own gives JPEGs all the same', async () => {
  // ffmpeg's own raw pictures where the V4L2 device would stand: the ten words before them name the device.
  const folder = await mkdtemp(join(tmpdir(), 'boks-raw-'))
  const command = join(folder, 'ffmpeg')
  const raw = 'testsrc=size=320x240:rate=10,format=yuyv422'
  await writeFile(command, `#!/bin/sh\nshift 10\nexec ffmpeg -loglevel error -f lavfi -i ${raw} "$@"\n`, {
    mode: 0o755,
  })
  const capture = startCapture(['-f', 'v4l2', '-input_format', 'yuyv422', '-i', '/dev/video77'], command)
  try {
    const jpeg = await next<Buffer>((tell) => capture.frames.add(tell), patience())
    const { format, width, height } = await sharp(jpeg).metadata()
    assert.deepEqual([format, width, height], ['jpeg', 320, 240])
  } finally {
    await capture.stop()
    await rm(folder, { recursive: true })
  }
})

test('the virtual camera shows whom it is told to show', async () => {
  await far.condition('dark')
  await until('ready')
  const { channels } = await sharp(await camera.still(patience())).stats()
  const { plugged, frozen, showing, condition } = far.state()
  assert.deepEqual(
    { plugged, frozen, showing, condition },
    { plugged: true, frozen: null, showing: null, condition: 'dark' },
  )
  assert.ok(channels[1]!.mean < 100, 'the room is dark')
  await far.condition('good')
})

test.run()
