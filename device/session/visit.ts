import { randomUUID } from 'node:crypto'
import { Listeners } from '../../drivers/listeners.ts'
import type { DeskUp } from '../contract/desk.ts'
import type { Handoff, Target } from '../contract/link.ts'
import type { Errand, Outcome, StepName } from '../contract/nouns.ts'
import type { Answer, Ask, ScreenUp } from '../contract/screen.ts'
import { today } from '../identity/dates.ts'
import { refundFor } from '../rules/fees.ts'
import { catalogue, runErrand, stepsOf } from '../tasks/catalogue.ts'
import { Runner } from '../tasks/runner.ts'
import type { PaidState, TakenDecision, TaskContext } from '../tasks/task.ts'
import type { CaseSnapshot } from './decide.ts'
import { Decider } from './decider.ts'
import { DeskLine } from './desk-line.ts'
import { deskView } from './desk-view.ts'
import { errandOf } from './errand.ts'
import { papersOf, paymentsOf, registersOf } from './errand-ports.ts'
import { captured, evidenceHasher } from './evidence.ts'
import { VisitMemory } from './memory.ts'
import type { ReceiptContent, ReceiptFee, VisitPorts } from './ports.ts'

/** Why a visit ended before its task did. */
export class VisitEnd extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super(outcome)
    this.outcome = outcome
  }
}

/** One citizen's visit: its task, its line to the caseworker, its memory. */
export class Visit {
  readonly id = randomUUID()
  readonly case = randomUUID()
  readonly applicationId = randomUUID()
  readonly memory = new VisitMemory()
  readonly runner: Runner
  readonly line: DeskLine
  readonly #ports: VisitPorts
  readonly #changed = new Listeners<void>()
  readonly #hashes = evidenceHasher()
  readonly #decider: Decider
  readonly #offs: (() => void)[] = []
  #wish: Handoff | null = null
  #queue: Target['queue'] = null
  #mrz: string | null = null
  readonly #onGlass: TaskContext['onGlass'] = { image: null }

