import type { Outcome } from '../../contract/nouns.ts'
import type { DeliveryState, PassportDocument, ReceiptState, TakenDecision, TaskContext } from '../task.ts'
import { makePaper } from './paper.ts'
import type { PaperWish } from './register.ts'

/** After the decision: the application on its way, the receipt in the citizen's hand. Nothing here can be taken back. */
export async function conclude(task: TaskContext, taken: TakenDecision): Promise<Outcome> {
  const { runner } = task
  // Nothing was made that could be sent: the citizen comes again.
  const postponed = taken.decision.verdict === 'postponed'
  const delivery = await runner.once<DeliveryState>('delivery', [], async (io) => {
    io.show({ is: 'finishing', delivery: 'sending', receipt: 'none', problem: null })
    return postponed ? 'delivered' : task.delivered(io.signal)
  })
  const { journal } = runner
  if (task.errand() === 'temporary-licence' && taken.decision.verdict === 'approved') {
    const document = journal.get('document')?.value as PassportDocument
    const wish = journal.get('register')?.value as Extract<PaperWish, { is: 'paper' }>
    await runner.once('paper', [], makePaper(task, 'temporary-licence', document, wish))
  }
  await runner.once<ReceiptState>('receipt', [], async (io) => {
    io.show({ is: 'finishing', delivery, receipt: 'printing', problem: null })
    return task.receipt(io.signal)
  })
  return taken.decision.verdict
}
