import { setTimeout as sleep } from 'node:timers/promises'
import type { Driver } from '../../drivers/driver.ts'
import type { Tray } from '../../drivers/gpio/tray.ts'
import type { Begin } from '../appointments/turn.ts'
import { AppointmentVisit } from '../appointments/visit.ts'
import type { Answer } from '../contract/answer.ts'
import type { Ask, AskOf } from '../contract/asks.ts'
import type { LedgerStory, Report, Target } from '../contract/link.ts'
import type { Errand, Outcome } from '../contract/nouns.ts'
import { caseNumber } from '../contract/numbers.ts'
import type { ScreenUp } from '../contract/screen.ts'
import { presences } from '../devices.ts'
import type { PaidState, PaperState, ReceiptState } from '../tasks/task.ts'
import { type Attention, type AttentionLimits, attention } from './attention.ts'
import { remindOfPaper } from './left-paper.ts'
import type { VisitPorts } from './ports.ts'
import { Visit } from './visit.ts'
import { VisitEnd } from './visit-end.ts'

/** How often the clock of the citizen's attention is looked at (ms). */
const TICK_MS = 500
/** In the queue people sit down and read: they are asked so many times later whether they are still there. */
const QUEUE_PATIENCE = 3
/** Which asks wait for something else than the citizen: nobody is asked whether they are still there. */
const notWaitingForCitizen: ReadonlySet<Ask['is']> = new Set([
  'with-caseworker',
  'finishing',
  'take-document',
  'farewell',
])

const WANTED = ['start', 'check-in', 'book'] as const
type Wanted = (typeof WANTED)[number]
/** An alarm is tried again this often and for this long (ms, times): two minutes. */
const ALARM_RETRY_MS = 1_000
const ALARM_TRIES = 120

export type SessionOptions = {
  software: string
  errands: readonly Errand[]
  /** Opening times of the place, and whether the box may be used at all. */
  isOpen(now: Date): boolean
  attention: AttentionLimits
  /** How long the last screen stays (ms). */
  farewellMs: number
  /** The presenter's sensor; null where none is fitted. */
  tray: Tray | null
  /** How long paper may lie in the tray before it counts as left (ms). */
  holdMs: number
  /** Stories of money and paper that only a person can end. */
  waiting(): LedgerStory[]
}

/** The ports of a visit, but for what each visit has of its own. */
export type SessionPorts = Omit<VisitPorts, 'now' | 'report' | 'paperView'>

/** The life of the box's screen: welcome, one visit, its end, welcome again. */
export class Session {
  readonly #ports: SessionPorts
  readonly #options: SessionOptions
  #visit: Visit | null = null
  #appointed: AppointmentVisit | null = null
  #target: Target | null = null
  #touched = performance.now()
  #asks = 0
  /** Aids that this citizen has switched on; at the welcome screen too. */
  readonly #access = new Set<string>()
  /** Paper lies in the tray that nobody took. */
  #left = false
  /** The visit that has just ended, while its farewell is shown. */
  #over: { visit: string; errand: Errand | null } | null = null
  #answered: ((askId: string, is: string) => void) | null = null

