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
      const answer = await answerOf(io, 'strokes', 'cannot-sign')
      // Only a caseworker can say that it stands: until then it keeps an approval back.
      if (answer.is === 'cannot-sign') return { png: Buffer.alloc(0), unable: true }
      const { strokes } = answer
      if (checkSignature(strokes).is === 'ok') {
        const png = task.memory.keep(await renderSignature(strokes))
        return task.keepStrokes ? { png, strokes } : { png }
      }
      tooLittle = true
    }
  }
