import { type Abilities, fitOf, type Needs } from './fit.ts'

/** Never promise less of a service that has already taken longer than the usual (s). */
const AT_LEAST_LEFT = 30

export type Waiting = Needs & { case: string; errand: string }
export type AtWork = Abilities & { availability: string; busySince: Date | null; busyErrand: string | null }
/** Mean seconds of the last services: of each errand that has enough of its own, and of all. */
export type Services = { all: number | null; errands: ReadonlyMap<string, number> }

/**
 * Position and expected wait of everybody who waits, in the order given: each goes to whichever caseworker who may take them
 * is free first. `seconds` is null while nobody can know: no caseworker at work for it, or no service measured yet.
 * `ahead`: how many before them share a caseworker with them.
 */
export function expectedWaits(
  waiting: readonly Waiting[],
  staff: readonly AtWork[],
  services: Services,
  now: Date,
): Map<string, { ahead: number; seconds: number | null }> {
  const meanOf = (errand: string | null) => (errand && services.errands.get(errand)) || services.all
  // When each is free next, in seconds from now; null: when is not known.
  const free: (number | null)[] = staff.map((person) => {
    if (!person.busySince) return 0
    const mean = meanOf(person.busyErrand)
    return mean === null ? null : Math.max(AT_LEAST_LEFT, mean - (now.getTime() - person.busySince.getTime()) / 1000)
  })
  const result = new Map<string, { ahead: number; seconds: number | null }>()
  // Who may take a case depends on few things: asked once for each mixture.
  const known = new Map<string, { able: number[]; before: number }>()
  const groups: { able: number[]; before: number }[] = []
  for (const one of waiting) {
    const held = one.heldUntil && one.heldUntil > now ? one.heldFor : null
    const key = JSON.stringify([one.skills, one.language, one.place, held, one.firstUser, one.voice])
    let group = known.get(key)
    if (!group) {
      const able = staff.flatMap((person, index) =>
        (person.availability === 'available' || person.busySince || held === person.user) &&
        fitOf(person, one, now) === 'yes'
          ? [index]
          : [],
      )
      group = { able, before: 0 }
      known.set(key, group)
      groups.push(group)
    }
    const ahead = groups.reduce(
      (sum, other) => sum + (other === group || other.able.some((i) => group.able.includes(i)) ? other.before : 0),
      0,
    )
    group.before += 1
    let best: number | undefined
    for (const index of group.able) {
      const at = free[index]!
      if (at !== null && (best === undefined || at < (free[best] ?? Number.POSITIVE_INFINITY))) best = index
    }
    if (best === undefined) {
      result.set(one.case, { ahead, seconds: null })
      continue
    }
    const seconds = free[best]!
    const mean = meanOf(one.errand)
    free[best] = mean === null ? null : seconds + mean
    result.set(one.case, { ahead, seconds: Math.round(seconds) })
  }
  return result
}
