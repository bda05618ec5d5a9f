import {
  type Digit,
  type FingerPosition,
  type Hand,
  hands,
  type ImpossibleReason,
  type Lasting,
} from '../contract/nouns.ts'
import { type Dated, inForce } from './dated.ts'

export type { Digit, Hand, ImpossibleReason, Lasting }

export type FingerRules = {
  /** Which finger of each hand is asked for, and which when that one will not do. */
  order: readonly Dated<readonly Digit[]>[]
  /** Tries per finger; the best is kept. */
  tries: readonly Dated<number>[]
  /** Prints are taken from this age on (years). */
  fromAge: readonly Dated<number>[]
  /** Longest validity of a passport without prints that could only not be taken now (months). */
  provisionalMonths: readonly Dated<number>[]
}

const REGULATION = 'Regulation (EC) 2252/2004 as amended by 444/2009, art. 1'

/** As the project understands them. What `source` calls an assumption was read nowhere and awaits a lawyer's eye. */
export const fingerRules: FingerRules = {
  order: [
    {
      from: '2009-06-28',
      value: ['index', 'thumb', 'middle', 'ring'],
      source:
        'BEK 2011 §6: index fingers, then other fingers. ASSUMPTION: which others, and in this order (after Commission Decision C(2018) 7774 and BSI TR-03121, whose texts were not at hand)',
    },
  ],
  tries: [
    {
      from: '2009-06-28',
      value: 3,
      source: 'ASSUMPTION: three a finger, after BSI TR-03121, whose text was not at hand',
    },
  ],
  fromAge: [{ from: '2009-06-26', value: 12, source: `${REGULATION}(2a)` }],
  provisionalMonths: [{ from: '2009-06-26', value: 12, source: `${REGULATION}(2b); BEK 2011 §6` }],
}

/**
 * Why a finger cannot be taken. `lasting` is what it usually is; the caseworker says which it is and decides with it what
 * follows. ASSUMPTION: the list and its words are ours; the law knows only permanently and temporarily.
 */
export const impossibleReasons: Record<ImpossibleReason, { lasting: Lasting; text: string }> = {
  missing: { lasting: 'permanently', text: 'The finger is not there.' },
  'cannot-place': { lasting: 'permanently', text: 'The hand cannot be laid on the sensor.' },
  'no-ridges': { lasting: 'permanently', text: 'The skin has no ridges.' },
  bandaged: { lasting: 'temporarily', text: 'The finger is bandaged.' },
  injured: { lasting: 'temporarily', text: 'The finger is hurt.' },
  'skin-condition': { lasting: 'temporarily', text: 'The skin is inflamed or worn and will heal.' },
}

/** One thing that happened, in order. */
export type FingerFact =
  /** `blank`: a try that gave no picture, because the sensor took the finger for none that lives. */
  | { is: 'print'; hand: Hand; digit: Digit; ok: boolean; quality: number; blank?: true }
  /** The citizen says so: the ladder goes on, and a caseworker must confirm it before an approval. */
  | { is: 'stated'; hand: Hand; digit: Digit; reason: ImpossibleReason }
  /** Judged by a caseworker, who is named. */
  | { is: 'impossible'; hand: Hand; digit: Digit; reason: ImpossibleReason; lasting: Lasting; caseworker: string }
  /** A caseworker wants this finger first. */
  | { is: 'chosen'; hand: Hand; digit: Digit; caseworker: string }
  /** A caseworker asks for no more tries with this hand. */
  | { is: 'enough'; hand: Hand; caseworker: string }

export type HandResult =
  | { is: 'good'; digit: Digit; tries: number }
  /** The best of all tries is not good: the caseworker decides whether it is taken. */
  | { is: 'poor'; digit: Digit; tries: number }
  | { is: 'none'; lasting: Lasting; reasons: ImpossibleReason[] }

/** What follows for the passport. */
export type Consequence =
  | { is: 'both-hands' }
  | { is: 'one-hand'; missing: Hand }
  /** Nothing can be taken now: a passport of at most so many months. */
  | { is: 'provisional'; months: number }
  /** Nothing can ever be taken: an ordinary passport without prints. */
  | { is: 'exempt' }

export type LadderTake = { is: 'take'; hand: Hand; digit: Digit; attempt: number; attempts: number }
export type LadderStep =
  | { is: 'skip'; why: 'under-age'; fromAge: number; source: string }
  | LadderTake
  | { is: 'done'; right: HandResult; left: HandResult; consequence: Consequence; decision: 'none' | 'caseworker' }

export const positionOf = (hand: Hand, digit: Digit): FingerPosition => `${hand}-${digit}`
export const handOf = (position: FingerPosition): Hand => position.split('-')[0] as Hand
export const digitOf = (position: FingerPosition): Digit => position.split('-')[1] as Digit

