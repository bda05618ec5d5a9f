import { next } from '../../../drivers/listeners.ts'
import type { Step } from '../runner.ts'
import type { TaskContext } from '../task.ts'

/** Waits in the queue, then with the caseworker. A decision ends this step from outside: the task starts again at the top. */
export const awaitDecision =
  (task: TaskContext): Step<never> =>
  async (io) => {
    const { caseworker } = task
    caseworker.want('decision')
    for (;;) {
      io.show(caseworker.here ? { is: 'with-caseworker' } : { is: 'waiting', ...caseworker.place })
      await next<void>((tell) => caseworker.onChange(() => tell()), io.signal)
    }
  }