  constructor(ports: VisitPorts) {
    this.#ports = ports
    const { stage, log } = ports
    this.line = new DeskLine((request) => ports.link.request(request), log)
    this.runner = new Runner({
      step: (step) => this.#onStep(step),
      show: (askId, ask) => this.#show(askId, ask),
      done: (step, ms, tries) =>
        ports.event({
          is: 'step-done',
          visit: this.id,
          errand: this.errand ?? 'passport-renewal',
          step,
          ms: Math.round(ms),
          tries,
        }),
      fault: (step, fault) => log.warn({ step, fault: fault.code, detail: fault.detail }, 'step failed'),
    })
    this.#decider = new Decider({
      ports,
      runner: this.runner,
      visit: this.id,
      claim: () => this.line.claim,
      snapshot: () => this.#snapshot(),
      tell: (result) => this.line.tell({ is: 'decided', result }),
    })
    ports.cashier.begin(this.case)
    this.#offs.push(
      // A passport that was laid down before it was asked for need not be laid down again.
      ports.devices.mrz.on('read', (text) => {
        this.#mrz = text
      }),
      stage.onChange(() => this.#mirror()),
      ports.link.onState((state) => {
        this.#changed.tell()
        if (state.is === 'up') this.line.resend()
        else if (this.#supervised) this.runner.restart()
      }),
    )
  }

  get errand(): Errand | null {
    return errandOf(this.runner.journal)
  }

  get wish(): Handoff | null {
    return this.#wish
  }

  get taken(): TakenDecision | null {
    return this.#decider.taken
  }

  run(): Promise<Outcome> {
    return this.runner.run(() => runErrand(this.#task()))
  }

  /** Ends the visit before its task does; not while a decision is being taken over or carried out, but for `faulted`. */
  end(outcome: Outcome): void {
    if (this.runner.sealed && outcome !== 'faulted') return
    this.runner.end(new VisitEnd(outcome))
  }

  /** Overwrites and forgets everything. The visit cannot be used after it. */
  erase(): void {
    for (const off of this.#offs) off()
    this.line.end()
    this.#wish = null
    this.#mrz = null
    this.#onGlass.image = null
    this.#hashes.forget()
    this.runner.journal.clear()
    this.memory.erase()
  }

  take(message: ScreenUp): void {
    const { stage } = this.#ports
    switch (message.is) {
      case 'answer':
        this.#answer(message.askId, message.answer)
        break
      case 'back': {
        const step = this.runner.previous()
        if (step && stage.state.can.back) this.runner.redo(step)
        break
      }
      case 'cancel':
        if (stage.state.can.cancel) this.end('cancelled')
        break
      case 'call-person':
        this.want('help')
        break
      case 'signal':
        if (this.line.claim?.claim === message.claim) this.line.tell({ is: 'signal', signal: message.signal })
        break
      case 'text':
        this.line.tell({ is: 'text', text: message.text })
        break
      case 'language':
      case 'more-time':
      case 'touched':
        break
    }
  }

  want(why: Handoff['why']): void {
    if (this.#decider.taken || (this.#wish && this.#wish.why !== 'help')) return
    const { stage } = this.#ports
    this.#wish = {
      case: this.case,
      errand: this.errand ?? 'passport-renewal',
      language: stage.state.language,
      step: this.runner.step ?? 'errand',
      why,
      since: this.#wish?.since ?? new Date().toISOString(),
    }
    this.#ports.report()
    this.#showAround()
  }

  onTarget(target: Target): void {
    const { stage } = this.#ports
    this.#queue = target.queue?.case === this.case ? target.queue : null
    const claim = target.claim?.case === this.case ? target.claim : null
    const before = this.line.claim
    if (claim?.claim !== before?.claim) {
      this.line.setClaim(claim)
      stage.set({
        call: claim && {
          claim: claim.claim,
          caseworker: claim.caseworker,
          iceServers: claim.iceServers,
          iceTransportPolicy: claim.iceTransportPolicy,
        },
        text: null,
      })
      // A caseworker who only came to help and has left: the citizen goes on alone.
      if (before && !claim && !this.#queue && this.#wish && !this.#decider.taken) {
        // … or whoever ended the case without deciding it: the citizen still waits, as a new wish.
        const { why } = this.#wish
        this.#wish = why === 'help' ? null : { ...this.#wish, since: new Date().toISOString() }
        this.#ports.report()
      }
      if (before && !claim && this.#supervised) this.runner.restart()
    }
    this.#showAround()
    this.#changed.tell()
  }

  /** Whether captures must not go on unseen; not once it is decided, when there is nothing left to see. */
  get #supervised(): boolean {
    const { document } = captured(this.runner.journal)
    return !this.runner.sealed && (this.#ports.supervised || document?.plan.capture === 'supervised')
  }

  async onDesk(claim: string, sealed: string): Promise<boolean> {
    const message = await this.line.open(claim, sealed)
    if (!message) return false
    if (message !== 'again') await this.#desk(message)
    return true
  }

  async #desk(message: DeskUp): Promise<void> {
    const { stage } = this.#ports
    switch (message.is) {
      case 'signal':
        if (this.line.claim) stage.tell({ is: 'signal', claim: this.line.claim.claim, signal: message.signal })
        break
      case 'text':
        stage.set({ text: message.text })
        break
      case 'retake':
        this.runner.redo(message.step)
        break
      case 'citizen-left':
        this.end('timed-out')
        break
      case 'decide':
        await this.#decider.decide(message.jws)
        break
    }
  }

  #snapshot(): CaseSnapshot {
    const { journal } = this.runner
    const now = captured(journal)
    return {
      case: this.case,
      applicationId: this.applicationId,
      captured: now,
      hashes: this.#hashes.of(now),
      reviewed: journal.get('review') !== undefined,
      errand: this.errand ?? 'passport-renewal',
    }
  }

  #answer(askId: string, answer: Answer): void {
    this.runner.take(askId, answer)
  }

  #onStep(step: StepName): void {
    this.#ports.trace.write({ visit: this.id, step })
    if (this.#wish) this.#wish = { ...this.#wish, step }
    this.#ports.report()
  }

  #show(askId: string, ask: Ask): void {
    const { stage } = this.#ports
    // Where the step stands in the errand, so that a retaken one keeps its number.
    const steps = stepsOf(this.errand, this.#ports.cashier.fitted)
    const at = steps.indexOf(this.runner.step ?? 'errand')
    const open = !this.runner.sealed
    stage.set({
      visit: this.id,
      askId,
      ask,
      progress: { done: at < 0 ? steps.length : at, total: steps.length },
      can: { back: open && this.runner.previous() !== null, cancel: open, callPerson: open && this.#wish === null },
      help: this.#help(),
    })
  }

  #help(): 'none' | 'waiting' | 'here' {
    if (this.line.claim) return 'here'
    return this.#wish?.why === 'help' ? 'waiting' : 'none'
  }

  /** What stands around the question has changed, not the question. */
  #showAround(): void {
    const { stage } = this.#ports
    if (stage.state.visit !== this.id) return
    stage.set({
      help: this.#help(),
      can: { ...stage.state.can, callPerson: !this.runner.sealed && this.#wish === null },
    })
  }

  #mirror(): void {
    if (!this.line.claim) return
    this.line.show((boxKey) =>
      deskView({
        case: this.case,
        applicationId: this.applicationId,
        errand: this.errand ?? 'passport-renewal',
        pays: this.#ports.cashier.fitted,
        boxKey,
        screen: this.#ports.stage.state,
        runner: this.runner,
        hashes: this.#hashes.of,
      }),
    )
  }

  #receipt(): ReceiptContent {
    const { errand, captured: now } = this.#snapshot()
    return {
      case: this.case,
      applicationId: this.applicationId,
      errand,
      language: this.#ports.stage.state.language,
      fee: this.#fee(),
      contact: now.contact,
      taken: this.#decider.taken,
    }
  }

  /** What the errand costs, as it was paid; after a decision with what the refund rule gives back. */
  #fee(): ReceiptFee | null {
    const { journal } = this.runner
    const paid = (journal.get('pay')?.value as PaidState | undefined) ?? null
    const due = captured(journal).document?.plan.fee ?? null
    const amount = paid?.amount ?? (catalogue[this.errand ?? 'passport-renewal'].endsOnPaper ? null : due?.amount)
    if (!amount) return null
    const verdict = this.#decider.taken?.decision.verdict ?? 'approved'
    return { amount, paid, back: refundFor(amount, verdict, today(this.#ports.now)) }
  }

  #task(): TaskContext {
    const ports = this.#ports
    const visit = this
    return {
      ...ports,
      runner: this.runner,
      memory: this.memory,
      errand: () => this.errand ?? 'passport-renewal',
      language: () => ports.stage.state.language,
      payments: paymentsOf(ports, this.case),
      registers: registersOf(ports, this.case),
      papers: papersOf(ports, this.case),
      onGlass: this.#onGlass,
      earlyMrz: () => {
        const text = this.#mrz
        this.#mrz = null
        return text
      },
      caseworker: {
        want: (why) => this.want(why),
        get here() {
          return visit.line.claim !== null && ports.link.state.is === 'up'
        },
        get place() {
          const queue = visit.#queue
          return {
            ahead: queue?.ahead ?? null,
            waitSeconds: queue?.waitSeconds ?? null,
            again: queue?.again ?? false,
            hubGone: ports.link.state.is === 'down',
          }
        },
        onChange: (listener) => this.#changed.add(listener),
      },
      decided: () => this.#decider.taken,
      delivered: (signal) => ports.delivered(this.applicationId, signal),
      receipt: (signal) => ports.receipt(this.#receipt(), signal),
    }
  }
}
