import type { Outcome } from '../contract/nouns.ts'

/** Why a visit ended before its task did. */
export class VisitEnd extends Error {
  readonly outcome: Outcome

  constructor(outcome: Outcome) {
    super(outcome)
    this.outcome = outcome
  }
}
