import { canonical } from '../contract/canonical.ts'
import type { Block, DeskUp, DeskView } from '../contract/desk.ts'
import type { Errand, Outcome, Signal, StepName } from '../contract/nouns.ts'
import { registeredNumber } from '../rules/personal-number.ts'
import type { FingerLog } from '../tasks/finger-log.ts'
import type { Runner } from '../tasks/runner.ts'
import type { CaseSnapshot } from './decide.ts'
import { Decider } from './decider.ts'
import { chooseFinger, takeFingerWord } from './desk-fingers.ts'
import { DeskLine } from './desk-line.ts'
import { deskPaper } from './desk-paper.ts'
import { deskView } from './desk-view.ts'
import { applicantOf, type Captured, captured, evidenceHasher } from './evidence.ts'
import { deskFee, feeOf } from './fee.ts'
import { Hands } from './hands.ts'
import type { VisitPorts } from './ports.ts'
import { lookUp } from './register.ts'
import { Watch } from './watch.ts'

/** More steps than anybody takes; a visit that goes round in circles must not grow the view. */
const HISTORY_MAX = 60

export type SideParts = {
  ports: VisitPorts
  runner: Runner
  visit: string
  case: string
  applicationId: string
  fingers: FingerLog
  errand(): Errand
  end(outcome: Outcome): void
  /** One caseworker has approved, under that claim; another must. */
  second(claim: string): void
  /** The task looks again at who is here. */
  changed(): void
}

/** The caseworker's side of one visit: what they see of it, what they do at the box, what they decide. */
export class CaseworkerSide {
  readonly line: DeskLine
  readonly decider: Decider
  readonly hands: Hands
  readonly watch = new Watch()
  /** What was tried in this visit, for the desk's page; the last ones. */
  #history: NonNullable<DeskView['history']> = []
  readonly #parts: SideParts
  readonly #hashes = evidenceHasher()

  constructor(parts: SideParts) {
    this.#parts = parts
    const { ports, runner } = parts
    const { stage, log } = ports
    const request = ports.link.request.bind(ports.link)
    this.line = new DeskLine(request, log)
    this.decider = new Decider({
      ports,
      runner,
      visit: parts.visit,
      claim: () => this.line.claim,
      snapshot: () => this.snapshot(),
      fee: () => this.#fee(),
      standing: () => this.#standing(),
      tell: (result) => this.line.tell({ is: 'decided', result }),
      second: (claim) => parts.second(claim),
    })
    this.hands = new Hands({
      stage,
      runner,
      by: () => this.line.claim?.caseworker.name ?? null,
      now: ports.now,
      noted: (act, step, detail) => {
        const claim = this.line.claim?.claim
        if (claim) ports.event({ is: 'caseworker-act', visit: parts.visit, case: parts.case, claim, act, step, detail })
      },
      holder: () => this.holder,
      lookUp: async () => {
        const { document } = this.captured()
        if (!document) return null
        const { surname, dateOfBirth } = document.inspection.holder
        const who = { personalNumber: registeredNumber(document.inspection), surname, dateOfBirth }
        return lookUp(request, ports.identity.authority, who)
      },
      print: (paper) =>
        deskPaper(ports, paper, {
          case: parts.case,
          language: stage.state.language,
          document: this.captured().document,
        }),
      devices: ports.devices,
      chooseFinger: (position) => {
        const by = this.line.claim?.caseworker.name
        return by !== undefined && chooseFinger(position, { fingers: parts.fingers, runner, caseworker: by })
      },
      changed: () => this.mirror(),
    })
  }

  /** Whether captures must not go on unseen; not once it is decided, when there is nothing left to see. */
  get supervised(): boolean {
    return !this.#parts.runner.sealed && this.#mustBeWatched
  }

  /** Who the document says is there, as one text; null while none was read. */
  get holder(): string | null {
    const { document } = this.captured()
    return document && canonical(applicantOf(document.inspection))
  }

  async onDesk(claim: string, sealed: string): Promise<boolean> {
    const message = await this.line.open(claim, sealed)
    if (!message) return false
    if (message !== 'again') await this.#desk(message)
    return true
  }

  /** From the citizen's screen, to the desk or through it to a guest. */
  signal(to: string, signal: Signal): void {
    if (this.line.claim?.claim === to) this.line.tell({ is: 'signal', signal })
    else if (this.hands.guests.is(to)) this.line.tell({ is: 'guest-signal', guest: to, signal })
  }

