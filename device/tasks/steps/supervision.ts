import { next } from '../../../drivers/listeners.ts'
import type { StepIo } from '../runner.ts'
import type { TaskContext } from '../task.ts'

/** Where a rule asks for a caseworker who watches, a capture begins only when one is here. */
export async function watched(task: TaskContext, io: StepIo): Promise<void> {
  if (!task.supervised) return
  const { caseworker } = task
  if (!caseworker.here) caseworker.want('supervised')
  while (!caseworker.here) {
    io.show({ is: 'waiting', ...caseworker.place })
    await next<void>((tell) => caseworker.onChange(() => tell()), io.signal)
  }
}
