/**
 * Faces that are not there before the virtual camera, through camera driver, guidance, lamp and challenge as in the room, at the
 * room's own pace: what each signal said, and a person after each. The lamp hangs on a GPIO line (onoff on plain files) that the
 * virtual room's light follows. Run: node tests/soak/attacks.ts [PERSONS]. `node tests/bench/face.ts attacks` counts more of
 * them, frame by frame.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createFaceEngine } from '../../device/face/engine.ts'
import { createLight } from '../../drivers/gpio/light.ts'
import { SHOWN, type Shown } from '../../drivers/virtual/camera/shown.ts'
import { testPeople } from '../device/face/people.ts'
import { openPortraitRoom } from '../device/tasks/portrait-room.ts'

const LINE = 17
const LAMP = `/sys/class/gpio/gpio${LINE}/value`
/** A mount namespace of its own, in which there is a line as the kernel shows it. */
const ROOM = `mount -t tmpfs none /sys/class && mkdir -p /sys/class/gpio/gpio${LINE} && cd /sys/class/gpio && : > export && : > unexport &&
  for f in direction value active_low edge; do echo 0 > gpio${LINE}/$f; done; cd / && exec "$@"`

export async function attackSoak(persons = 4): Promise<boolean> {
  const engine = await createFaceEngine()
  const { people } = await testPeople(engine)
  const lamp = existsSync(LAMP)
  if (!lamp) console.log('no mount namespace to be had: without the lamp')
  const light = lamp ? createLight({ soft: { line: LINE } }) : undefined
  const size = { fps: 15, width: 1280, height: 720 }
  const room = await openPortraitRoom(engine, lamp ? { ...size, lamp: LAMP } : size)
  let sound = true
  const visit = async (how: 'good' | Shown, n: number) => {
    light?.soft(true)
    await room.far.condition(how)
    await room.far.show(people[n % people.length]!)
    // Drawn before it is asked: the clock of a move runs from the asking.
    for (const move of ['turn-left', 'turn-right', 'close-eyes'] as const) await room.far.move(move)
    const { capture } = await room.visit(
      async (ask, asks) => {
        if (ask.is === 'portrait' && how !== 'good') return { is: 'capture' }
        while (ask.is === 'portrait-move' && ask.move && asks.at(-1) === ask) await room.far.move(ask.move)
        return ask.is === 'portrait-keep' ? { is: 'keep', picture: 0 } : null
      },
      { challenge: true, ...(light && { light }) },
    )
    const against = capture.signals.filter(({ is }) => is === 'suspicious')
    if (against.length > 0 !== (how !== 'good')) sound = false
    const said = capture.signals.map(({ signal, is, measured }) => {
      const follows =
        signal === 'lamp' && measured['follows'] !== undefined ? ` (${measured['follows'].toFixed(3)})` : ''
      return `${signal} ${is}${follows}`
    })
    console.log(`${how.padEnd(14)}${said.join(', ')}`)
  }
  try {
    await visit('good', 0)
    for (const [n, how] of SHOWN.entries()) {
      await visit(how, n)
      await visit('good', n + 1)
    }
    for (let n = SHOWN.length + 1; n < persons; n++) await visit('good', n)
  } finally {
    await room.close()
    light?.close()
    await engine.close()
  }
  return sound
}

if (process.argv[1] === import.meta.filename) {
  const inRoom = process.env['LAMP_ROOM'] === '1'
  const args = ['-m', 'sh', '-c', ROOM, 'sh', process.execPath, ...process.argv.slice(1)]
  const tried = !inRoom && spawnSync('unshare', args, { stdio: 'inherit', env: { ...process.env, LAMP_ROOM: '1' } })
  // 1 is also what unshare says that may not.
  const done = tried && tried.status !== null && tried.status !== 1
  process.exitCode = tried && done ? tried.status! : (await attackSoak(Number(process.argv[2] ?? 4))) ? 0 : 2
}
