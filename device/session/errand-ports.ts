import type { Issued } from '../contract/certificate.ts'
import type { FaultCode } from '../contract/faults.ts'
import { paperThing } from '../money/things.ts'
import type { PaperState, TaskContext } from '../tasks/task.ts'
import type { VisitPorts } from './ports.ts'

/** What one visit's errand may do with money: everything under its own case. */
export function paymentsOf({ cashier, payOtherwise }: VisitPorts, id: string): TaskContext['payments'] {
  return {
    get here() {
      return cashier.fitted
    },
    get card() {
      return cashier.ready
    },
    otherwise: payOtherwise,
    onReady: (listener) => cashier.onReady(listener),
    paid: () => cashier.paid(id),
    async giveBack() {
      const is = await cashier.notDone(id, 'another way to pay was chosen')
      return is === 'ended' || is === 'nothing'
    },
    charge: (amount, signal, onProgress) => cashier.charge(id, amount, signal, onProgress),
  }
}

/** The registers, through the hub. */
export function registersOf({ link }: VisitPorts, id: string): TaskContext['registers'] {
  return {
    async lookUp(purpose, subject) {
      const reply = await link.request({ is: 'look-up', case: id, purpose, subject })
      return reply.is === 'looked-up' ? reply.answer : null
    },
    async issue(request) {
      const reply = await link.request({ is: 'issue', issue: { ...request, case: id } })
      return reply.is === 'issued' ? reply.issued : null
    },
  }
}

/** The errand's paper, and what was paid for it. */
export function papersOf(ports: VisitPorts, id: string): TaskContext['papers'] {
  const { cashier, papers, link, log } = ports
  return {
    closed: papers.closed,
    onChange: papers.onChange,
    async paper(
      issued: Issued,
      signal: AbortSignal,
      onProblem: (problem: FaultCode | null) => void,
    ): Promise<PaperState> {
      await cashier.bind(id, paperThing(id))
      const outcome = await papers.print(issued, id, signal, onProblem)
      switch (outcome.is) {
        case 'printed':
          await cashier.done(id)
          return { is: 'printed' }
        case 'uncertain':
          await cashier.unclear(id, 'its paper may or may not have come out')
          return { is: 'uncertain' }
        case 'failed':
          void link.request({ is: 'withdraw', case: id, kind: issued.statement.about.is })
          // The bank takes its time: the citizen is told at once that the money goes back.
          void cashier
            .notDone(id, 'its paper did not come out')
            .catch((error) => log.error({ error: String(error) }, 'cashier'))
          return outcome
      }
    },
  }
}
