import type { Facts, Moment } from './facts.ts'
import { DECIDED } from './spec.ts'
import type { Observation } from './stats.ts'

/**
 * Contacts as KOMHEN counts them: channel × errand × information or transaction (DOMAIN.md). Which of ours is which is an
 * assumption: a visit that was served and a box visit with an outcome are transactions; a service call and a way out of triage
 * that sends to self-service or another authority are information.
 */
export function komhen({ visits, boxVisits, calls, triage }: Facts): Observation[] {
  const one = (channel: string, type: 'information' | 'transaction', errand: string, when: Moment, value = 1) => ({
    value,
    day: when.day,
    keys: { month: when.day.slice(0, 7), errand, channel, komhen: `${channel} / ${type}` },
  })
  return [
    ...visits
      // An appointment at a box is counted by the box's own visit.
      .filter(({ outcome, kind }) => outcome === 'served' && kind !== 'box')
      .map(({ kind, errand, when }) => one(kind === 'phone' ? 'phone' : 'personal', 'transaction', errand, when)),
    ...boxVisits
      .filter(({ outcome }) => outcome !== null && DECIDED.has(outcome))
      .map((visit) => one('box', 'transaction', visit.errand ?? '', visit.when)),
    ...calls
      .filter(({ outcome }) => outcome !== 'no-answer')
      .map(({ errand, outcome, when }) =>
        one('phone', outcome === 'settled' ? 'transaction' : 'information', errand, when),
      ),
    ...triage
      .filter(({ exit }) => exit === 'self-service' || exit === 'other-authority')
      .map(({ day, errand, n }) => one('web', 'information', errand, { day, minute: 0 }, n)),
  ]
}
