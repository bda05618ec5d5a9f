import { randomUUID } from 'node:crypto'
import { Listeners } from '../../drivers/listeners.ts'
import type { Block, DeskUp } from '../contract/desk.ts'
import type { Handoff, Target } from '../contract/link.ts'
import type { Errand, Outcome, StepName } from '../contract/nouns.ts'
import type { Ask, ScreenUp } from '../contract/screen.ts'
import { runErrand, stepsOf } from '../tasks/catalogue.ts'
import { FingerLog } from '../tasks/finger-log.ts'
import { Runner } from '../tasks/runner.ts'
import type { TakenDecision, TaskContext } from '../tasks/task.ts'
import type { CaseSnapshot } from './decide.ts'
import { Decider } from './decider.ts'
import { takeFingerWord } from './desk-fingers.ts'
import { DeskLine } from './desk-line.ts'
import { deskPaper } from './desk-paper.ts'
import { deskView } from './desk-view.ts'
import { errandOf } from './errand.ts'
import { papersOf, paymentsOf, registersOf } from './errand-ports.ts'
import { applicantOf, type Captured, captured, evidenceHasher } from './evidence.ts'
import { feeOf } from './fee.ts'
import { Hands } from './hands.ts'
import { VisitMemory } from './memory.ts'
import { Patience } from './patience.ts'
import type { ReceiptContent, VisitPorts } from './ports.ts'
import { lookUp } from './register.ts'
import { VisitEnd } from './visit-end.ts'
import { Watch } from './watch.ts'

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
  readonly #hands: Hands
  readonly #watch = new Watch()
  readonly #patience: Patience
  readonly #offs: (() => void)[] = []
  #wish: Handoff | null = null
  #queue: Target['queue'] = null
  #mrz: string | null = null
  readonly #onGlass: TaskContext['onGlass'] = { image: null }
  readonly #fingers = new FingerLog()

  constructor(ports: VisitPorts) {
    this.#ports = ports
    const { stage, log } = ports
    this.line = new DeskLine((request) => ports.link.request(request), log)
    this.#patience = new Patience(
      (request) => ports.link.request(request),
      () => this.#changed.tell(),
    )
    this.runner = new Runner({
      step: (step) => this.#onStep(step),
      show: (askId, ask) => this.#show(askId, ask),
      done: (step, ms, tries, reasons) =>
        ports.event({
          is: 'step-done',
          visit: this.id,
          errand: this.errand ?? 'passport-renewal',
          step,
          ms: Math.round(ms),
          tries,
          ...(Object.keys(reasons).length > 0 ? { reasons } : {}),
        }),
      fault: (step, fault) => log.warn({ step, fault: fault.code, detail: fault.detail }, 'step failed'),
    })
    this.#decider = new Decider({
      ports,
      runner: this.runner,
      visit: this.id,
      claim: () => this.line.claim,
      snapshot: () => this.#snapshot(),
      standing: () => this.#standing(),
      tell: (result) => this.line.tell({ is: 'decided', result }),
    })
    this.#hands = new Hands({
      stage,
      runner: this.runner,
      by: () => this.line.claim?.caseworker.name ?? null,
      now: ports.now,
      noted: (act, step, detail) => {
        const claim = this.line.claim?.claim
        if (claim) ports.event({ is: 'caseworker-act', visit: this.id, case: this.case, claim, act, step, detail })
      },
      lookUp: async () => {
        const { document } = this.#captured()
        return (
          document &&
          lookUp((one) => ports.link.request(one), ports.identity.authority, applicantOf(document.inspection))
        )
      },
      print: (paper) => deskPaper(ports, paper, { ...this.#spoken, document: this.#captured().document }),
      changed: () => this.#mirror(),
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
        if (state.is === 'down') this.#watch.seen(false, performance.now())
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
    this.#patience.forget()
    this.#hands.forget()
    this.line.end()
    this.#wish = null
    this.#mrz = null
    this.#onGlass.image = null
    this.#fingers.clear()
    this.#hashes.forget()
    this.runner.journal.clear()
    this.memory.erase()
  }

  take(message: Exclude<ScreenUp, { is: 'access' | 'survey' }>): void {
    const { stage } = this.#ports
    switch (message.is) {
      case 'answer':
        this.runner.take(message.askId, message.answer)
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
      case 'reply':
        this.#hands.reply(message.id, message.text)
        break
      case 'call-back':
        void this.#patience.callBack(this.case, message.phone)
        break
      case 'appointment-slip':
        void this.#ports.slips.print({ ...this.#spoken, note: { is: 'book' } })
        break
      case 'threatened':
        this.want('help', 2)
        break
      case 'language':
      case 'more-time':
      case 'touched':
        break
    }
  }

  /** A standing wish for a caseworker. `urgency` 2: somebody feels threatened. */
  want(why: Handoff['why'], urgency = this.#wish?.urgency ?? 0): void {
    if (this.#wish && urgency > (this.#wish.urgency ?? 0)) {
      this.#wish = { ...this.#wish, urgency }
      return this.#ports.report()
    }
    if (this.#decider.taken || (this.#wish && this.#wish.why !== 'help')) return
    this.#patience.begin()
    const { stage } = this.#ports
    this.#wish = {
      case: this.case,
      errand: this.errand ?? 'passport-renewal',
      language: stage.state.language,
      step: this.runner.step ?? 'errand',
      why,
      since: this.#wish?.since ?? new Date().toISOString(),
      urgency,
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
      this.#watch.seen(false, performance.now())
      if (!claim) {
        this.#hands.clear()
        if (this.#wish) this.#patience.begin()
      }
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
    return !this.runner.sealed && this.#mustBeWatched
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
        if (this.runner.redo(message.step)) this.#hands.show('retake', message.step)
        break
      case 'hand':
        await this.#hands.take(message.id, message.hand)
        break
      case 'watching':
        this.#watch.seen(message.on, performance.now())
        this.#changed.tell()
        this.#mirror()
        break
      case 'citizen-left':
        this.end('timed-out')
        break
      case 'finger-impossible':
      case 'finger-possible':
      case 'finger-enough': {
        const caseworker = this.line.claim?.caseworker.name
        if (caseworker === undefined) break
        const { now } = this.#ports
        takeFingerWord(message, { fingers: this.#fingers, runner: this.runner, now, caseworker })
        this.#mirror()
        break
      }
      case 'decide':
        await this.#decider.decide(message.jws)
        break
    }
  }

  #captured(): Captured {
    return captured(this.runner.journal, this.#fingers, this.#ports.now)
  }

  /** What stands in the way of an approval beside what was captured. */
  #standing(): Block[] {
    const blocks: Block[] = []
    if (this.#mustBeWatched && this.#watch.gaps(performance.now()).length > 0) blocks.push('unwatched')
    if (this.#ports.tamper() === 'opened') blocks.push('tampered')
    return blocks
  }

  get #spoken() {
    return { case: this.case, language: this.#ports.stage.state.language }
  }

  get #mustBeWatched(): boolean {
    return this.#ports.supervised || this.#captured().document?.plan.capture === 'supervised'
  }

  #snapshot(): CaseSnapshot {
    const { journal } = this.runner
    const now = this.#captured()
    return {
      case: this.case,
      applicationId: this.applicationId,
      captured: now,
      hashes: this.#hashes.of(now),
      reviewed: journal.get('review') !== undefined,
      errand: this.errand ?? 'passport-renewal',
    }
  }

  #onStep(step: StepName): void {
    this.#ports.trace.write({ visit: this.id, step })
    this.#watch.begin(step, performance.now())
    if (this.#wish) this.#wish = { ...this.#wish, step }
    this.#ports.report()
  }

  #show(askId: string, ask: Ask): void {
    const { stage } = this.#ports
    // Where the step stands in the errand, so that a retaken one keeps its number.
    const steps = stepsOf(this.errand, this.#ports.cashier.fitted)
    const at = steps.indexOf(this.runner.step ?? 'errand')
    const open = !this.runner.sealed
    this.#watch.ask(ask.is, performance.now())
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
        captured: this.#captured(),
        hashes: this.#hashes.of,
        standing: this.#standing(),
        beside: {
          ...this.#hands.view,
          gaps: this.#mustBeWatched ? this.#watch.gaps(performance.now()) : [],
          tamper: this.#ports.tamper(),
          ...this.#ports.paperView(),
        },
      }),
    )
  }

  #receipt(): ReceiptContent {
    const { errand, captured: now } = this.#snapshot()
    return {
      ...this.#spoken,
      applicationId: this.applicationId,
      errand,
      fee: feeOf(this.runner.journal, this.errand, this.#decider.taken, this.#ports.now),
      contact: now.contact,
      taken: this.#decider.taken,
    }
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
      fingers: this.#fingers,
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
        get watching() {
          return visit.#watch.seeing
        },
        get place() {
          return visit.#patience.place(visit.#queue, ports.link.state.is === 'down')
        },
        onChange: (listener) => this.#changed.add(listener),
      },
      decided: () => this.#decider.taken,
      delivered: (signal) => ports.delivered(this.applicationId, signal),
      receipt: (signal) => ports.receipt(this.#receipt(), signal),
    }
  }
}
