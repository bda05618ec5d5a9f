import type { Fit } from '../../device/contract/api.ts'

/** What a caseworker can do; null means everything. Skills are errands, or `errand@authority` for one authority's only. */
export type Abilities = { user: string; skills: string[] | null; languages: string[] | null; places: string[] | null }

export type Needs = {
  skills: readonly string[]
  language: string
  place: string | null
  heldFor: string | null
  heldUntil: Date | null
  /** Who approved first: another must look. */
  firstUser?: string | null
  /** Wished for by voice only: to talk needs no skill and no place. */
  voice?: boolean
}

/** Whether `mine` covers a needed skill: the errand in general, or for just that authority. */
const covers = (mine: readonly string[], need: string) => mine.includes(need) || mine.includes(need.split('@')[0]!)

/** Whether somebody with these skills (null: all) may serve a case that needs those. */
export const skilled = (mine: readonly string[] | null, needed: readonly string[]) =>
  !mine || needed.every((need) => covers(mine, need))

/** Whether this caseworker may take the case now, or what stands in the way. */
export function fitOf(person: Abilities, need: Needs, now: Date): Fit {
  const { skills, languages, places } = person
  if (need.firstUser === person.user) return 'second'
  if (need.heldFor && need.heldFor !== person.user && need.heldUntil && need.heldUntil > now) return 'held'
  if (!need.voice && !skilled(skills, need.skills)) return 'skill'
  if (languages && !languages.includes(need.language)) return 'language'
  if (!need.voice && places && need.place && !places.includes(need.place)) return 'place'
  return 'yes'
}