  constructor(ports: SessionPorts, options: SessionOptions) {
    this.#ports = ports
    this.#options = options
    const { devices, link } = ports
    const drivers: Driver[] = [devices.card, devices.mrz, devices.camera, devices.finger, devices.printer]
    for (const driver of drivers) driver.on('presence', () => this.#onPresence())
    devices.printer.on('condition', () => this.report())
    link.onTarget((target) => {
      this.#target = target
      this.#visit?.onTarget(target)
      this.#onPresence()
    })
    this.report()
  }

  /** Relays one sealed message of the desk; false when no visit holds that claim. */
  onDesk(claim: string, sealed: string): Promise<boolean> {
    return this.#visit?.onDesk(claim, sealed) ?? Promise.resolve(false)
  }

  take(message: ScreenUp): void {
    this.#touched = performance.now()
    const { stage } = this.#ports
    if (stage.state.timeout) stage.set({ timeout: null })
    if (message.is === 'threatened') void this.#alarm()
    if (message.is === 'language') stage.set({ language: message.language })
    if (message.is === 'access') return void this.#access.add(message.mode)
    if (message.is === 'survey') return this.#surveyed(message)
    if (message.is === 'answer' && this.#answered && message.askId === stage.state.askId) {
      this.#answered(message.askId, message.answer.is)
      return
    }
    this.#visit?.take(message)
    this.#appointed?.take(message)
  }

  /** Passed on until somebody has it: it must not be lost in a gap of the line. */
  async #alarm(): Promise<void> {
    const { stage, link } = this.#ports
    if (stage.state.alarm === 'sending') return
    stage.set({ alarm: 'sending' })
    for (let tries = 0; tries < ALARM_TRIES; tries += 1) {
      const reply = await link.request({ is: 'alarm' })
      if (reply.is === 'ok') return stage.set({ alarm: 'sent' })
      await sleep(ALARM_RETRY_MS)
    }
    stage.set({ alarm: 'none' })
  }

