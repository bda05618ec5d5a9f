/**
 * Faces that are not there before the virtual camera, through camera driver, guidance and challenge as in the room, at the
 * room's own pace: what each signal said. Run: node tests/soak/attacks.ts. `node tests/bench/face.ts attacks` counts more of
 * them, frame by frame.
 */
import { createFaceEngine } from '../../device/face/engine.ts'
import { SHOWN } from '../../drivers/virtual/camera/shown.ts'
import { testPeople } from '../device/face/people.ts'
import { openPortraitRoom } from '../device/tasks/portrait-room.ts'

export async function attackSoak(): Promise<boolean> {
  const engine = await createFaceEngine()
  const { people } = await testPeople(engine)
  const room = await openPortraitRoom(engine, { fps: 15, width: 1280, height: 720 })
  let sound = true
  try {
    for (const how of ['good', ...SHOWN] as const) {
      await room.far.condition(how)
      await room.far.show(people[0]!)
      // Drawn before it is asked: the clock of a move runs from the asking.
      for (const move of ['turn-left', 'turn-right', 'close-eyes'] as const) await room.far.move(move)
      const { capture } = await room.visit(
        async (ask, asks) => {
          if (ask.is === 'portrait' && how !== 'good') return { is: 'capture' }
          while (ask.is === 'portrait-move' && ask.move && asks.at(-1) === ask) await room.far.move(ask.move)
          return ask.is === 'portrait-keep' ? { is: 'keep', picture: 0 } : null
        },
        { challenge: true },
      )
      const against = capture.signals.filter(({ is }) => is === 'suspicious')
      if (against.length > 0 !== (how !== 'good')) sound = false
      console.log(`${how.padEnd(12)}${capture.signals.map(({ signal, is }) => `${signal} ${is}`).join(', ')}`)
    }
  } finally {
    await room.close()
    await engine.close()
  }
  return sound
}

if (process.argv[1] === import.meta.filename) process.exitCode = (await attackSoak()) ? 0 : 1
