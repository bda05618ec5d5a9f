import type { BenchCitizen } from '../../../device/contract/bench.ts'
import { chipPortrait } from '../camera/chip.ts'
import type { TestAuthority } from '../country/authority.ts'
import type { Holder } from '../country/mrz-writer.ts'
import { type IssueOptions, issuePassport, type TestPassport } from '../country/passport.ts'
import { type Series, series } from '../country/series.ts'
import type { Person } from '../people/person.ts'

export type Citizen = {
  id: BenchCitizen
  name: string
  holder: Holder
  passport: TestPassport
  /** Who stands before the camera when this citizen does. */
  face: Person
  /** Their ridges are drawn from this. */
  fingerSeed: number
}

/** Invented people. Numbers are no Danish personal numbers: the day part is above 31 + 60 and no such day exists. */
export const holders: Record<BenchCitizen, Holder> = {
  good: {
    surname: 'Sørensen',
    givenNames: 'Anna Kirstine',
    dateOfBirth: '1984-03-12',
    sex: 'F',
    documentNumber: 'UT1000017',
    personalNumber: '9203840010',
  },
  mismatch: {
    surname: 'Holm',
    givenNames: 'Mette',
    // Of the age of the state pension: pays less for her passport.
    dateOfBirth: '1954-11-02',
    sex: 'F',
    documentNumber: 'UT1000025',
    personalNumber: '9211540028',
  },
  badsig: {
    surname: 'Ågaard',
    givenNames: 'Jens Peter',
    dateOfBirth: '1968-07-23',
    sex: 'M',
    documentNumber: 'UT1000033',
    personalNumber: '9307680037',
  },
  altered: {
    surname: 'Bjerregaard',
    givenNames: 'Søren',
    dateOfBirth: '1991-01-30',
    sex: 'M',
    documentNumber: 'UT1000041',
    personalNumber: '9301910045',
  },
  child: {
    surname: 'Sørensen',
    givenNames: 'Emil',
    dateOfBirth: '',
    sex: 'M',
    documentNumber: 'UT1000059',
    personalNumber: '9301180050',
  },
}

/** Years: old enough to stand before the camera, too young for fingerprints. */
const CHILD_AGE = 8

/**
 * The five citizens of the demo with passports of the test country. With fewer than five pictures some share a face; the
 * mismatch never shares hers with the one in her passport.
 */
export async function makeCitizens(authority: TestAuthority, people: readonly Person[], now: Date): Promise<Citizen[]> {
  const at = (index: number) => people[index % people.length]!
  const faces: Record<BenchCitizen, { stands: Person; onChip: Person }> = {
    good: { stands: at(0), onChip: at(0) },
    mismatch: { stands: at(0), onChip: at(1) },
    badsig: people.length > 3 ? { stands: at(2), onChip: at(2) } : { stands: at(0), onChip: at(0) },
    altered: people.length > 3 ? { stands: at(3), onChip: at(3) } : { stands: at(1), onChip: at(1) },
    child: people.length > 4 ? { stands: at(4), onChip: at(4) } : { stands: at(1), onChip: at(1) },
  }
  if (people.length > 5) faces.mismatch.stands = at(5)
  const defects: Partial<Record<BenchCitizen, IssueOptions['defect']>> = {
    badsig: 'broken-signature',
    altered: 'altered-data-group',
  }
  // Old and new ones, so that every demo and journey meets both ways of opening a chip.
  const made: Record<BenchCitizen, Series> = {
    good: 'pace',
    mismatch: 'signing',
    badsig: 'basic',
    altered: 'pace',
    child: 'newest',
  }
  const born = new Date(now)
  born.setUTCFullYear(born.getUTCFullYear() - CHILD_AGE)
  holders.child.dateOfBirth = born.toISOString().slice(0, 10)

  return Promise.all(
    (Object.keys(holders) as BenchCitizen[]).map(async (id, index) => {
      const holder = holders[id]
      const defect = defects[id]
      const chip = series[made[id]]
      const passport = issuePassport(authority, holder, await chipPortrait(faces[id].onChip), {
        chip,
        ...(defect ? { defect } : {}),
      })
      return {
        id,
        name: `${holder.givenNames} ${holder.surname}`,
        holder,
        passport,
        face: faces[id].stands,
        fingerSeed: 100 + index,
      }
    }),
  )
}
