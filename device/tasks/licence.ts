import type { Outcome, StepName } from '../contract/nouns.ts'
import { feeOfErrand } from './fees.ts'
import { awaitDecision } from './steps/decision.ts'
import { confirmHolder, readDocument } from './steps/document.ts'
import { payFee } from './steps/pay.ts'
import { takePortrait } from './steps/portrait.ts'
import { giveContact, readPrivacy } from './steps/questions.ts'
import { declare, lookUp } from './steps/register.ts'
import { review } from './steps/review.ts'
import { sign } from './steps/signature.ts'
import type { TaskContext } from './task.ts'

export const licenceSteps: readonly StepName[] = [
  'errand',
  'privacy',
  'document',
  'holder',
  'portrait',
  'register',
  'declaration',
  'signature',
  'contact',
  'review',
  'pay',
  'decision',
]

/** A lost driving licence: a new one is applied for, and a temporary one goes home with the citizen once a caseworker approves. */
export async function temporaryLicence(task: TaskContext): Promise<Outcome> {
  const { runner } = task
  await runner.once('privacy', [], readPrivacy)
  const document = await runner.once('document', [], readDocument(task))
  await runner.once('holder', ['document'], confirmHolder(runner, document))
  const portrait = await runner.once('portrait', ['document'], takePortrait(task, document))
  const found = await runner.once('register', ['document'], lookUp(task, 'temporary-licence', document, portrait))
  if (found.is === 'not-here') return 'referred'
  if (!(await runner.once('declaration', ['document'], declare))) return 'referred'
  await runner.once('signature', ['document'], sign(task))
  await runner.once('contact', [], giveContact(task.places))
  const fee = feeOfErrand('temporary-licence', document.plan, task.now)
  await runner.once(
    'review',
    ['portrait', 'signature', 'contact'],
    review(runner, document, { prints: false, fee }, null),
  )
  if (fee && task.payments.here) await runner.once('pay', ['document'], payFee(task, fee))
  await runner.once('decision', ['review'], awaitDecision(task))
  throw new Error('a decision starts the task again from the top')
}
