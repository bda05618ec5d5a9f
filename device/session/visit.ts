import { randomUUID } from 'node:crypto'
import { Listeners } from '../../drivers/listeners.ts'
import type { Ask } from '../contract/asks.ts'
import type { Handoff, Target } from '../contract/link.ts'
import type { Errand, Outcome, StepName } from '../contract/nouns.ts'
import type { ScreenState, ScreenUp } from '../contract/screen.ts'
import { runErrand, stepsOf } from '../tasks/catalogue.ts'
import { FingerLog } from '../tasks/finger-log.ts'
import { Runner } from '../tasks/runner.ts'
import type { TakenDecision, TaskContext } from '../tasks/task.ts'
import { CaseworkerSide } from './caseworker-side.ts'
import { errandOf } from './errand.ts'
import { papersOf, paymentsOf, registersOf } from './errand-ports.ts'
import { feeOf } from './fee.ts'
import { VisitMemory } from './memory.ts'
import { Patience } from './patience.ts'
import type { ReceiptContent, VisitPorts } from './ports.ts'
import { VisitEnd } from './visit-end.ts'

/** One citizen's visit: its task, its line to the caseworker, its memory. */
export class Visit {
  readonly id = randomUUID()
  readonly case = randomUUID()
  readonly applicationId = randomUUID()
  readonly memory = new VisitMemory()
  readonly runner: Runner
  readonly #side: CaseworkerSide
  readonly #ports: VisitPorts
  readonly #changed = new Listeners<void>()
  readonly #patience: Patience
  readonly #offs: (() => void)[] = []
  #wish: Handoff | null = null
  #queue: Target['queue'] = null
  #mrz: string | null = null
  readonly #onGlass: TaskContext['onGlass'] = { image: null }
  readonly #fingers = new FingerLog()
  #holder: string | null = null

