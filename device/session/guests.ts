import { randomUUID } from 'node:crypto'
import type { DeskUp, DeskView } from '../contract/desk.ts'
import type { GuestKind } from '../contract/nouns.ts'
import { guestSees } from '../rules/guests.ts'
import type { Stage } from './stage.ts'

type Enters = Extract<DeskUp, { is: 'guest' }>
type View = NonNullable<DeskView['guests']>

/**
 * Third parties in one call. Each comes only after the citizen has agreed on their own screen, once for each of them, and goes
 * when the citizen, the caseworker or they themselves say so, and with the claim.
 */
export class Guests {
  readonly #stage: Stage
  readonly #noted: (detail: string) => void
  #consent: View['consent'] = null

  constructor(stage: Stage, noted: (detail: string) => void) {
    this.#stage = stage
    this.#noted = noted
  }

  get view(): View {
    return { consent: this.#consent, here: this.#here.map(({ guest, kind, name }) => ({ guest, kind, name })) }
  }

  get #here() {
    return this.#stage.state.guests ?? []
  }

  is(guest: string): boolean {
    return this.#here.some((one) => one.guest === guest)
  }

  /** Asks the citizen; null takes the question, or an agreement that nobody has used, away. */
  ask(kind: GuestKind | null): void {
    const id = randomUUID()
    this.#consent = kind && { kind, is: 'asked', id }
    const question = kind && {
      ...{ id, text: null, fact: null, secret: false, again: false },
      answer: 'yes-no' as const,
      guest: kind,
    }
    this.#stage.set({ question })
  }

  /** The citizen's word on the question with that id; false when it is another question's. */
  answered(id: string, yes: boolean): boolean {
    const consent = this.#consent
    if (consent?.id !== id || consent.is !== 'asked') return false
    this.#consent = { ...consent, is: yes ? 'yes' : 'no' }
    this.#noted(`${consent.kind} ${yes ? 'yes' : 'no'}`)
    this.#stage.set({ question: null })
    return true
  }

  /** One more in the call, if the citizen has agreed to one of that kind. An agreement is used up by it. */
  enter({ guest, kind, name, iceServers, iceTransportPolicy }: Enters): boolean {
    if (this.is(guest)) return true
    if (this.#consent?.is !== 'yes' || this.#consent.kind !== kind) return false
    this.#consent = null
    // A private person's name stays out of the log.
    this.#noted(kind === 'relative' ? `${kind} in` : `${kind} in: ${name}`)
    this.#stage.set({
      guests: [...this.#here, { guest, kind, name, sees: guestSees(kind), iceServers, iceTransportPolicy }],
    })
    return true
  }

  leave(guest: string): void {
    const gone = this.#here.find((one) => one.guest === guest)
    if (!gone) return
    this.#noted(`${gone.kind} out`)
    this.#stage.set({ guests: this.#here.filter((one) => one !== gone) })
  }

  clear(): void {
    for (const { guest } of this.#here) this.leave(guest)
    if (this.#consent?.is === 'asked') this.#stage.set({ question: null })
    this.#consent = null
  }
}