/** The fingers of a hand that are asked for, in their order. */
export function ladderOrder(day: string, rules = fingerRules): readonly Digit[] {
  return inForce(rules.order, day)?.value ?? ['index']
}

/** From which age on prints are taken on `day`. */
export function printsFromAge(day: string, rules = fingerRules): number {
  return inForce(rules.fromAge, day)?.value ?? 12
}

/** What to do next, from the applicant's age, the day and all that happened so far. Pure: the same facts, the same step. */
export function nextFinger(age: number, day: string, facts: readonly FingerFact[], rules = fingerRules): LadderStep {
  const from = inForce(rules.fromAge, day)
  if (from && age < from.value) return { is: 'skip', why: 'under-age', fromAge: from.value, source: from.source }
  const results: Partial<Record<Hand, HandResult>> = {}
  for (const hand of hands) {
    const step = nextOfHand(hand, day, facts, rules)
    if (step.is === 'take') return step
    results[hand] = step
  }
  const { right, left } = results as Record<Hand, HandResult>
  const consequence = follows(right, left, inForce(rules.provisionalMonths, day)?.value ?? 12)
  const settled = right.is === 'good' && left.is === 'good'
  return { is: 'done', right, left, consequence, decision: settled ? 'none' : 'caseworker' }
}

type Print = Extract<FingerFact, { is: 'print' }>
type Cannot = Extract<FingerFact, { is: 'stated' | 'impossible' }>

const isCannot = (fact: FingerFact): fact is Cannot => fact.is === 'impossible' || fact.is === 'stated'

/** The same for one hand: a finger to take, or what has come of it. */
export function nextOfHand(
  hand: Hand,
  day: string,
  facts: readonly FingerFact[],
  rules = fingerRules,
): LadderTake | HandResult {
  const attempts = inForce(rules.tries, day)?.value ?? 1
  const own = facts.filter((fact) => fact.hand === hand)
  const prints = own.filter((fact): fact is Print => fact.is === 'print')
  const cannot = own.filter(isCannot)
  const enough = own.some(({ is }) => is === 'enough') && prints.some(({ blank }) => !blank)
  const chosen = own.findLast((fact) => fact.is === 'chosen')?.digit
  const order = chosen
    ? [chosen, ...ladderOrder(day, rules).filter((digit) => digit !== chosen)]
    : ladderOrder(day, rules)
  for (const digit of order) {
    if (cannot.some((fact) => fact.digit === digit)) continue
    const here = prints.filter((fact) => fact.digit === digit)
    if (here.some(({ ok }) => ok)) return { is: 'good', digit, tries: here.length }
    if (here.length < attempts && !enough) return { is: 'take', hand, digit, attempt: here.length + 1, attempts }
  }
  // A finger that was found impossible afterwards does not count, however well it was taken.
  const best = prints
    .filter(({ digit, blank }) => !blank && !cannot.some((fact) => fact.digit === digit))
    .reduce<Print | null>((most, now) => (most === null || now.quality > most.quality ? now : most), null)
  if (best) {
    return { is: 'poor', digit: best.digit, tries: prints.filter(({ digit }) => digit === best.digit).length }
  }
  const lasts = (fact: Cannot) => (fact.is === 'impossible' ? fact.lasting : impossibleReasons[fact.reason].lasting)
  // A finger that was tried in vain may do another day.
  const forGood = ladderOrder(day, rules).every((digit) =>
    cannot.some((fact) => fact.digit === digit && lasts(fact) === 'permanently'),
  )
  const lasting = forGood ? 'permanently' : 'temporarily'
  return { is: 'none', lasting, reasons: [...new Set(cannot.map(({ reason }) => reason))] }
}

/** What only the citizen has said so far: a caseworker must look before an approval. */
export function unconfirmed(facts: readonly FingerFact[]): Extract<FingerFact, { is: 'stated' }>[] {
  return facts.filter((fact) => fact.is === 'stated')
}

/**
 * The law says what follows when prints are impossible for good (an ordinary passport) and when for now (a provisional
 * one). ASSUMPTION: one print of one hand is enough for an ordinary passport, and a hand that is impossible for now
 * outweighs one that is impossible for good.
 */
function follows(right: HandResult, left: HandResult, months: number): Consequence {
  if (right.is !== 'none' && left.is !== 'none') return { is: 'both-hands' }
  if (right.is !== 'none') return { is: 'one-hand', missing: 'left' }
  if (left.is !== 'none') return { is: 'one-hand', missing: 'right' }
  const forGood = right.lasting === 'permanently' && left.lasting === 'permanently'
  return forGood ? { is: 'exempt' } : { is: 'provisional', months }
}
