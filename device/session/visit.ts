import { randomUUID } from 'node:crypto'
import { Listeners } from '../../drivers/listeners.ts'
import type { DeskUp } from '../contract/desk.ts'
import type { Handoff, Target } from '../contract/link.ts'
import type { Errand, Outcome, StepName } from '../contract/nouns.ts'
import type { Answer, Ask, ScreenUp } from '../contract/screen.ts'
import { sealApplication } from '../link/seal.ts'
import { passport, passportSteps } from '../tasks/passport.ts'
import { Runner } from '../tasks/runner.ts'
import type { Contact, TakenDecision, TaskContext } from '../tasks/task.ts'
import { checkDecision, makeApplication } from './decide.ts'
import { DeskLine } from './desk-line.ts'
import { deskView } from './desk-view.ts'
import { captured, evidenceHasher } from './evidence.ts'
import { VisitMemory } from './memory.ts'
import type { ReceiptContent, VisitPorts } from './ports.ts'

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
  readonly #offs: (() => void)[] = []
  #wish: Handoff | null = null
  #queue: Target['queue'] = null
  #taken: TakenDecision | null = null
  #deciding = false
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
    this.#offs.push(
      // A passport that was laid down before it was asked for need not be laid down again.
      ports.devices.mrz.on('read', (text) => {
        this.#mrz = text
      }),
      stage.onChange(() => this.#mirror()),
      ports.link.onState((state) => {
        this.#changed.tell()
        if (state.is === 'up') this.line.resend()
      }),
    )
  }

  get errand(): Errand | null {
    return (this.runner.journal.get('errand')?.value as Errand | undefined) ?? null
  }

  get wish(): Handoff | null {
    return this.#wish
  }

  get taken(): TakenDecision | null {
    return this.#taken
  }

  run(): Promise<Outcome> {
    return this.runner.run(() => passport(this.#task()))
  }

  end(outcome: Outcome): void {
    this.runner.end(new VisitEnd(outcome))
  }

  /** Overwrites and forgets everything. The visit cannot be used after it. */
  erase(): void {
    for (const off of this.#offs) off()
    this.line.end()
    this.#wish = null
    this.#mrz = null
    this.#onGlass.image = null
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
    if (this.#taken || (this.#wish && this.#wish.why !== 'help')) return
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
      if (before && !claim && !this.#queue && this.#wish && !this.#taken) {
        // … or whoever ended the case without deciding it: the citizen still waits, as a new wish.
        const { why } = this.#wish
        this.#wish = why === 'help' ? null : { ...this.#wish, since: new Date().toISOString() }
        this.#ports.report()
      }
      // Supervised captures do not go on unseen.
      const { document } = captured(this.runner.journal)
      const supervised = this.#ports.supervised || document?.plan.capture === 'supervised'
      if (before && !claim && supervised) this.runner.restart()
    }
    this.#showAround()
    this.#changed.tell()
  }

  async onDesk(claim: string, sealed: string): Promise<boolean> {
    const message = await this.line.open(claim, sealed)
    if (!message) return false
    await this.#desk(message)
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
      case 'decide':
        await this.#decide(message.jws)
        break
    }
  }

  async #decide(jws: string): Promise<void> {
    const { claim } = this.line
    if (!claim) return
    // Said twice because the first answer was lost: it is the same answer.
    if (this.#taken) return this.line.tell({ is: 'decided', result: 'taken' })
    if (this.#deciding) return
    this.#deciding = true
    try {
      const { journal } = this.runner
      const now = captured(journal)
      const input = {
        jws,
        claim,
        case: this.case,
        applicationId: this.applicationId,
        captured: now,
        hashes: this.#hashes(now),
        reviewed: journal.get('review') !== undefined,
      }
      const check = await checkDecision(input)
      if (check.is !== 'good') {
        this.line.tell({ is: 'decided', result: check.is === 'malformed' ? 'not-ready' : check.is })
        return
      }
      const { identity, place, outbox } = this.#ports
      const application = makeApplication({
        ...input,
        decision: check.decision,
        box: identity.box,
        errand: now.document?.plan.errand ?? this.errand ?? 'passport-renewal',
        contact: (journal.get('contact')?.value as Contact | undefined) ?? null,
        place,
        at: new Date().toISOString(),
      })
      const sealed = await sealApplication(application, identity.key, identity.authority)
      await outbox.add(this.applicationId, sealed)
      // From here on it is on disk: the desk may be told, and nothing is taken back.
      this.#taken = { decision: check.decision, applicationId: this.applicationId }
      this.runner.seal()
      this.line.tell({ is: 'decided', result: 'taken' })
      this.runner.restart()
    } finally {
      this.#deciding = false
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
    const at = passportSteps.indexOf(this.runner.step ?? 'errand')
    const open = !this.runner.sealed
    stage.set({
      visit: this.id,
      askId,
      ask,
      progress: { done: at < 0 ? passportSteps.length : at, total: passportSteps.length },
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
        boxKey,
        screen: this.#ports.stage.state,
        runner: this.runner,
        hashes: this.#hashes,
      }),
    )
  }

  #receipt(): ReceiptContent {
    const { journal } = this.runner
    const { document } = captured(journal)
    if (!this.#taken) throw new Error('a receipt follows a decision')
    return {
      case: this.case,
      applicationId: this.applicationId,
      errand: document?.plan.errand ?? this.errand ?? 'passport-renewal',
      language: this.#ports.stage.state.language,
      fee: document?.plan.fee ?? null,
      contact: (journal.get('contact')?.value as Contact | undefined) ?? null,
      taken: this.#taken,
    }
  }

  #task(): TaskContext {
    const ports = this.#ports
    const visit = this
    return {
      ...ports,
      runner: this.runner,
      memory: this.memory,
      onGlass: this.#onGlass,
      earlyMrz: () => {
        const text = this.#mrz
        this.#mrz = null
        return text
      },
      caseworker: {
        want: (why) => this.want(why),
        get here() {
          return visit.line.claim !== null
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
      decided: () => this.#taken,
      delivered: (signal) => ports.delivered(this.applicationId, signal),
      receipt: (signal) => ports.receipt(this.#receipt(), signal),
    }
  }
}
