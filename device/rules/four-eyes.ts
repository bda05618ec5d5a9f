import type { Decision } from '../contract/application.ts'
import type { Errand } from '../contract/nouns.ts'
import { type Dated, inForce } from './dated.ts'

export type FourEyesRule = {
  /** Errands of which every approval needs two caseworkers. */
  errands: readonly Errand[]
  /** What an approval must not rest on with one caseworker alone. */
  recorded: readonly Decision['recorded'][number][]
}

/**
 * Which approvals need a second caseworker. The one source (MitID at level High: two staff approvals, signaturgruppen.dk,
 * mitid.dk) is about an errand that this box does not do yet; all else is our assumption after it, and awaits a lawyer's eye.
 */
export const fourEyesRules: Dated<FourEyesRule>[] = [
  {
    from: '2013-01-01',
    value: { errands: [], recorded: ['identity-by-witness'] },
    source:
      'ASSUMPTION: as MitID level High needs two approvals, so does a passport whose holder is known by a witness’s word alone',
  },
]

/** The rule on `day`, with the errands that the municipality has added by itself. */
export function fourEyesOn(day: string, errand: Errand, added: readonly Errand[]): FourEyes {
  const rule = inForce(fourEyesRules, day)?.value
  return { always: added.includes(errand) || (rule?.errands.includes(errand) ?? false), recorded: rule?.recorded ?? [] }
}

/** For one errand: every approval, or those that rest on one of `recorded`. */
export type FourEyes = { always: boolean; recorded: readonly Decision['recorded'][number][] }

/** Whether this approval needs another caseworker's as well. */
export const needsSecond = ({ always, recorded }: FourEyes, decision: Pick<Decision, 'recorded'>): boolean =>
  always || decision.recorded.some((one) => recorded.includes(one))
