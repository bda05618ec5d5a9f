import type { Answer } from '../../../device/contract/answer.ts'
import type { Ask } from '../../../device/contract/asks.ts'
import type { Devices } from '../../../device/devices.ts'
import type { FaceEngine } from '../../../device/face/engine.ts'
import { VisitMemory } from '../../../device/session/memory.ts'
import { Runner } from '../../../device/tasks/runner.ts'
import { takePortrait } from '../../../device/tasks/steps/portrait.ts'
import type { PassportDocument, PortraitCapture, TaskContext } from '../../../device/tasks/task.ts'
import { type Camera, createCamera } from '../../../drivers/camera/camera.ts'
import { next } from '../../../drivers/listeners.ts'
import { createVirtualCamera, type VirtualCamera } from '../../../drivers/virtual/camera/camera.ts'

/** For things that take two to ten seconds on an idle machine (ms). */
const PATIENCE_MS = 120_000

export type PortraitVisit = { capture: PortraitCapture; asks: Ask[] }
type Options = {
  challenge?: boolean
  age?: number
  embedding?: Float32Array | null
  light?: NonNullable<Devices['light']>
  column?: NonNullable<Devices['column']>
  stills?: NonNullable<Devices['stills']>
}
export type PortraitRoom = {
  far: VirtualCamera
  camera: Camera
  /** One citizen's way through the step: `act` meets each new ask; null leaves it. */
  visit(
    act: (ask: Ask, asks: Ask[]) => Answer | null | Promise<Answer | null>,
    options?: Options,
  ): Promise<PortraitVisit>
  close(): Promise<void>
}

/** The portrait step on the real camera driver, before the virtual camera. */
export async function openPortraitRoom(
  engine: FaceEngine,
  options: { fps: number; width: number; height: number; lamp?: string },
): Promise<PortraitRoom> {
  const far = createVirtualCamera(options)
  await far.start()
  const camera = createCamera({ id: 'camera', input: far.input() })
  const stop = new AbortController()
  const running = camera.run(stop.signal)
  if (camera.presence.is !== 'ready') {
    await next(
      (tell: (now: Camera['presence']) => void) => camera.on('presence', tell),
      AbortSignal.timeout(PATIENCE_MS),
      (now) => now.is === 'ready',
    )
  }
  return {
    far,
    camera,
    async visit(act, { challenge = false, age = 40, embedding = null, ...more } = {}) {
      const asks: Ask[] = []
      const runner = new Runner({
        step() {},
        done() {},
        // A busy machine's camera may stand still for a moment: the step is tried again, as in the room.
        fault() {},
        show(askId, ask) {
          asks.push(ask)
          // As a screen does: after what is shown now was shown.
          queueMicrotask(async () => {
            const answer = await act(ask, asks)
            if (answer) runner.take(askId, answer)
          })
        },
      })
      const task = {
        runner,
        devices: { camera, ...more },
        face: engine,
        memory: new VisitMemory(),
        now: new Date('2026-11-22T12:00:00Z'),
        challenge,
        supervised: false,
        dwellMs: 0,
      } as unknown as TaskContext
      const document = { plan: { age }, embedding } as PassportDocument
      const end = setTimeout(() => runner.end(new Error('no portrait in time')), PATIENCE_MS)
      try {
        const step = takePortrait(task, document)
        return { capture: await runner.run(() => runner.once('portrait', [], step)), asks }
      } finally {
        clearTimeout(end)
        runner.end(new Error('over'))
      }
    },
    async close() {
      stop.abort()
      await running
      await far.stop()
    },
  }
}
