import { next } from '../../../drivers/listeners.ts'
import type { StepIo } from '../runner.ts'
import type { TaskContext } from '../task.ts'

/** Where a rule asks for a caseworker who watches, a capture begins only when one is here and sees. */
export async function watched(task: TaskContext, io: StepIo): Promise<void> {
  if (!task.supervised) return
  const { caseworker } = task
  // Also when somebody is here already: who came to help need not be trained to supervise, and the hub looks again.
  caseworker.want('supervised')
  while (!caseworker.here || !caseworker.watching) {
    io.show(caseworker.here ? { is: 'with-caseworker' } : { is: 'waiting', ...caseworker.place })
    await next<void>((tell) => caseworker.onChange(() => tell()), io.signal)
  }
}
