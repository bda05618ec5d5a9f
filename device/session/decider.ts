import { createHash } from 'node:crypto'
import type { Decision } from '../contract/application.ts'
import { canonical } from '../contract/canonical.ts'
import type { Block, DeskDown, DeskView } from '../contract/desk.ts'
import type { Claim } from '../contract/link.ts'
import { today } from '../identity/dates.ts'
import { sealApplication } from '../link/seal.ts'
import { applicationThing } from '../money/things.ts'
import { fourEyesOn, needsSecond } from '../rules/four-eyes.ts'
import type { Runner } from '../tasks/runner.ts'
import type { TakenDecision } from '../tasks/task.ts'
import { type CaseSnapshot, checkDecision, makeApplication, type Signed, signedDecision } from './decide.ts'
import { keptOf } from './fee.ts'
import type { ReceiptFee, VisitPorts } from './ports.ts'

type Result = Extract<DeskDown, { is: 'decided' }>['result']

export type DeciderParts = {
  ports: Pick<VisitPorts, 'identity' | 'place' | 'outbox' | 'log' | 'event' | 'cashier' | 'now' | 'fourEyes'>
  runner: Runner
  visit: string
  claim(): Claim | null
  snapshot(): CaseSnapshot
  /** What it costs, before a verdict. */
  fee(): ReceiptFee | null
  /** What else stands in the way of an approval now: what was not watched, who has not agreed. */
  standing(): Block[]
  tell(result: Result): void
  /** Another caseworker must approve too; `claim` is the first one's. */
  second(claim: string): void
}

const hashOf = (jws: string) => createHash('sha256').update(jws).digest('hex')

/**
 * Takes over one decision, once. Between the snapshot that is checked and the sealed application on disk nothing of the
 * visit can change: the runner is sealed, so that no retake, cancel or time-out comes in between.
 */
export class Decider {
  readonly #parts: DeciderParts
  #taken: TakenDecision | null = null
  #first: Signed | null = null
  #busy = false

  constructor(parts: DeciderParts) {
    this.#parts = parts
  }

  get taken(): TakenDecision | null {
    return this.#taken
  }

  /** When two must approve, and the approval that stands over what is held now. */
  get fourEyes(): NonNullable<DeskView['fourEyes']> {
    const { ports, snapshot } = this.#parts
    const { errand } = snapshot()
    const first = this.#standingFirst()
    const { always, recorded } = fourEyesOn(today(ports.now), errand, ports.fourEyes)
    return {
      always,
      recorded: [...recorded],
      first: first && {
        ...{ caseworker: first.decision.caseworker, at: first.decision.at, recorded: first.decision.recorded },
        witness: first.decision.witness ?? null,
        sha256: hashOf(first.jws),
      },
    }
  }

  forget(): void {
    this.#first = null
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
    if (claim.helpOnly) return 'blocked'
    const now = this.#parts.snapshot()
    const check = checkDecision(decision, claim, now, this.#parts.standing())
    if (check !== 'good') return check
    if (decision.verdict === 'postponed') {
      runner.seal()
      // Nothing is sent: what was paid goes back at the visit's end, but for what a rule keeps.
      await this.#bindFee(now, keptOf(this.#parts.fee(), 'postponed', ports.now), true)
      return this.#done(decision, now, claim.claim)
    }
    let first: Signed | null = null
    if (decision.verdict === 'approved') {
      const signed = { jws, decision, claim }
      const order = this.#order(signed)
      if (order.is !== 'whole') return order.is
      first = order.first
    }
    const made = { box: ports.identity.box, place: ports.place, at: new Date().toISOString() }
    const kept = keptOf(this.#parts.fee(), decision.verdict, ports.now)
    const application = makeApplication({ jws, decision, claim }, first, now, made, kept)
    runner.seal()
    try {
      const sealed = await sealApplication(application, ports.identity.key, ports.identity.authority)
      await this.#bindFee(now, kept)
      await ports.outbox.add(now.applicationId, sealed)
    } catch (error) {
      // A full disk or outbox: nothing was promised, the visit goes on and the desk may try again.
      ports.log.error({ error: String(error) }, 'the decided application could not be kept')
      await ports.cashier.noBill(now.case).catch(() => {})
      runner.unseal()
      return 'not-ready'
    }
    // From here on it is on disk: the desk may be told, and nothing is taken back.
    return this.#done(decision, now, claim.claim)
  }

  /** From here on the fee is for that application: paid by card, or on the list of bills. */
  async #bindFee(now: CaseSnapshot, kept: ReturnType<typeof keptOf>, onlyKept = false): Promise<void> {
    if (!kept || (onlyKept && kept.amount === 0)) return
    const { cashier } = this.#parts.ports
    const thing = applicationThing(now.applicationId)
    const { way, amount } = kept
    if (way === 'card') await cashier.bind(now.case, thing, amount)
    else await cashier.bill(now.case, thing, { amount, way, errand: now.errand })
  }

  /** The first approval, as long as nothing of the evidence has changed since. */
  #standingFirst(): Signed | null {
    const { hashes } = this.#parts.snapshot()
    return this.#first && canonical(this.#first.decision.evidence) === canonical(hashes) ? this.#first : null
  }

  /** One of two, or whole. The hub sends nobody twice (queue/claims.ts); a hub that did would be refused here. */
  #order(signed: Signed): { is: 'whole'; first: Signed | null } | { is: 'second' | 'blocked' } {
    const { claim, decision, jws } = signed
    const first = this.#standingFirst()
    // Two were asked for, whatever the second one rests on.
    if (!first && !needsSecond(this.fourEyes, decision)) return { is: 'whole', first: null }
    if (!claim.person) return { is: 'blocked' }
    if (!first) {
      this.#first = signed
      this.#parts.second(claim.claim)
      return { is: 'second' }
    }
    if (first.jws === jws) return { is: 'second' }
    const another = first.claim.person !== claim.person && first.claim.claim !== claim.claim
    return another && decision.first === hashOf(first.jws) ? { is: 'whole', first } : { is: 'blocked' }
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
