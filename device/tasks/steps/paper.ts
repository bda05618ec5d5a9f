import type { ErrandPaper } from '../../contract/certificate.ts'
import { type FaultCode, isFault } from '../../contract/faults.ts'
import type { Step } from '../runner.ts'
import type { PaperState, PassportDocument, TaskContext } from '../task.ts'
import { type PaperWish, subjectOf } from './register.ts'

/**
 * The paper: stated by the hub, drawn here, printed once. What was paid for it is bound to it just before, and kept only
 * if it came out; if nobody can tell, a person finds out. Nothing of this can be taken back by the citizen.
 */
export function makePaper(
  task: TaskContext,
  kind: ErrandPaper,
  document: PassportDocument,
  wish: Extract<PaperWish, { is: 'paper' }>,
): Step<PaperState> {
  return async (io) => {
    task.runner.seal()
    const show = (state: 'issuing' | 'printing', problem: FaultCode | null) =>
      io.show({ is: 'paper', kind, state, problem })
    show('issuing', null)
    const request = { kind, language: wish.language, period: wish.period, subject: subjectOf(document) }
    const issued = await task.registers.issue(request, io.signal)
    if (!issued) return { is: 'failed', fault: 'register.gone' }
    show('printing', null)
    try {
      return await task.papers.paper(issued, io.signal, (problem) => show('printing', problem))
    } catch (error) {
      if (isFault(error)) return { is: 'failed', fault: error.code }
      throw error
    }
  }
}
