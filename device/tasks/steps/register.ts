import type { ErrandPaper, LookedUp } from '../../contract/certificate.ts'
import { Fault } from '../../contract/faults.ts'
import type { Language } from '../../contract/nouns.ts'
import { registeredNumber } from '../../rules/personal-number.ts'
import type { Step } from '../runner.ts'
import type { PassportDocument, PortraitCapture, TaskContext } from '../task.ts'
import { isProven } from './proof.ts'
import { answerOf } from './questions.ts'

export type PaperWish = { is: 'paper'; language: Language; period: 'now' | 'all' } | { is: 'not-here' }

/** Whom a register is asked about: what the chip says, for `isProven` documents. */
export function subjectOf(document: PassportDocument) {
  const { inspection } = document
  return { personalNumber: registeredNumber(inspection), dateOfBirth: inspection.holder.dateOfBirth }
}

/**
 * What the register says, shown before anybody pays. The citizen chooses the paper's language and period, or says that it
 * is wrong: then a person has to help, as for somebody who is not proven to be the holder: nobody's record is opened by a
 * page that anybody can print. Throws `register.gone` and tries again while nobody answers.
 */
export function lookUp(
  task: TaskContext,
  kind: ErrandPaper,
  document: PassportDocument,
  portrait: PortraitCapture,
): Step<PaperWish> {
  return async (io) => {
    if (!isProven(document, portrait, task.challenge)) return { is: 'not-here' }
    const show = (answer: LookedUp | null) =>
      io.show({ is: 'register', state: answer ? 'answer' : 'looking', kind, answer, problem: io.problem })
    show(null)
    const answer = await task.registers.lookUp(kind, subjectOf(document), io.signal)
    if (!answer) throw new Fault('register.gone')
    show(answer)
    const reply = await answerOf(io, 'paper', 'yes', 'no')
    const found = answer.is === 'residence' || answer.is === 'licence'
    if (reply.is === 'no' || !found) return { is: 'not-here' }
    if (reply.is === 'paper') return { is: 'paper', language: reply.language, period: reply.period }
    return { is: 'paper', language: task.language(), period: 'now' }
  }
}

/** On one's honour. No is no crime: then a caseworker finds out at the desk what is right. */
export const declare: Step<boolean> = async (io) => {
  io.show({ is: 'declaration' })
  return (await answerOf(io, 'yes', 'no')).is === 'yes'
}
