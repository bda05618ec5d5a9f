import type { PrintsConsequence } from '../../contract/application.ts'
import type { StepName } from '../../contract/nouns.ts'
import type { Fee } from '../../rules/fees.ts'
import type { Runner, Step } from '../runner.ts'
import type { Contact, FingerCapture, PassportDocument, PortraitCapture, SignatureCapture } from '../task.ts'
import { answerOf } from './questions.ts'

const url = (kind: 'jpeg' | 'png', bytes: Buffer) => `data:image/${kind};base64,${bytes.toString('base64')}`

/** Everything on one page; each part can be taken again. */
export const review =
  (
    runner: Runner,
    document: PassportDocument,
    plan: { prints: boolean; fee: Fee | null },
    prints: PrintsConsequence | null,
  ): Step<true> =>
  async (io) => {
    const made = <T>(step: StepName) => runner.journal.get(step)?.value as T
    const { givenNames, surname, dateOfBirth } = document.inspection.holder
    const fingers = [
      made<FingerCapture | undefined>('right-index'),
      made<FingerCapture | undefined>('left-index'),
    ].filter((finger) => finger !== undefined)
    const contact = made<Contact>('contact')
    const signature = made<SignatureCapture>('signature')
    const redoable: StepName[] = ['portrait', 'signature', 'contact']
    if (plan.prints) redoable.push('right-index', 'left-index')
    io.show({
      is: 'review',
      holder: { givenNames, surname, dateOfBirth },
      portrait: url('jpeg', made<PortraitCapture>('portrait').jpeg),
      fingers: fingers.map((finger) => ({
        position: finger.position,
        is: finger.outcome,
        image: finger.image && url('png', finger.image.preview),
      })),
      signature: signature.unable ? null : url('png', signature.png),
      ...(prints ? { prints } : {}),
      contact: { phone: contact.phone, placeName: contact.place.name },
      fee: plan.fee && { amount: plan.fee.amount, asOf: plan.fee.asOf },
      redoable,
    })
    for (;;) {
      const answer = await answerOf(io, 'yes', 'redo')
      if (answer.is === 'yes') return true
      if (redoable.includes(answer.step)) {
        runner.redo(answer.step)
        io.signal.throwIfAborted()
      }
    }
  }
