import { hands, type Outcome, type StepName } from '../contract/nouns.ts'
import { feeOfErrand } from './fees.ts'
import { printsConsequence, stepOf } from './finger-log.ts'
import { awaitDecision } from './steps/decision.ts'
import { confirmHolder, readDocument } from './steps/document.ts'
import { exemptHand, takeHand } from './steps/finger.ts'
import { payFee } from './steps/pay.ts'
import { takePortrait } from './steps/portrait.ts'
import { giveContact, readPrivacy } from './steps/questions.ts'
import { review } from './steps/review.ts'
import { sign } from './steps/signature.ts'
import type { TaskContext } from './task.ts'

export const passportSteps: readonly StepName[] = [
  'errand',
  'privacy',
  'document',
  'holder',
  'portrait',
  'right-index',
  'left-index',
  'signature',
  'contact',
  'review',
  'pay',
  'decision',
]

/** Renewing a passport, or a child's: the steps as the leaflet tells them. Ends with what the caseworker decided. */
export async function passport(task: TaskContext): Promise<Outcome> {
  const { runner } = task
  await runner.once('privacy', [], readPrivacy)
  const document = await runner.once('document', [], readDocument(task))
  // The rule in force for this errand, or the municipality's stricter wish.
  const capture = { ...task, supervised: task.supervised || document.plan.capture === 'supervised' }
  await runner.once('holder', ['document'], confirmHolder(runner, document))

  await runner.once('portrait', ['document'], takePortrait(capture, document))
  for (const hand of hands) {
    const finger = document.plan.prints ? takeHand(capture, hand) : exemptHand(capture, hand)
    await runner.once(stepOf(hand), ['document'], finger)
  }
  await runner.once('signature', ['document'], sign(capture))
  await runner.once('contact', [], giveContact(task.places))

  const fee = feeOfErrand(task.errand(), document.plan, task.now)
  await runner.once(
    'review',
    ['portrait', 'right-index', 'left-index', 'signature', 'contact'],
    review(runner, document, { prints: document.plan.prints, fee }, printsConsequence(document.plan, task)),
  )
  // Before the decision: who is rejected gets back what the rule of that day says.
  if (fee && task.payments.here) await runner.once('pay', ['document'], payFee(task, fee))
  await runner.once('decision', ['review'], awaitDecision(task))
  throw new Error('a decision starts the task again from the top')
}