  /** The citizen wants them to go. */
  guestOut(guest: string): void {
    this.hands.guests.leave(guest)
    this.line.tell({ is: 'guest-out', guest })
    this.mirror()
  }

  snapshot(): CaseSnapshot {
    const { runner, applicationId, errand } = this.#parts
    const now = this.captured()
    return {
      case: this.#parts.case,
      applicationId,
      captured: now,
      hashes: this.#hashes.of(now),
      reviewed: runner.journal.get('review') !== undefined,
      errand: errand(),
    }
  }

  captured(): Captured {
    const { runner, fingers, ports } = this.#parts
    return captured(runner.journal, fingers, ports.now)
  }

  /** Shows the desk how things stand now. */
  mirror(): void {
    if (!this.line.claim) return
    const { ports, runner, applicationId, errand } = this.#parts
    this.line.show((boxKey) =>
      deskView({
        case: this.#parts.case,
        applicationId,
        errand: errand(),
        pays: ports.cashier.fitted,
        boxKey,
        screen: ports.stage.state,
        runner,
        captured: this.captured(),
        hashes: this.#hashes.of,
        standing: this.#standing(),
        beside: {
          ...this.hands.view,
          gaps: this.#mustBeWatched ? this.watch.gaps(performance.now()) : [],
          tamper: ports.tamper(),
          fourEyes: this.decider.fourEyes,
          history: this.#history,
          fee: deskFee(this.#fee(), ports.now),
          ...ports.paperView(),
        },
      }),
    )
  }

  /** A step was finished: how many tries it took, and what ended those that failed. */
  finished(step: StepName, tries: number, reasons: Record<string, number>): void {
    const entry = { step, at: new Date().toISOString(), tries, reasons }
    this.#history = [...this.#history, entry].slice(-HISTORY_MAX)
  }

  /** Nothing of the visit stays. */
  forget(): void {
    this.#history = []
    this.hands.forget()
    this.line.end()
    this.#hashes.forget()
    this.decider.forget()
  }

  async #desk(message: DeskUp): Promise<void> {
    const { ports, runner, fingers, end, changed } = this.#parts
    const { stage } = ports
    switch (message.is) {
      case 'signal':
        if (this.line.claim) stage.tell({ is: 'signal', claim: this.line.claim.claim, signal: message.signal })
        break
      case 'text':
        stage.set({ text: message.text })
        break
      case 'retake':
        if (runner.redo(message.step)) this.hands.show('retake', message.step)
        break
      case 'hand':
        await this.hands.take(message.id, message.hand)
        break
      case 'watching':
        // Who lacks the skill to supervise does not, whatever their page shows them.
        this.watch.seen(message.on && !this.line.claim?.helpOnly, performance.now())
        changed()
        this.mirror()
        break
      case 'guest':
        if (this.hands.guests.enter(message)) this.mirror()
        else this.line.tell({ is: 'guest-out', guest: message.guest })
        break
      case 'guest-gone':
        this.hands.guests.leave(message.guest)
        this.mirror()
        break
      case 'guest-signal':
        if (this.hands.guests.is(message.guest))
          stage.tell({ is: 'signal', claim: message.guest, signal: message.signal })
        break
      case 'citizen-left':
        end('timed-out')
        break
      case 'finger-impossible':
      case 'finger-possible':
      case 'finger-enough': {
        const { claim } = this.line
        if (!claim) break
        takeFingerWord(message, { fingers, runner, now: ports.now, caseworker: claim.caseworker.name })
        this.mirror()
        break
      }
      case 'decide':
        await this.decider.decide(message.jws)
        break
    }
  }

  /** What stands in the way of an approval beside what was captured. */
  #standing(): Block[] {
    const blocks: Block[] = []
    if (this.#mustBeWatched && this.watch.gaps(performance.now()).length > 0) blocks.push('unwatched')
    if (this.#parts.ports.tamper() === 'opened') blocks.push('tampered')
    if (this.line.claim?.helpOnly) blocks.push('help-only')
    const { cashier } = this.#parts.ports
    // The terminal must not be charging while the case is decided.
    if (cashier.fitted && this.#fee()?.paid === null) blocks.push('unpaid')
    return blocks
  }

  #fee() {
    const { runner, ports, errand } = this.#parts
    return feeOf(runner.journal, errand(), null, ports.now)
  }

  get #mustBeWatched(): boolean {
    const { document } = this.captured()
    return this.#parts.ports.supervised || document?.plan.capture === 'supervised'
  }
}
