import type { Outcome } from '../../contract/nouns.ts'
import type { DeliveryState, ReceiptState, TakenDecision, TaskContext } from '../task.ts'

/** After the decision: the application on its way, the receipt in the citizen's hand. Nothing here can be taken back. */
export async function conclude(task: TaskContext, taken: TakenDecision): Promise<Outcome> {
  const { runner } = task
  const delivery = await runner.once<DeliveryState>('delivery', [], async (io) => {
    io.show({ is: 'finishing', delivery: 'sending', receipt: 'none', problem: null })
    return task.delivered(io.signal)
  })
  await runner.once<ReceiptState>('receipt', [], async (io) => {
    io.show({ is: 'finishing', delivery, receipt: 'printing', problem: null })
    return task.receipt(io.signal)
  })
  return taken.decision.verdict
}
