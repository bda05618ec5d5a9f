import { type Dated, inForce } from './dated.ts'
import { type Fee, feeFor } from './fees.ts'

/** How a capture must happen: alone at the box, or with a caseworker watching live. */
export type CaptureRule = 'unattended' | 'supervised'

/** The errands that end in a passport. */
export type PassportErrand = 'passport-renewal' | 'passport-child'

export type PassportRules = {
  capture: Record<PassportErrand, readonly Dated<CaptureRule>[]>
  /** Fingerprints are taken from this age on (years). */
  printsFromAge: readonly Dated<number>[]
  /** Below this age all custody holders must consent (years). */
  consentBelowAge: readonly Dated<number>[]
}

const COLLECTED = 'Regulation (EC) 2252/2004 art. 1a: qualified and duly authorised staff'

export const passportRules: PassportRules = {
  capture: {
    'passport-renewal': [
      {
        from: '2021-01-01',
        value: 'unattended',
        source: `${COLLECTED}; a caseworker sees every capture before deciding`,
      },
    ],
    'passport-child': [
      {
        from: '2021-01-01',
        value: 'unattended',
        source: `${COLLECTED}; a caseworker sees every capture before deciding`,
      },
    ],
  },
  printsFromAge: [{ from: '2009-06-26', value: 12, source: 'Regulation (EC) 444/2009 art. 1; BEK 2011 §6' }],
  consentBelowAge: [{ from: '2013-01-01', value: 18, source: 'Pasbekendtgørelsen §19' }],
}

/** Whole years lived on `day`; both dates `YYYY-MM-DD`. Someone born on 29 February is a year older on 1 March. */
export function ageOn(dateOfBirth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4))
  return day.slice(5) >= dateOfBirth.slice(5) ? years : years - 1
}

export type PassportPlan = {
  errand: PassportErrand
  age: number
  prints: boolean
  consent: boolean
  capture: CaptureRule
  /** Null: free. */
  fee: Fee | null
}

/** What the rules ask of this applicant on this day. */
export function planPassport(
  dateOfBirth: string,
  day: string,
  rules: PassportRules = passportRules,
  pensioner = false,
): PassportPlan {
  const age = ageOn(dateOfBirth, day)
  const consent = age < (inForce(rules.consentBelowAge, day)?.value ?? 18)
  const errand: PassportErrand = consent ? 'passport-child' : 'passport-renewal'
  const prints = age >= (inForce(rules.printsFromAge, day)?.value ?? 12)
  const fee = feeFor({ errand, age, lost: false, pensioner }, day)
  return {
    errand,
    age,
    prints,
    consent,
    // Where no rule is known the stricter one holds.
    capture: inForce(rules.capture[errand], day)?.value ?? 'supervised',
    fee,
  }
}
