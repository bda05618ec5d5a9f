import type { Decision } from '../contract/application.ts'
import type { Block, DeskDown } from '../contract/desk.ts'
import type { Claim } from '../contract/link.ts'
import { today } from '../identity/dates.ts'
import { sealApplication } from '../link/seal.ts'
import { applicationThing } from '../money/things.ts'
import { refundFor } from '../rules/fees.ts'
import type { Runner } from '../tasks/runner.ts'
import type { TakenDecision } from '../tasks/task.ts'
import { type CaseSnapshot, checkDecision, makeApplication, signedDecision } from './decide.ts'
import type { VisitPorts } from './ports.ts'

type Result = Extract<DeskDown, { is: 'decided' }>['result']

export type DeciderParts = {
  ports: Pick<VisitPorts, 'identity' | 'place' | 'outbox' | 'log' | 'event' | 'cashier' | 'now'>
  runner: Runner
  visit: string
  claim(): Claim | null
  snapshot(): CaseSnapshot
  /** What else stands in the way of an approval now: what was not watched, who has not agreed. */
  standing(): Block[]
  tell(result: Result): void
}

/**
 * Takes over one decision, once. Between the snapshot that is checked and the sealed application on disk nothing of the
 * visit can change: the runner is sealed, so that no retake, cancel or time-out comes in between.
 */
export class Decider {
  readonly #parts: DeciderParts
  #taken: TakenDecision | null = null
  #busy = false

  constructor(parts: DeciderParts) {
    this.#parts = parts
  }

  get taken(): TakenDecision | null {
    return this.#taken
  }

  async decide(jws: string): Promise<void> {
    const { tell } = this.#parts
    // Said twice because the first answer was lost: it is the same answer.
    if (this.#taken) return tell('taken')
    if (this.#busy) return
    this.#busy = true
    try {
      const result = await this.#take(jws)
      if (result) tell(result)
    } finally {
      this.#busy = false
    }
  }

  async #take(jws: string): Promise<Result | null> {
    const { ports, runner } = this.#parts
    const claim = this.#parts.claim()
    if (!claim) return null
    const decision = await signedDecision(jws, claim)
    // The claim may have ended, and the visit with it, while the signature was verified.
    if (this.#parts.claim()?.claim !== claim.claim || runner.ended) return null
    if (!decision) return 'not-ready'
    const now = this.#parts.snapshot()
    const check = checkDecision(decision, claim, now, this.#parts.standing())
    if (check !== 'good') return check
    if (decision.verdict === 'postponed') {
      runner.seal()
      return this.#done(decision, now, claim.claim)
    }
    const made = { box: ports.identity.box, place: ports.place, at: new Date().toISOString() }
    const application = makeApplication({ jws, decision, claim }, now, made)
    runner.seal()
    try {
      const sealed = await sealApplication(application, ports.identity.key, ports.identity.authority)
      const { verdict } = decision
      await ports.cashier.bind(
        now.case,
        applicationThing(now.applicationId),
        (paid) => paid - refundFor(paid, verdict, today(ports.now)),
      )
      await ports.outbox.add(now.applicationId, sealed)
    } catch (error) {
      // A full disk or outbox: nothing was promised, the visit goes on and the desk may try again.
      ports.log.error({ error: String(error) }, 'the decided application could not be kept')
      runner.unseal()
      return 'not-ready'
    }
    // From here on it is on disk: the desk may be told, and nothing is taken back.
    return this.#done(decision, now, claim.claim)
  }

  #done(decision: Decision, now: CaseSnapshot, claim: string): Result {
    const { ports, runner, visit } = this.#parts
    this.#taken = { decision, applicationId: now.applicationId }
    ports.event({ is: 'case-decided', visit, case: now.case, claim, verdict: decision.verdict })
    // The fee is kept, or goes back by the rule; the bank may take its time.
    void ports.cashier.done(now.case).catch((error) => ports.log.error({ error: String(error) }, 'cashier'))
    runner.restart()
    return 'taken'
  }
}
