import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { createCamera } from '../../../drivers/camera/camera.ts'
import { createControls, v4l2Device } from '../../../drivers/camera/controls.ts'
import { next } from '../../../drivers/listeners.ts'

/**
 * The real v4l2-ctl on a camera that a preloaded library answers for: this machine's kernel has no V4L2 (the kernel's own
 * vivid has neither exposure nor focus).
 */
const test = suite('the camera’s controls')
const run = promisify(execFile)
const here = !existsSync('/usr/bin/v4l2-ctl') ? 'v4l2-ctl' : !existsSync('/usr/bin/cc') ? 'cc' : null
if (here) console.log(`skipped: ${here} is not installed`)
const NAMES = ['white', 'temperature', 'auto', 'exposure', 'focus', 'autofocus'] as const
const AUTOMATIC = '1\n4210\n3\n333\n68\n1\n'
let folder: string

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'v4l2-'))
  if (here) return
  const source = join(import.meta.dirname, 'v4l2-shim.c')
  await run('cc', ['-shared', '-fPIC', '-O', '-w', '-o', join(folder, 'shim.so'), source, '-ldl'])
})
test.after(() => rm(folder, { recursive: true, force: true }))

async function camera(environment: string[] = []) {
  const state = join(folder, 'state')
  await writeFile(state, AUTOMATIC)
  const shim = [`LD_PRELOAD=${join(folder, 'shim.so')}`, `V4L2_STATE=${state}`, ...environment]
  return {
    controls: createControls('/dev/video77', ['env', ...shim, 'v4l2-ctl']),
    async state() {
      const values = (await readFile(state, 'utf8')).trim().split('\n').map(Number)
      return Object.fromEntries(NAMES.map((name, i) => [name, values[i]]))
    },
  }
}

test('while pictures are taken nothing changes by itself, at the values that were found', async () => {
  if (here) return
  const { controls, state } = await camera()
  await controls.lock()
  const locked = { white: 0, temperature: 4210, auto: 1, exposure: 333, focus: 68, autofocus: 0 }
  assert.deepEqual(await state(), locked)
  await controls.lock()
  assert.deepEqual(await state(), locked)
  await controls.free()
  const { white, auto, autofocus } = await state()
  assert.deepEqual({ white, auto, autofocus }, { white: 1, auto: 3, autofocus: 1 })
})

test('a camera with a fixed focus is locked in the rest', async () => {
  if (here) return
  const { controls, state } = await camera(['V4L2_FIXED=1'])
  await controls.lock()
  const { white, auto, exposure } = await state()
  assert.deepEqual({ white, auto, exposure }, { white: 0, auto: 1, exposure: 333 })
})

test('a camera that is unplugged meanwhile, or a machine without the program, costs nobody the picture', async () => {
  const gone = await camera(['V4L2_GONE=1'])
  await gone.controls.lock()
  await gone.controls.free()
  const without = createControls('/dev/video77', ['/nonexistent/v4l2-ctl'])
  await without.lock()
  await without.free()
})

test('a camera in another program’s hands is said to be so', async () => {
  if (here) return
  const wrapped = join(folder, 'ffmpeg')
  const shim = `LD_PRELOAD=${join(folder, 'shim.so')} V4L2_BUSY=1 V4L2_STATE=${join(folder, 'state')}`
  await writeFile(wrapped, `#!/bin/sh\nexec env ${shim} ffmpeg "$@"\n`)
  await chmod(wrapped, 0o755)
  const busy = createCamera({ id: 'camera', input: ['-f', 'v4l2', '-i', '/dev/video77'], command: wrapped })
  const stop = new AbortController()
  const said = next(
    (tell: (now: typeof busy.presence) => void) => busy.on('presence', tell),
    stop.signal,
    (now) => now.is === 'faulty' || now.is === 'absent',
  )
  const running = busy.run(stop.signal)
  const now = await said
  await assert.rejects(busy.frame(stop.signal), (error) => isFault(error, 'camera.in-use'))
  stop.abort()
  await running
  assert.equal(now.is === 'faulty' && now.fault, 'camera.in-use')
})

test('only a V4L2 camera has such controls', () => {
  assert.equal(v4l2Device(['-f', 'v4l2', '-input_format', 'mjpeg', '-i', '/dev/video0']), '/dev/video0')
  assert.equal(v4l2Device(['-f', 'mpjpeg', '-i', 'http://127.0.0.1:1/stream']), null)
})

test.run()
