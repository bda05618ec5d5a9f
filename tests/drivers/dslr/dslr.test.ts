import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import sharp from 'sharp'
import { suite } from 'uvu'
import { isFault } from '../../../device/contract/faults.ts'
import { uprightStill } from '../../../device/face/still.ts'
import type { Presence } from '../../../drivers/driver.ts'
import { createDslr, type Dslr } from '../../../drivers/dslr/dslr.ts'
import { next } from '../../../drivers/listeners.ts'
import { createVirtualStillCamera, type VirtualStillCamera } from '../../../drivers/virtual/ptp/camera.ts'

/**
 * The real gphoto2 and libgphoto2 on a camera that speaks PTP/IP. Not tried: USB, and what single makers add to PTP.
 */
const test = suite('the still camera')
const here = existsSync('/usr/bin/gphoto2')
if (!here) console.log('skipped: gphoto2 is not installed')
/** For things that take a second or two on an idle machine (ms). */
const PATIENCE_MS = 60_000
const patience = () => AbortSignal.timeout(PATIENCE_MS)
const stop = new AbortController()
let far: VirtualStillCamera
let dslr: Dslr
let running: Promise<void>
let picture: Buffer

const until = (is: Presence['is']) =>
  dslr.presence.is === is
    ? dslr.presence
    : next(
        (tell: (now: Presence<true>) => void) => dslr.on('presence', tell),
        patience(),
        (now) => now.is === is,
      )

test.before(async () => {
  const lines = { create: { width: 3000, height: 2000, channels: 3, background: '#cab' } } as const
  // Held upright, as EXIF says.
  picture = await sharp(lines).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  far = createVirtualStillCamera(async () => picture)
  await far.start()
  dslr = createDslr({ id: 'stills', port: far.port(), model: 'PTP/IP Camera', shotMs: 4_000 })
  running = here ? dslr.run(stop.signal) : Promise.resolve()
})
test.after(async () => {
  stop.abort()
  await running
  await far.stop()
})

if (here) {
  test('the shutter is pressed, the whole picture comes, and none is left on the camera’s card', async () => {
    await until('ready')
    const shots = await dslr.shoot(2, patience())
    assert.equal(shots.length, 2)
    for (const shot of shots) assert.ok(shot.equals(picture))
    const { shots: pressed, kept } = far.state()
    assert.deepEqual({ pressed, kept }, { pressed: 2, kept: 0 })
    const { width, height } = await sharp(await uprightStill(shots[0]!)).metadata()
    assert.deepEqual([width, height], [1600, 2400])
    assert.ok(
      shots[0]!.every((byte) => byte === 0),
      'the camera’s own file is overwritten',
    )
  })

  test('a shutter that is refused, and a camera without battery, are said and come back', async () => {
    far.jam(true)
    await assert.rejects(dslr.shoot(1, patience()), (error) => isFault(error, 'camera.frozen'))
    far.jam(false)
    far.unplug()
    await until('absent')
    await assert.rejects(dslr.shoot(1, patience()), (error) => isFault(error, 'camera.gone'))
    far.plug()
    await until('ready')
    assert.equal((await dslr.shoot(1, patience())).length, 1)
  })

  test('the citizen leaves while the shutter is pressed', async () => {
    await until('ready')
    await assert.rejects(dslr.shoot(1, AbortSignal.abort(new Error('left'))), /left/)
  })
}

test.run()
