import type { Step } from '../runner.ts'
import { checkSignature, renderSignature } from '../signature.ts'
import type { SignatureCapture, TaskContext } from '../task.ts'
import { answerOf } from './questions.ts'
import { watched } from './supervision.ts'

export const sign =
  (task: TaskContext): Step<SignatureCapture> =>
  async (io) => {
    await watched(task, io)
    let tooLittle = false
    for (;;) {
      io.ask({ is: 'signature', tooLittle })
      const { strokes } = await answerOf(io, 'strokes')
      if (checkSignature(strokes).is === 'ok') return { png: task.memory.keep(await renderSignature(strokes)) }
      tooLittle = true
    }
  }
