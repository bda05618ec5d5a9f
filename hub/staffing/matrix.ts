/** The cross-training matrix: who can take what, where; and how much of the staff can be moved about. */

export type Person = { id: number; name: string; errands: string[]; channels: string[]; places: string[] }

/**
 * When somebody counts as cross-trained. The 70 % are Copenhagen’s goal for the end of 2017 (DOMAIN.md), whose people “serve
 * several channels in several entrances”; what “several” means is an assumption.
 */
export const crossTraining = { goal: 0.7, channels: 2, places: 2, errands: 2 }
export type CrossTraining = typeof crossTraining

/** Fewer than this who can take an errand at a place: one holiday and nobody is left. */
export const THIN = 2

export type Coverage = {
  people: number
  crossTrained: number
  /** 0–1; null without staff. */
  share: number | null
  goal: number
  met: boolean
  /** More people to train until the goal is met. */
  missing: number
  /** How many can take each errand, channel and place, by its id. */
  errands: { [id: string]: number }
  channels: { [id: string]: number }
  places: { [id: string]: number }
  /** Errand at a counter of a place that nobody, or only one person, can take. */
  thin: { place: string; errand: string; people: number }[]
}

export function isCrossTrained(person: Person, rule: CrossTraining = crossTraining): boolean {
  return (
    person.channels.length >= rule.channels &&
    person.places.length >= rule.places &&
    person.errands.length >= rule.errands
  )
}

/** `counters`: places that have one, with the errands done there. */
export function coverage(
  people: readonly Person[],
  all: { errands: string[]; channels: string[]; places: string[]; counters: { place: string; errands: string[] }[] },
  rule: CrossTraining = crossTraining,
): Coverage {
  const crossTrained = people.filter((one) => isCrossTrained(one, rule)).length
  const count = (ids: string[], has: (person: Person) => string[]) =>
    Object.fromEntries(ids.map((id) => [id, people.filter((one) => has(one).includes(id)).length]))
  const needed = Math.ceil(rule.goal * people.length - 1e-9)
  return {
    people: people.length,
    crossTrained,
    share: people.length ? crossTrained / people.length : null,
    goal: rule.goal,
    met: people.length > 0 && crossTrained >= needed,
    missing: Math.max(0, needed - crossTrained),
    errands: count(all.errands, ({ errands }) => errands),
    channels: count(all.channels, ({ channels }) => channels),
    places: count(all.places, ({ places }) => places),
    thin: all.counters.flatMap(({ place, errands }) =>
      errands
        .map((errand) => ({
          place,
          errand,
          people: people.filter(
            (one) => one.channels.includes('counter') && one.places.includes(place) && one.errands.includes(errand),
          ).length,
        }))
        .filter(({ people }) => people < THIN),
    ),
  }
}
