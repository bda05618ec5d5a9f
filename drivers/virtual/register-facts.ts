import { createHash } from 'node:crypto'
import type { RegisterFacts } from '../../device/contract/desk.ts'

const streets = ['Strandvejen 14', 'Klosterparkvej 7', 'Skovbrynet 22 B', 'Havnegade 3', 'Møllebakken 51']
const towns = ['Kalundborg', 'Gørlev', 'Høng', 'Svebølle', 'Ubby', 'Rørby']
const mothers = ['Anna', 'Birgit', 'Kirsten', 'Fatma', 'Lis', 'Maria']
const fathers = ['Hans', 'Jørgen', 'Mehmet', 'Ole', 'Peter', 'Knud']

/** Made-up facts about a made-up person: the same person, the same facts. */
export function registerFacts(who: {
  personalNumber: string | null
  surname: string
  dateOfBirth: string
}): RegisterFacts {
  const bytes = createHash('sha256').update(`${who.surname} ${who.dateOfBirth}`).digest()
  const pick = (from: readonly string[], at: number) => from[bytes[at]! % from.length]!
  return [
    { fact: 'street', value: pick(streets, 0) },
    { fact: 'birthplace', value: pick(towns, 1) },
    { fact: 'mothers-first-name', value: pick(mothers, 2) },
    { fact: 'fathers-first-name', value: pick(fathers, 3) },
    { fact: 'moved-year', value: String(2005 + (bytes[4]! % 18)) },
    { fact: 'passport-place', value: pick(towns, 5) },
  ]
}
