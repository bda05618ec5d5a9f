import type { Outcome } from '../../contract/nouns.ts'
import type { DeliveryState, ReceiptState, TakenDecision, TaskContext } from '../task.ts'

/** After the decision: the application on its way, the receipt in the citizen's hand. Nothing here can be taken back. */
export async function conclude(task: TaskContext, taken: TakenDecision): Promise<Outcome> {
  const { runner } = task
  // Nothing was made that could be sent: the citizen comes again.
  const postponed = taken.decision.verdict === 'postponed'
  const delivery = await runner.once<DeliveryState>('delivery', [], async (io) => {
    io.show({ is: 'finishing', delivery: 'sending', receipt: 'none', problem: null })
    return postponed ? 'delivered' : task.delivered(io.signal)
  })
  await runner.once<ReceiptState>('receipt', [], async (io) => {
    io.show({ is: 'finishing', delivery, receipt: 'printing', problem: null })
    return task.receipt(io.signal)
  })
  return taken.decision.verdict
}
