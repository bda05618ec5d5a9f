import { Listeners } from '../../drivers/listeners.ts'
import type { PrintsConsequence } from '../contract/application.ts'
import { type FingerPosition, type Hand, hands, type ImpossibleReason, type Lasting } from '../contract/nouns.ts'
import { seenBefore } from '../finger/compare/captured.ts'
import type { Minutia } from '../finger/minutiae/find.ts'
import { today } from '../identity/dates.ts'
import { digitOf, type FingerFact, handOf, nextFinger, printsFromAge } from '../rules/fingers.ts'
import type { PassportPlan } from '../rules/passport.ts'

/** One try, as far as the ladder wants to know it; `image` null where the sensor gave none. */
export type Tried = { position: FingerPosition; outcome: string; clarity: number | null; image: object | null }

/**
 * What happened with the fingers of one visit, in order: the ladder climbs over it. Beside it the minutiae of every try,
 * so that a finger shown under two names is noticed. Lives in memory and ends with the visit.
 */
export class FingerLog {
  #facts: readonly FingerFact[] = []
  #shown: { finger: FingerPosition; minutiae: readonly Minutia[] }[] = []
  readonly #changed = new Listeners<void>()

  /** A new array after every change. */
  get facts(): readonly FingerFact[] {
    return this.#facts
  }

  /** Told when somebody said or judged something, not of prints. */
  onSaid(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  /** A try. `minutiae` null where the picture held nothing to compare. */
  print({ position, outcome, clarity, image }: Tried, minutiae: readonly Minutia[] | null): void {
    const ok = outcome === 'good'
    const [hand, digit, quality] = [handOf(position), digitOf(position), clarity ?? 0]
    this.#facts = [...this.#facts, { is: 'print', hand, digit, ok, quality, ...(image ? {} : { blank: true }) }]
    if (minutiae) this.#shown.push({ finger: position, minutiae })
  }

  /** The name under which this finger was shown before, also in a try that was not kept. */
  takenAs(position: FingerPosition, minutiae: readonly Minutia[]): FingerPosition | null {
    const seen = seenBefore({ finger: position, minutiae }, this.#shown)
    return seen.is === 'shown-before' ? seen.finger : null
  }

  /** The hand is taken anew: its prints are forgotten, not what cannot be taken. */
  again(hand: Hand): void {
    this.#facts = this.#facts.filter((fact) => fact.hand !== hand || stays.has(fact.is))
    this.#shown = this.#shown.filter(({ finger }) => handOf(finger) !== hand)
  }

  /** The citizen says that these fingers cannot be taken. What a caseworker has judged stays. */
  state(positions: readonly FingerPosition[], reason: ImpossibleReason): void {
    const judged = (position: FingerPosition) => this.#facts.some((f) => f.is === 'impossible' && isOf(f, position))
    this.#replace(
      positions.filter((position) => !judged(position)),
      (hand, digit) => ({ is: 'stated', hand, digit, reason }),
    )
  }

  /** A caseworker has judged that these fingers cannot be taken. */
  judge(positions: readonly FingerPosition[], reason: ImpossibleReason, lasting: Lasting, caseworker: string): void {
    this.#replace(positions, (hand, digit) => ({ is: 'impossible', hand, digit, reason, lasting, caseworker }))
  }

  /** They can be taken after all. */
  withdraw(positions: readonly FingerPosition[]): void {
    this.#replace(positions, null)
  }

  enough(hand: Hand, caseworker: string): void {
    this.#facts = [...this.#facts, { is: 'enough', hand, caseworker }]
    this.#changed.tell()
  }

  /** A caseworker wants this finger of its hand. */
  choose(position: FingerPosition, caseworker: string): void {
    const hand = handOf(position)
    this.#facts = [
      ...this.#facts.filter((fact) => fact.is !== 'chosen' || fact.hand !== hand),
      { is: 'chosen', hand, digit: digitOf(position), caseworker },
    ]
    this.#changed.tell()
  }

  clear(): void {
    this.#facts = []
    this.#shown = []
  }

  #replace(
    positions: readonly FingerPosition[],
    make: ((hand: Hand, digit: ReturnType<typeof digitOf>) => FingerFact) | null,
  ): void {
    const kept = this.#facts.filter(
      (fact) =>
        !((fact.is === 'stated' || fact.is === 'impossible') && positions.some((position) => isOf(fact, position))),
    )
    const made = make ? positions.map((position) => make(handOf(position), digitOf(position))) : []
    this.#facts = [...kept, ...made]
    this.#changed.tell()
  }
}

type Named = Extract<FingerFact, { digit: unknown }>
const isOf = (fact: Named, position: FingerPosition) => `${fact.hand}-${fact.digit}` === position

/** What is known of a hand however often it is taken. */
const stays: ReadonlySet<FingerFact['is']> = new Set(['stated', 'impossible', 'chosen'])

/** The step in which a hand is taken. */
export const stepOf = (hand: Hand): 'right-index' | 'left-index' => `${hand}-index`
export const handSteps = hands.map(stepOf)

/** What follows for the passport from what is known of the fingers; null until both hands are through. */
export function printsConsequence(
  plan: Pick<PassportPlan, 'prints' | 'age'>,
  at: { fingers: Pick<FingerLog, 'facts'>; now: Date },
): PrintsConsequence | null {
  const day = today(at.now)
  if (!plan.prints) return { is: 'under-age', fromAge: printsFromAge(day) }
  const step = nextFinger(plan.age, day, at.fingers.facts)
  return step.is === 'done' ? step.consequence : null
}
