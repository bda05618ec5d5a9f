import type { Errand, FeePartName } from '../contract/nouns.ts'
import { type Dated, inForce } from './dated.ts'

/** Who applies, and for what: everything a fee may depend on. */
export type FeeCase = {
  errand: Errand
  /** Whole years on the day; null where the errand does not ask. */
  age: number | null
  /** The old document was lost: a declaration of loss was made. */
  lost: boolean
  /** Has reached the age of the state pension (rules/age.ts). */
  pensioner: boolean
}

/** One line of a price: what it is for, in words that the papers translate. */
export type FeePart = { what: FeePartName; amount: number; source: string }

/** In øre. `asOf`: first day of the newest rule that made it. `pensioner`: the price is the one of the pension's age. */
export type Fee = { amount: number; parts: FeePart[]; asOf: string; pensioner: boolean }

/** A price of one errand: it applies when everything it names fits. */
export type FeeRule = {
  errand: Errand
  /** From this age on (years). */
  fromAge?: number
  /** Below this age (years). */
  belowAge?: number
  pensioner?: boolean
  amount: readonly Dated<number>[]
}

export type FeeRules = {
  /** The first that fits and is in force is the price; none means that it is free. */
  document: readonly FeeRule[]
  /** The municipality's part for taking fingerprints. */
  prints: readonly FeeRule[]
  /** How much more a lost document costs: so many times the document's own price. */
  lost: Partial<Record<Errand, readonly Dated<number>[]>>
}

const PASSPORT_2021 = '2021-02-01'

/**
 * The state of what could be read (DOMAIN.md), with the year in which it was seen. A municipality appends rows; an old row
 * is never changed, so that a receipt of any day can be worked out again. Amounts in øre.
 */
export const feeRules: FeeRules = {
  document: [
    {
      errand: 'passport-renewal',
      pensioner: true,
      amount: [
        {
          from: PASSPORT_2021,
          value: 35_000,
          source: '350 DKK at the age of the state pension: brondby.dk 2021, frederiksberg.dk 2023',
        },
      ],
    },
    {
      errand: 'passport-renewal',
      amount: [{ from: PASSPORT_2021, value: 86_200, source: '862 DKK for adults, seen 2021' }],
    },
    {
      errand: 'passport-child',
      belowAge: 18,
      amount: [{ from: PASSPORT_2021, value: 15_000, source: '150 DKK below 18, seen 2021' }],
    },
    {
      errand: 'residence-certificate',
      amount: [
        { from: '2021-01-01', value: 7_500, source: '75 DKK, seen 2021' },
        { from: '2024-01-01', value: 9_200, source: '92 DKK, seen 2024' },
      ],
    },
    {
      errand: 'temporary-licence',
      amount: [
        { from: '2021-01-01', value: 23_000, source: '230 DKK temporary replacement; year unclear, 2021 assumed' },
      ],
    },
  ],
  prints: [
    {
      errand: 'passport-renewal',
      amount: [{ from: PASSPORT_2021, value: 2_800, source: '28 DKK beside the price, seen 2021' }],
    },
    {
      errand: 'passport-child',
      fromAge: 12,
      amount: [{ from: PASSPORT_2021, value: 2_800, source: '28 DKK from 12, seen 2021' }],
    },
  ],
  lost: {
    'passport-renewal': [{ from: PASSPORT_2021, value: 1, source: 'double fee since 1 Feb 2021: randers.dk, sn.dk' }],
    'passport-child': [{ from: PASSPORT_2021, value: 1, source: 'double fee since 1 Feb 2021: randers.dk, sn.dk' }],
  },
}

/** What it costs on that day (`YYYY-MM-DD`), or null when no rule asks for anything. The same day gives the same for ever. */
export function feeFor(one: FeeCase, day: string, rules: FeeRules = feeRules): Fee | null {
  const parts: FeePart[] = []
  let asOf = ''
  const add = (what: FeePart['what'], rule: Dated<number> | null | undefined, times = 1) => {
    if (!rule || rule.value === 0) return
    parts.push({ what, amount: Math.round(rule.value * times), source: rule.source })
    if (rule.from > asOf) asOf = rule.from
  }
  const found = (table: readonly FeeRule[]) => table.find((rule) => fits(rule, one) && inForce(rule.amount, day))
  const priced = (rule: FeeRule | undefined) => rule && inForce(rule.amount, day)
  const own = found(rules.document)
  const document = priced(own)
  add('document', document)
  add('prints', priced(found(rules.prints)))
  if (one.lost) add('lost', inForce(rules.lost[one.errand] ?? [], day), document?.value)
  const amount = parts.reduce((sum, part) => sum + part.amount, 0)
  return amount > 0 ? { amount, parts, asOf, pensioner: own?.pensioner ?? false } : null
}

function fits(rule: FeeRule, one: FeeCase): boolean {
  if (rule.errand !== one.errand) return false
  if (rule.pensioner !== undefined && rule.pensioner !== one.pensioner) return false
  if (rule.fromAge !== undefined && (one.age === null || one.age < rule.fromAge)) return false
  return rule.belowAge === undefined || one.age === null || one.age < rule.belowAge
}

export type Verdict = 'approved' | 'rejected' | 'referred' | 'postponed'

/** Of what was paid, how much goes back after a decision: a share, 1 is all of it. */
export type RefundRules = Record<Exclude<Verdict, 'approved'>, readonly Dated<number>[]>

/**
 * No source was found for what a rejection does to the fee. Until a municipality writes its rule, the citizen gets all of
 * it back: an assumption, marked as one.
 */
export const refundRules: RefundRules = {
  rejected: [{ from: '2021-01-01', value: 1, source: 'assumption: no rule found; all of it goes back' }],
  referred: [
    { from: '2021-01-01', value: 1, source: 'assumption: the application is not finished here; all goes back' },
  ],
  postponed: [{ from: '2021-01-01', value: 1, source: 'assumption: nothing was sent; it is paid when it is' }],
}

/** Øre that go back to the citizen; 0 after an approval. */
export function refundFor(paid: number, verdict: Verdict, day: string, rules: RefundRules = refundRules): number {
  if (verdict === 'approved') return 0
  return Math.round(paid * (inForce(rules[verdict], day)?.value ?? 1))
}

/** What a receipt says about VAT. Assumption (no source in DOMAIN.md): fees that the law sets bear none. */
export const vatNote: readonly Dated<'none'>[] = [
  {
    from: '2021-01-01',
    value: 'none',
    source: 'assumption: official fees bear no VAT; ask the municipality’s accountant',
  },
]
