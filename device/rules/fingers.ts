import { type Dated, inForce } from './dated.ts'

export type Hand = 'right' | 'left'
export type Digit = 'index' | 'thumb' | 'middle' | 'ring'

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

/** As the project understands them; the clauses were not at hand and await a lawyer's eye. */
export const fingerRules: FingerRules = {
  order: [
    {
      from: '2009-06-28',
      value: ['index', 'thumb', 'middle', 'ring'],
      source: 'issue 5, after Commission Decision C(2018) 7774 and BSI TR-03121; to be checked against their texts',
    },
  ],
  tries: [{ from: '2009-06-28', value: 3, source: 'issue 5, after BSI TR-03121; to be checked against its text' }],
  fromAge: [{ from: '2009-06-26', value: 12, source: `${REGULATION}(2a)` }],
  provisionalMonths: [{ from: '2009-06-26', value: 12, source: `${REGULATION}(2b)` }],
}

/** Why a finger cannot be taken. `lasting` decides what follows, and only a caseworker says which it is. */
export const impossibleReasons = {
  missing: { lasting: 'permanently', text: 'The finger is not there.' },
  'cannot-place': { lasting: 'permanently', text: 'The hand cannot be laid on the sensor.' },
  'no-ridges': { lasting: 'permanently', text: 'The skin has no ridges.' },
  bandaged: { lasting: 'temporarily', text: 'The finger is bandaged.' },
  injured: { lasting: 'temporarily', text: 'The finger is hurt.' },
  'skin-condition': { lasting: 'temporarily', text: 'The skin is inflamed or worn and will heal.' },
} as const
export type ImpossibleReason = keyof typeof impossibleReasons
export type Lasting = 'permanently' | 'temporarily'

/** One thing that happened, in order. A finger that is impossible was judged so by a caseworker, who is named. */
export type FingerFact =
  | { is: 'print'; hand: Hand; digit: Digit; ok: boolean; quality: number }
  | { is: 'impossible'; hand: Hand; digit: Digit; reason: ImpossibleReason; lasting: Lasting; caseworker: string }

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

export type LadderStep =
  | { is: 'skip'; why: 'under-age'; fromAge: number; source: string }
  | { is: 'take'; hand: Hand; digit: Digit; attempt: number; attempts: number }
  | { is: 'done'; right: HandResult; left: HandResult; consequence: Consequence; decision: 'none' | 'caseworker' }

const HANDS = ['right', 'left'] as const

/** What to do next, from the applicant's age, the day and all that happened so far. Pure: the same facts, the same step. */
export function nextFinger(age: number, day: string, facts: readonly FingerFact[], rules = fingerRules): LadderStep {
  const from = inForce(rules.fromAge, day)
  if (from && age < from.value) return { is: 'skip', why: 'under-age', fromAge: from.value, source: from.source }
  const order = inForce(rules.order, day)?.value ?? ['index']
  const attempts = inForce(rules.tries, day)?.value ?? 1
  const results: Partial<Record<Hand, HandResult>> = {}
  for (const hand of HANDS) {
    const step = climb(hand, order, attempts, facts)
    if (step.is === 'take') return step
    results[hand] = step
  }
  const { right, left } = results as Record<Hand, HandResult>
  const consequence = follows(right, left, inForce(rules.provisionalMonths, day)?.value ?? 12)
  const settled = right.is === 'good' && left.is === 'good'
  return { is: 'done', right, left, consequence, decision: settled ? 'none' : 'caseworker' }
}

type Take = Extract<LadderStep, { is: 'take' }>
type Print = Extract<FingerFact, { is: 'print' }>

function climb(hand: Hand, order: readonly Digit[], attempts: number, facts: readonly FingerFact[]): Take | HandResult {
  const own = facts.filter((fact) => fact.hand === hand)
  for (const digit of order) {
    const here = own.filter((fact) => fact.digit === digit)
    if (here.some(({ is }) => is === 'impossible')) continue
    const prints = here.filter((fact) => fact.is === 'print')
    if (prints.some(({ ok }) => ok)) return { is: 'good', digit, tries: prints.length }
    if (prints.length < attempts) return { is: 'take', hand, digit, attempt: prints.length + 1, attempts }
  }
  const best = own
    .filter((fact): fact is Print => fact.is === 'print')
    .reduce<Print | null>((most, now) => (most === null || now.quality > most.quality ? now : most), null)
  if (best) {
    return {
      is: 'poor',
      digit: best.digit,
      tries: own.filter(({ is, digit }) => is === 'print' && digit === best.digit).length,
    }
  }
  const impossible = own.filter((fact) => fact.is === 'impossible')
  const lasting = impossible.every((fact) => fact.lasting === 'permanently') ? 'permanently' : 'temporarily'
  return { is: 'none', lasting, reasons: [...new Set(impossible.map(({ reason }) => reason))] }
}

function follows(right: HandResult, left: HandResult, months: number): Consequence {
  if (right.is !== 'none' && left.is !== 'none') return { is: 'both-hands' }
  if (right.is !== 'none') return { is: 'one-hand', missing: 'left' }
  if (left.is !== 'none') return { is: 'one-hand', missing: 'right' }
  const forGood = right.lasting === 'permanently' && left.lasting === 'permanently'
  return forGood ? { is: 'exempt' } : { is: 'provisional', months }
}
