import { randomUUID } from 'node:crypto'
import type { DeskPaper, DeskPaperState, DeskView, HandAct, RegisterFacts } from '../contract/desk.ts'
import type { ControlFact, DeskAct, FingerPosition, StepName } from '../contract/nouns.ts'
import type { ScreenState } from '../contract/screen.ts'
import { type ControlState, controlAnswered, controlStands } from '../rules/control.ts'
import type { Runner } from '../tasks/runner.ts'
import { Guests } from './guests.ts'
import { RoomHands, type RoomHandsParts } from './room-hands.ts'
import type { Stage } from './stage.ts'

/** An act stands on the citizen's screen long enough to be read (ms). */
const SHOWN_MS = 8_000

/** Only the citizen signs, declares on their honour, reads what happens to their data, and agrees. */
const citizensOwn = /^(privacy|signature|declaration|review|holder):/

export type HandsParts = {
  stage: Stage
  runner: Runner
  /** Name of the caseworker who has the claim; null without one. */
  by(): string | null
  now: Date
  /** For the audit log. */
  noted(act: DeskAct, step: StepName | null, detail: string | null): void
  /** Who the document says is there, as one text; null while none was read. Another one may be laid down in the same visit. */
  holder(): string | null
  /** What the register knows of the applicant; null when it cannot be asked or knows nothing. */
  lookUp(): Promise<RegisterFacts | null>
  print(paper: DeskPaper | { is: 'slip'; text: string }): Promise<DeskPaperState['is']>
  devices: RoomHandsParts['devices']
  /** The citizen is asked for this finger; false when no finger of theirs is to be taken. */
  chooseFinger(position: FingerPosition): boolean
  /** The view has changed though the screen has not. */
  changed(): void
}

/** What was asked and found out about one holder. */
type Known = { register: RegisterFacts | null; asked: ControlState }

/** What the caseworker does at the box within the visit: each act is shown to the citizen as it happens, and noted. */
export class Hands {
  readonly guests: Guests
  readonly #room: RoomHands
  readonly #parts: HandsParts
  readonly #done = new Set<string>()
  /** By holder: nobody is known by what another has answered, nor gets their questions anew by laying down another's document. */
  readonly #known = new Map<string, Known>()
  #question: { id: string; text: string; answer: string | null } | null = null
  #paper: DeskPaperState | null = null
  #acts = 0
  #fading: NodeJS.Timeout | undefined

  constructor(parts: HandsParts) {
    this.#parts = parts
    const { devices, changed } = parts
    this.#room = new RoomHands({ devices, changed, show: (act, step, detail) => this.show(act, step, detail) })
    this.guests = new Guests(parts.stage, (detail) => parts.noted('guest', null, detail))
  }

  get view(): Pick<DeskView, 'register' | 'control' | 'question' | 'guests' | 'papers' | 'fitted' | 'paper'> {
    return {
      paper: this.#paper,
      register: this.#mine.register,
      control: { asked: this.#mine.asked, stands: controlStands(this.#mine.asked, this.#day) },
      guests: this.guests.view,
      ...this.#room.view,
      question: this.#question && { text: this.#question.text, answer: this.#question.answer },
    }
  }

  /** Of whoever the document names now. */
  get #mine(): Known {
    return this.#known.get(this.#parts.holder() ?? '') ?? { register: null, asked: [] }
  }