  constructor(ports: VisitPorts) {
    this.#ports = ports
    const { stage, log } = ports
    this.#patience = new Patience(
      (request) => ports.link.request(request),
      () => {
        this.#showAround()
        this.#changed.tell()
      },
    )
    this.runner = new Runner({
      step: (step) => this.#onStep(step),
      show: (askId, ask) => this.#show(askId, ask),
      done: (step, ms, tries, reasons) => {
        this.#side.finished(step, tries, reasons)
        if (step === 'document') this.#readDocument()
        ports.event({
          is: 'step-done',
          visit: this.id,
          errand: this.errand ?? 'passport-renewal',
          step,
          ms: Math.round(ms),
          tries,
          ...(Object.keys(reasons).length > 0 ? { reasons } : {}),
        })
      },
      fault: (step, fault) => log.warn({ step, fault: fault.code, detail: fault.detail }, 'step failed'),
    })
    this.#side = new CaseworkerSide({
      ports,
      runner: this.runner,
      ...{ visit: this.id, case: this.case, applicationId: this.applicationId, fingers: this.#fingers },
      errand: () => this.errand ?? 'passport-renewal',
      end: (outcome) => this.end(outcome),
      second: (claim) => this.#wantSecond(claim),
      changed: () => this.#changed.tell(),
    })
    ports.cashier.begin(this.case)
    this.#offs.push(
      // A passport that was laid down before it was asked for need not be laid down again.
      ports.devices.mrz.on('read', (text) => {
        this.#mrz = text
      }),
      stage.onChange(() => this.#side.mirror()),
      ports.link.onState((state) => {
        this.#changed.tell()
        if (state.is === 'down') this.#side.watch.seen(false, performance.now())
        if (state.is === 'up') this.#side.line.resend()
        else if (this.#side.supervised) this.runner.restart()
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
    return this.#side.decider.taken
  }

  /** What it costs, and what goes back after the decision. */
  get fee() {
    return feeOf(this.runner.journal, this.errand, this.taken, this.#ports.now)
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
    this.#side.forget()
    this.#wish = null
    this.#mrz = null
    this.#holder = null
    this.#onGlass.image = null
    this.#fingers.clear()
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
        this.#side.signal(message.claim, message.signal)
        break
      case 'text':
        this.#side.line.tell({ is: 'text', text: message.text })
        break
      case 'reply':
        this.#side.hands.reply(message.id, message.text, message.yes)
        break
      case 'guest-out':
        this.#side.guestOut(message.guest)
        break
      case 'call-back':
        void this.#patience.callBack(this.case, message.phone)
        break
      case 'voice-help':
        this.#byVoice()
        break
      case 'appointment-slip':
        void this.#ports.slips.print({ ...this.#spoken, note: { is: message.about ?? 'book' } })
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
    // A wish is only ever raised: help, a decision, a decision by whoever supervised.
    const raises = !this.#wish || this.#wish.why === 'help' || (this.#wish.why === 'decision' && why === 'supervised')
    if (this.#side.decider.taken || !raises) return
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

  /** Nobody has time: to talk with whoever is free first will do for now. Ends with that call. */
  #byVoice(): void {
    if (!this.#wish || this.#wish.voice || this.#side.line.claim) return
    this.#wish = { ...this.#wish, voice: true }
    this.#ports.report()
    this.#showAround()
    this.#changed.tell()
  }

  /** Whoever came has gone. What they could do by voice they have done: from here on it goes to whoever can do it all. */
  #waitAgain({ voice, ...wish }: Handoff): void {
    this.#patience.begin()
    if (!voice) return
    this.#wish = wish
    this.#ports.report()
  }

  /** The first caseworker has approved: the case stands in the queue for another. */
  #wantSecond(first: string): void {
    if (!this.#wish) return
    this.#patience.begin()
    this.#wish = { ...this.#wish, why: 'second', first, since: new Date().toISOString() }
    this.#ports.report()
    this.#changed.tell()
  }

  onTarget(target: Target): void {
    const { stage } = this.#ports
    this.#queue = target.queue?.case === this.case ? target.queue : null
    const claim = target.claim?.case === this.case ? target.claim : null
    const before = this.#side.line.claim
    // The same caseworker, of whom it has become known that they lack a skill.
    if (claim && claim.claim === before?.claim && claim.helpOnly !== before.helpOnly) {
      this.#side.line.setClaim(claim)
      if (claim.helpOnly) this.#side.watch.seen(false, performance.now())
    }
    if (claim?.claim !== before?.claim) {
      this.#side.line.setClaim(claim)
      this.#side.watch.seen(false, performance.now())
      if (!claim) {
        this.#side.hands.clear()
        if (this.#wish) this.#waitAgain(this.#wish)
      }
      stage.set({
        call: claim && {
          claim: claim.claim,
          caseworker: claim.caseworker,
          iceServers: claim.iceServers,
          iceTransportPolicy: claim.iceTransportPolicy,
          ...(this.#wish?.voice ? { voice: true } : {}),
        },
        text: null,
      })
      // A caseworker who only came to help and has left: the citizen goes on alone.
      if (before && !claim && !this.#queue && this.#wish && !this.#side.decider.taken) {
        // … or whoever ended the case without deciding it: the citizen still waits, as a new wish.
        const { why } = this.#wish
        this.#wish = why === 'help' ? null : { ...this.#wish, since: new Date().toISOString() }
        this.#ports.report()
      }
      if (before && !claim && this.#side.supervised) this.runner.restart()
    }
    this.#showAround()
    this.#changed.tell()
  }

  onDesk(claim: string, sealed: string): Promise<boolean> {
    return this.#side.onDesk(claim, sealed)
  }

  get #spoken() {
    return { case: this.case, language: this.#ports.stage.state.language }
  }

  /** Another's fingers are another's: what was said and seen of the first holder's says nothing of these. */
  #readDocument(): void {
    const { holder } = this.#side
    if (this.#holder !== null && this.#holder !== holder) this.#fingers.clear()
    this.#holder = holder
  }

  #onStep(step: StepName): void {
    this.#ports.trace.write({ visit: this.id, step })
    this.#side.watch.begin(step, performance.now())
    // What the citizen wants may have become known since they called: it decides who may serve them.
    if (this.#wish) this.#wish = { ...this.#wish, step, errand: this.errand ?? this.#wish.errand }
    this.#ports.report()
  }

  #show(askId: string, ask: Ask): void {
    const { stage } = this.#ports
    // Where the step stands in the errand, so that a retaken one keeps its number.
    const steps = stepsOf(this.errand, this.#ports.cashier.fitted)
    const at = steps.indexOf(this.runner.step ?? 'errand')
    const open = !this.runner.sealed
    this.#side.watch.ask(ask.is, performance.now())
    stage.set({
      visit: this.id,
      askId,
      ask,
      progress: { done: at < 0 ? steps.length : at, total: steps.length },
      can: { back: open && this.runner.previous() !== null, cancel: open, callPerson: open && this.#wish === null },
      ...this.#help(),
    })
  }

  /** Somebody who was called during another step: here, or how that stands. */
  #help(): Pick<ScreenState, 'help' | 'helpWait' | 'ways'> {
    if (this.#side.line.claim) return { help: 'here', helpWait: null, ways: null }
    const ways = this.#queue?.ways ?? null
    if (this.#wish?.why !== 'help') return { help: 'none', helpWait: null, ways }
    const { ahead, waitSeconds, late = false, callBack = 'none' } = this.#place
    return { help: 'waiting', helpWait: { ahead, waitSeconds, late, callBack, voice: this.#wish.voice ?? false }, ways }
  }

  get #place() {
    return this.#patience.place(this.#queue, this.#ports.link.state.is === 'down')
  }

  /** What stands around the question has changed, not the question. */
  #showAround(): void {
    const { stage } = this.#ports
    if (stage.state.visit !== this.id) return
    stage.set({
      ...this.#help(),
      can: { ...stage.state.can, callPerson: !this.runner.sealed && this.#wish === null },
    })
  }

  #receipt(): ReceiptContent {
    const { errand, captured: now } = this.#side.snapshot()
    return {
      ...this.#spoken,
      applicationId: this.applicationId,
      errand,
      fee: this.fee,
      contact: now.contact,
      taken: this.#side.decider.taken,
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
          const { claim } = visit.#side.line
          return claim !== null && !claim.helpOnly && ports.link.state.is === 'up'
        },
        get watching() {
          return visit.#side.watch.seeing
        },
        get place() {
          return { ...visit.#place, second: visit.#wish?.why === 'second', voice: visit.#wish?.voice ?? false }
        },
        onChange: (listener) => this.#changed.add(listener),
      },
      decided: () => this.#side.decider.taken,
      delivered: (signal) => ports.delivered(this.applicationId, signal),
      receipt: (signal) => ports.receipt(this.#receipt(), signal),
    }
  }
}
