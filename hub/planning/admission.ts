/**
 * May a walk-in take this gap? One pure function for the live chance queue and for the simulator: state, measured service
 * times and the planner's parameters in; offer or not, with the probability and the reason, out.
 */

export type Standby = {
  /** At least this probability that nobody booked is delayed beyond the limit by this service (0–1). */
  level: number
  /** A booked citizen may wait this much longer because of it (minutes). */
  limitMinutes: number
  /** Offer also when this many caseworkers are free beyond everybody expected within one mean service; null: never by this rule. */
  spare: number | null
}

/** Service times as measured: `atMost(m)` = share of services that take at most m minutes; `mean` in minutes. */
export type MeasuredService = { mean: number; atMost(minutes: number): number }

/** Everything that counts, of the caseworkers who can serve this walk-in. Times in minutes on one clock. */
export type FloorState = {
  now: number
  /** Caseworkers free at this moment. */
  free: number
  /** For each busy caseworker: how long the running service has lasted (minutes). */
  busy: readonly number[]
  /** Booked citizens and handoffs who are here and waiting: they go first. */
  waiting: number
  /**
   * Booked citizens not here yet (and breaks about to start, with chance 1), in order of time: when, and the probability
   * that they come at all. One who is late stands at `now` with the chance that is left (see `stillComing`).
   */
  expected: readonly { at: number; chance: number }[]
  /** When service must have ended; null = never. */
  closesAt: number | null
}

export type Admission =
  /** `probability`: that no booked citizen is delayed beyond the limit by this service. */
  | { is: 'offer'; probability: number; reason: 'gap-long-enough' | 'others-free' | 'spare' }
  | { is: 'wait'; probability: number; reason: 'nobody-free' | 'booked-waiting' | 'gap-too-short' | 'closing' }

/** Beyond this chance of still running, a service no longer matters for the answer. */
const NEGLIGIBLE = 0.002

/**
 * Offered when P(no booked citizen waits more than `limitMinutes` because of it) ≥ `level`. For each coming booked start the
 * service does harm only if it is still running at start + limit *and* everybody else is taken then; the harms of
 * successive starts are nested in the service's length, so they are summed over its intervals, not over the starts.
 */
export function admission(state: FloorState, service: MeasuredService, standby: Standby): Admission {
  if (state.free < 1) return { is: 'wait', probability: 0, reason: 'nobody-free' }
  if (state.waiting > 0) return { is: 'wait', probability: 0, reason: 'booked-waiting' }
  if (state.closesAt !== null) {
    const inTime = service.atMost(state.closesAt - state.now)
    if (inTime < standby.level) return { is: 'wait', probability: inTime, reason: 'closing' }
  }
  const { limitMinutes, level } = standby
  const starts = [...new Set(state.expected.map(({ at }) => Math.max(at, state.now)))]
  const running = (start: number) => 1 - service.atMost(start + limitMinutes - state.now)
  let harm = 0
  let shortage = 0
  for (let i = 0; i < starts.length && harm <= 1 - level; i++) {
    const still = running(starts[i]!)
    if (still < NEGLIGIBLE) break
    shortage = Math.min(1, shortage + othersTaken(state, service, starts[i]!, starts[i]! + limitMinutes))
    const next = starts[i + 1]
    harm += Math.max(0, still - (next === undefined ? 0 : running(next))) * shortage
  }
  const probability = Math.max(0, 1 - harm)
  if (probability >= level) {
    const alone = starts.length === 0 || 1 - running(starts[0]!) >= level
    return { is: 'offer', probability, reason: alone ? 'gap-long-enough' : 'others-free' }
  }
  if (standby.spare !== null) {
    const soon = state.expected.reduce((sum, one) => sum + (one.at <= state.now + service.mean ? one.chance : 0), 0)
    if (state.free - soon >= standby.spare) return { is: 'offer', probability, reason: 'spare' }
  }
  return { is: 'wait', probability, reason: 'gap-too-short' }
}

/**
 * P(all caseworkers but the one given to the walk-in are taken at `by`, counting everybody due up to `start`): the number of
 * people who then hold or need a caseworker is a sum of independent chances (Poisson-binomial), summed exactly.
 */
function othersTaken(state: FloorState, service: MeasuredService, start: number, by: number): number {
  const servers = state.free + state.busy.length
  // taken[k] = P(exactly k people), the last = P(servers or more).
  const taken = new Float64Array(servers + 1)
  taken[0] = 1
  const add = (chance: number) => {
    if (chance <= 0) return
    taken[servers]! += taken[servers - 1]! * chance
    for (let k = servers - 1; k > 0; k--) taken[k] = taken[k]! * (1 - chance) + taken[k - 1]! * chance
    taken[0]! *= 1 - chance
  }
  for (const elapsed of state.busy) {
    const left = 1 - service.atMost(elapsed)
    // Longer than anything measured: nothing is known, so it counts as still running.
    add(left <= 0 ? 1 : (1 - service.atMost(elapsed + by - state.now)) / left)
  }
  for (const { at, chance } of state.expected) {
    if (at > start) break
    // Due earlier: may be served and gone by then. Due now: needs a caseworker now.
    add(Math.max(at, state.now) < start ? chance * (1 - service.atMost(by - Math.max(at, state.now))) : chance)
  }
  return taken[servers]!
}

/**
 * Chance that a booked citizen who is `lateBy` minutes late still comes: Bayes over no-show and the measured lateness of
 * those who came. `lateAtMost(m)` = share of them at most m minutes late.
 */
export function stillComing(noShow: number, lateBy: number, lateAtMost: (minutes: number) => number): number {
  const later = (1 - noShow) * (1 - lateAtMost(lateBy))
  return noShow + later <= 0 ? 0 : later / (noShow + later)
}