  #learn(holder: string, change: Partial<Known>): void {
    this.#known.set(holder, { ...(this.#known.get(holder) ?? { register: null, asked: [] }), ...change })
  }

  get #day(): string {
    return this.#parts.now.toISOString().slice(0, 10)
  }

  async take(id: string, hand: HandAct): Promise<void> {
    if (this.#done.has(id)) return
    this.#done.add(id)
    const { stage, runner } = this.#parts
    // Whether somebody may come in is asked until it is answered or taken back.
    if (stage.state.question?.guest && (hand.is === 'question' || hand.is === 'control')) return
    switch (hand.is) {
      case 'answer': {
        if (citizensOwn.test(hand.askId) || hand.answer.is === 'strokes') return
        if (runner.take(hand.askId, hand.answer))
          this.show(hand.answer.is === 'contact' ? 'type' : 'press', runner.step)
        return
      }
      case 'point':
        stage.set({ point: hand.at })
        if (hand.at) this.show('point', null, hand.at)
        return
      case 'question':
        this.#question = hand.question && { id: randomUUID(), text: hand.question.text, answer: null }
        stage.set({ question: this.#question && hand.question && { ...open(this.#question.id), ...hand.question } })
        if (hand.question) this.show('question', null)
        return
      case 'register': {
        this.show('register', null)
        const holder = this.#parts.holder()
        const register = await this.#parts.lookUp()
        if (holder !== null) this.#learn(holder, { register })
        return this.#parts.changed()
      }
      case 'column':
      case 'light':
      case 'photograph':
        return this.#room.take(hand)
      case 'finger':
        if (this.#parts.chooseFinger(hand.position)) this.show('finger', runner.step, hand.position)
        return this.#parts.changed()
      case 'invite':
        this.guests.ask(hand.kind)
        if (hand.kind) this.show('guest', null, `${hand.kind} asked`)
        return this.#parts.changed()
      case 'control':
        return this.#control(hand.fact)
      case 'slip':
        return this.#print(hand)
      case 'paper':
        return this.#print(hand.paper)
    }
  }

  async #print(paper: DeskPaper | { is: 'slip'; text: string }): Promise<void> {
    this.show('slip', null, paper.is)
    const tell = (is: DeskPaperState['is']) => {
      this.#paper = { what: paper.is, is }
      this.#parts.changed()
    }
    tell('printing')
    tell(await this.#parts.print(paper))
  }

  /** The citizen's answer to what is asked beside the ask. */
  reply(id: string, text: string, yes = false): void {
    const { stage } = this.#parts
    const asked = stage.state.question
    if (asked?.id !== id) return
    if (asked.guest) return void (this.guests.answered(id, yes) && this.#parts.changed())
    if (asked.fact) return this.#answered(asked.fact, text)
    if (this.#question) this.#question = { ...this.#question, answer: text }
    stage.set({ question: null })
  }

  /** Says on the citizen's screen what the caseworker just did. */
  show(act: DeskAct, step: StepName | null, detail: string | null = null): void {
    const { stage, by, noted } = this.#parts
    const who = by()
    if (who === null) return
    this.#acts += 1
    stage.set({ act: { n: this.#acts, act, step, by: who } })
    clearTimeout(this.#fading)
    this.#fading = setTimeout(() => stage.state.act && stage.set({ act: null }), SHOWN_MS)
    noted(act, step, detail)
  }

  /** The caseworker has gone, or the visit: nothing of theirs stays on the screen. */
  clear(): void {
    clearTimeout(this.#fading)
    this.guests.clear()
    this.#room.clear()
    const { stage } = this.#parts
    const { act, point, question } = stage.state
    if (act || point || question) stage.set({ act: null, point: null, question: null })
    this.#question = null
  }

  forget(): void {
    this.clear()
    this.#room.forget()
    this.#paper = null
    this.#known.clear()
  }

  #control(fact: ControlFact): void {
    // Once asked is asked: a question that was answered wrong is not put again, and one at a time.
    const holder = this.#parts.holder()
    const { register, asked } = this.#mine
    if (holder === null || !register?.some((one) => one.fact === fact)) return
    if (asked.some((one) => one.fact === fact || one.is === 'asked')) return
    const stands = controlStands(asked, this.#day)
    if (stands === 'failed' || stands === 'passed') return
    this.#learn(holder, { asked: [...asked, { fact, is: 'asked', tries: 0 }] })
    this.#parts.stage.set({ question: { ...open(randomUUID()), fact, secret: true } })
    this.show('control', null, fact)
  }

  #answered(fact: ControlFact, text: string): void {
    const { stage, noted } = this.#parts
    const holder = this.#parts.holder()
    const { register, asked } = this.#mine
    const expected = register?.find((one) => one.fact === fact)?.value
    const before = asked.find((one) => one.fact === fact)
    // Asked of somebody whose document is not the one that lies here any more.
    if (holder === null || expected === undefined || before?.is !== 'asked') return stage.set({ question: null })
    const after = controlAnswered(before, text, expected, this.#day)
    this.#learn(holder, { asked: asked.map((one) => (one.fact === fact ? after : one)) })
    if (after.is === 'asked') stage.set({ question: { ...open(randomUUID()), fact, secret: true, again: true } })
    else {
      noted('control', null, `${fact} ${after.is}`)
      stage.set({ question: null })
    }
  }
}

const open = (id: string): NonNullable<ScreenState['question']> => ({
  id,
  text: null,
  fact: null,
  answer: 'words',
  secret: false,
  again: false,
})
