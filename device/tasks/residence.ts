import type { Outcome, StepName } from '../contract/nouns.ts'
import { feeOfErrand } from './fees.ts'
import { confirmHolder, readDocument } from './steps/document.ts'
import { makePaper } from './steps/paper.ts'
import { payFee } from './steps/pay.ts'
import { takePortrait } from './steps/portrait.ts'
import { readPrivacy } from './steps/questions.ts'
import { lookUp } from './steps/register.ts'
import type { ReceiptState, TaskContext } from './task.ts'

export const residenceSteps: readonly StepName[] = [
  'errand',
  'privacy',
  'document',
  'holder',
  'portrait',
  'register',
  'pay',
  'paper',
]

/**
 * A certificate of residence: the box alone can finish it, for somebody who is proven to be there; if a machine cannot say
 * so, it decides nothing and the citizen is sent to a person, unpaid.
 */
export async function residenceCertificate(task: TaskContext): Promise<Outcome> {
  const { runner } = task
  await runner.once('privacy', [], readPrivacy)
  const document = await runner.once('document', [], readDocument(task))
  await runner.once('holder', ['document'], confirmHolder(runner, document))
  const portrait = await runner.once('portrait', ['document'], takePortrait(task, document))
  const wish = await runner.once(
    'register',
    ['document', 'portrait'],
    lookUp(task, 'residence-certificate', document, portrait),
  )
  if (wish.is === 'not-here') return 'referred'
  const fee = feeOfErrand('residence-certificate', document.plan, task.now)
  if (fee) {
    const paid = await runner.once('pay', ['document'], payFee(task, fee))
    // A paper that is not paid for is fetched where it can be; one whose payment is in doubt waits for a person.
    if (paid.is !== 'card') return 'referred'
  }
  const paper = await runner.once('paper', [], makePaper(task, 'residence-certificate', document, wish))
  if (paper.is === 'failed') return 'faulted'
  if (paper.is === 'uncertain') return 'referred'
  await runner.once<ReceiptState>('receipt', [], (io) => {
    io.show({ is: 'finishing', delivery: 'none', receipt: 'printing', problem: null })
    return task.receipt(io.signal)
  })
  return 'done'
}