  /** Visits, one after the other, until `stop` aborts. */
  async run(stop: AbortSignal): Promise<void> {
    const tick = setInterval(() => this.#tick(), TICK_MS)
    try {
      while (!stop.aborted) {
        const what = await this.#welcome(stop)
        // Who has checked in for this box goes on to the errand.
        const begun = what === 'start' ? null : await this.#appointment(what, stop)
        if (begun === 'over') continue
        await this.#oneVisit(begun?.booking, stop)
        await this.#documentTaken(stop)
      }
    } catch (error) {
      if (!stop.aborted) throw error
    } finally {
      clearInterval(tick)
      this.#visit?.erase()
      this.#visit = null
    }
  }

  /** The housing was opened: nothing of a visit stays, nobody begins another, and the hub is told. */
  lock(): void {
    const visit = this.#visit ?? this.#appointed
    visit?.end('faulted')
    this.#onPresence()
  }

  report(): void {
    const visit = this.#visit
    const { printer, slips } = this.#ports.devices
    if (this.#left && this.#options.tray?.lies() === false) this.#left = false
    const report: Report = {
      devices: presences(this.#ports.devices),
      visit: visit && { errand: visit.errand, step: visit.runner.step },
      handoff: visit?.wish ?? null,
      software: this.#options.software,
      ...(this.#ports.tamper() ? { tamper: this.#ports.tamper()! } : {}),
      ledgers: { ...this.#ports.cashier.counts(), waiting: this.#options.waiting() },
      paper: { condition: printer.condition, warnings: [...printer.warnings] },
      paperLeft: this.#left,
      ...(slips ? { slips: { condition: slips.condition, warnings: [...slips.warnings] } } : {}),
    }
    this.#ports.link.report(report)
  }

  async #welcome(stop: AbortSignal): Promise<Wanted> {
    const { stage } = this.#ports
    stage.clear('da', `welcome:${(this.#asks += 1)}`, this.#welcomeAsk())
    for (;;) {
      const what = await this.#answer(stop, WANTED)
      if (!this.#isOut()) return what
    }
  }

  #welcomeAsk(): Ask {
    const present = presences(this.#ports.devices)
    const unavailable = (Object.keys(present) as (keyof typeof present)[]).filter((kind) => present[kind] !== 'ready')
    const outOfService = this.#isOut()
    const outText = outOfService ? this.#target?.outText : undefined
    return { is: 'welcome', unavailable, outOfService, ...(outText ? { outText } : {}) }
  }

  #isOut(): boolean {
    const shut = (this.#target?.outOfService ?? false) || !this.#options.isOpen(new Date())
    return shut || this.#ports.tamper() === 'opened'
  }

  async #oneVisit(booking: string | undefined, stop: AbortSignal): Promise<void> {
    const { stage, trace, log } = this.#ports
    const started = performance.now()
    const visit = new Visit({
      ...this.#ports,
      errands: this.#options.errands,
      now: new Date(),
      report: () => this.report(),
      paperView: () => {
        const { condition, warnings } = this.#ports.devices.printer
        const places = this.#ports.places.map(({ id, name }) => ({ id, name }))
        return { printer: { condition, warnings: [...warnings], left: this.#left }, places }
      },
    })
    this.#visit = visit
    const { language } = stage.state
    const aborted = () => visit.end('faulted')
    stop.addEventListener('abort', aborted, { once: true })
    trace.write({ visit: visit.id, step: null })
    this.#ports.event({ is: 'visit-started', visit: visit.id, language, ...(booking ? { booking } : {}) })
    let outcome: Outcome = 'faulted'
    try {
      outcome = await visit.run()
    } catch (error) {
      if (!(error instanceof VisitEnd)) throw error
      outcome = error.outcome
    } finally {
      stop.removeEventListener('abort', aborted)
      const { errand, taken } = visit
      const receipt = (visit.runner.journal.get('receipt')?.value as ReceiptState | undefined) ?? 'none'
      const last: AskOf<'farewell'> = {
        is: 'farewell',
        outcome,
        reason: taken?.decision.reason ?? null,
        note: taken?.decision.note ?? null,
        to: taken?.decision.to ?? null,
        bring: taken?.decision.bring ?? [],
        receipt,
        number: caseNumber(visit.case),
        errand: visit.errand,
        paper: (visit.runner.journal.get('paper')?.value as PaperState | undefined)?.is ?? 'none',
        ...this.#moneyBack(visit, outcome),
      }
      // Money of a visit that led to nothing goes back; the citizen need not wait for the bank.
      void this.#ports.cashier.end(visit.case).catch((error) => log.error({ error: String(error) }, 'cashier'))
      const paid = visit.runner.journal.get('pay')?.value as PaidState | undefined
      const ended = outcome === 'done' || taken !== null
      if (paid && ended && visit.errand) {
        this.#ports.event({ is: 'fee', visit: visit.id, errand: visit.errand, amount: paid.amount, way: paid.is })
      }
      visit.erase()
      this.#visit = null
      trace.clear()
      const ms = Math.round(performance.now() - started)
      this.#ports.event({ is: 'visit-ended', visit: visit.id, errand, outcome, ms, access: [...this.#access] })
      this.#access.clear()
      this.#over = { visit: visit.id, errand }
      log.info({ visit: visit.id, outcome, ms }, 'visit ended')
      this.report()
      if (!stop.aborted) await this.#farewell(stop, visit.id, last)
      this.#over = null
    }
  }

  #surveyed({ solved, times }: Extract<ScreenUp, { is: 'survey' }>): void {
    if (this.#over) this.#ports.event({ is: 'survey', ...this.#over, solved, times })
  }

  /** Check-in or booking: no errand, no evidence, no caseworker. */
  async #appointment(first: 'check-in' | 'book', stop: AbortSignal): Promise<Begin | 'over'> {
    const { stage, link, slips, log } = this.#ports
    const visit = new AppointmentVisit(stage, (call) => link.request(call), slips, log)
    this.#appointed = visit
    this.#touched = performance.now()
    const aborted = () => visit.end()
    stop.addEventListener('abort', aborted, { once: true })
    try {
      return await visit.run(first)
    } finally {
      stop.removeEventListener('abort', aborted)
      this.#appointed = null
    }
  }

  /** What the last screen says of money that is not kept. */
  #moneyBack(visit: Visit, outcome: Outcome): Pick<AskOf<'farewell'>, 'payment'> {
    const paid = visit.runner.journal.get('pay')?.value as PaidState | undefined
    const paper = visit.runner.journal.get('paper')?.value as PaperState | undefined
    const reference = paid?.is === 'card' ? paid.reference : null
    if (paid?.is === 'unknown' || (paid?.is === 'card' && paper?.is === 'uncertain' && !visit.taken))
      return { payment: { is: 'unclear', reference } }
    if (paid?.is !== 'card' || outcome === 'done') return {}
    // By the rule where somebody has decided; where nobody has, all of it.
    const back = visit.taken ? (visit.fee?.back ?? 0) : paid.amount
    if (back === 0) return {}
    return { payment: { is: 'back', reference, ...(back < paid.amount ? { part: back } : {}) } }
  }

  async #farewell(stop: AbortSignal, visit: string, last: AskOf<'farewell'>): Promise<void> {
    const { stage } = this.#ports
    stage.clear(stage.state.language, `farewell:${(this.#asks += 1)}`, last)
    const over = new AbortController()
    const signal = AbortSignal.any([stop, over.signal])
    const answered = this.#answer(signal, ['yes'])
    answered.catch(() => {})
    if (last.receipt === 'printed' || last.paper === 'printed') await this.#paperTaken(signal, visit, last, answered)
    else await Promise.race([answered, sleep(this.#options.farewellMs, undefined, { signal })])
    over.abort()
    this.#answered = null
  }

  /** Until the paper is taken: reminded with sound, then drawn back or reported as left. */
  async #paperTaken(stop: AbortSignal, visit: string, last: AskOf<'farewell'>, taken: Promise<unknown>): Promise<void> {
    const { stage, event, log } = this.#ports
    const { tray, holdMs } = this.#options
    const remind = (n: number) => stage.set({ ask: { ...last, reminded: n } })
    const ended = await remindOfPaper({ tray, holdMs, remind, taken: taken.catch(() => {}) }, stop)
    if (stop.aborted) return
    this.#left = ended === 'left'
    if (ended !== 'taken') {
      event({ is: 'paper-left', visit, retracted: ended === 'retracted' })
      log.warn({ visit, retracted: ended === 'retracted' }, 'paper left in the tray')
    }
    this.report()
  }

  /** Nobody leaves without their passport: the box asks until the reader is empty. */
  async #documentTaken(stop: AbortSignal): Promise<void> {
    const { stage, devices } = this.#ports
    if (devices.card.card.is !== 'present') return
    const { language } = stage.state
    stage.clear(language, `take:${(this.#asks += 1)}`, { is: 'take-document' })
    await devices.card.until('none', stop)
  }

  #answer<Kind extends Answer['is']>(stop: AbortSignal, kinds: readonly Kind[]): Promise<Kind> {
    return new Promise((resolve, reject) => {
      if (stop.aborted) return reject(stop.reason)
      const aborted = () => reject(stop.reason)
      stop.addEventListener('abort', aborted, { once: true })
      this.#answered = (_askId, is) => {
        const kind = kinds.find((one) => one === is)
        if (!kind) return
        this.#answered = null
        stop.removeEventListener('abort', aborted)
        resolve(kind)
      }
    })
  }

  #onPresence(): void {
    const { stage } = this.#ports
    this.report()
    if (stage.state.ask.is === 'welcome') stage.set({ ask: this.#welcomeAsk() })
  }

  #tick(): void {
    const { stage } = this.#ports
    const { ask, call } = stage.state
    if (ask.is === 'welcome' && ask.outOfService !== this.#isOut()) this.#onPresence()
    const busy = ask.is === 'document' && ask.state !== 'waiting'
    const visit = this.#visit ?? this.#appointed
    if (!visit || call || busy || notWaitingForCitizen.has(ask.is)) {
      this.#touched = performance.now()
      if (stage.state.timeout) stage.set({ timeout: null })
      return
    }
    const { quiet, grace } = this.#options.attention
    const limits = ask.is === 'waiting' ? { quiet: quiet * QUEUE_PATIENCE, grace } : { quiet, grace }
    const now = attention(performance.now() - this.#touched, limits)
    if (now.is === 'gone') return visit.end('timed-out')
    const timeout = warningOf(now)
    if (JSON.stringify(timeout) !== JSON.stringify(stage.state.timeout)) stage.set({ timeout })
  }
}

function warningOf(now: Attention): { warning: 'first' | 'last'; secondsLeft: number } | null {
  return now.is === 'warned' ? { warning: now.warning, secondsLeft: now.secondsLeft } : null
}
