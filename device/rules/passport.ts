import { ageOn, ofPensionAge } from './age.ts'
import { type Dated, inForce } from './dated.ts'

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

export type PassportPlan = {
  errand: PassportErrand
  age: number
  /** Of the age of the state pension: pays less. */
  pensioner: boolean
  prints: boolean
  consent: boolean
  capture: CaptureRule
}

/** What the rules ask of this applicant on this day. */
export function planPassport(dateOfBirth: string, day: string, rules: PassportRules = passportRules): PassportPlan {
  const age = ageOn(dateOfBirth, day)
  const consent = age < (inForce(rules.consentBelowAge, day)?.value ?? 18)
  const errand: PassportErrand = consent ? 'passport-child' : 'passport-renewal'
  const prints = age >= (inForce(rules.printsFromAge, day)?.value ?? 12)
  return {
    errand,
    age,
    pensioner: ofPensionAge(dateOfBirth, day),
    prints,
    consent,
    // Where no rule is known the stricter one holds.
    capture: inForce(rules.capture[errand], day)?.value ?? 'supervised',
  }
}
