/**
 * Erlang-C (M/M/c: everybody waits as long as it takes) and Erlang-A (M/M/c+M: patience is exponential). Rates and times in one
 * unit of the caller’s choice, here minutes; `load` = arrival rate × mean service, in erlangs.
 */

/** P(all lines taken) of M/M/c/c, by the stable recursion on its inverse. */
export function erlangB(servers: number, load: number): number {
  if (load === 0) return servers === 0 ? 1 : 0
  let inverse = 1
  for (let c = 1; c <= servers; c++) inverse = 1 + (inverse * c) / load
  return 1 / inverse
}

/** P(an arrival waits) of M/M/c; 1 when the load is more than the caseworkers can do. */
export function erlangC(servers: number, load: number): number {
  if (load >= servers) return 1
  const b = erlangB(servers, load)
  return (servers * b) / (servers - load * (1 - b))
}

export type Queue = {
  /** P(an arrival waits at all). */
  waits: number
  /** Mean wait of everybody, those who leave included (minutes); Infinity when the line grows for ever. */
  meanWait: number
  /** Mean wait of those served (minutes). */
  meanWaitServed: number
  /** Share that leaves before being served. */
  abandon: number
  /** Share of the caseworkers’ time. */
  utilisation: number
  /** P(served or gone within `minutes`): P(wait ≤ minutes). */
  within(minutes: number): number
  /** P(served, and called within `minutes`). */
  servedWithin(minutes: number): number
}

export type Input = { servers: number; perMinute: number; serviceMinutes: number }

export function erlangCQueue({ servers, perMinute, serviceMinutes }: Input): Queue {
  const load = perMinute * serviceMinutes
  const waits = erlangC(servers, load)
  const spare = servers - load
  const meanWait = spare > 0 ? (waits * serviceMinutes) / spare : Number.POSITIVE_INFINITY
  const within = (minutes: number) => (spare > 0 ? 1 - waits * Math.exp((-spare * minutes) / serviceMinutes) : 0)
  return {
    waits,
    meanWait,
    meanWaitServed: meanWait,
    abandon: 0,
    utilisation: servers > 0 ? Math.min(1, load / servers) : 1,
    within,
    servedWithin: within,
  }
}

/** Terms of the state probabilities below this part of the largest no longer count. */
const NEGLIGIBLE = 1e-14
const MOST_STATES = 200_000

/** Erlang-A from its birth-and-death process: probabilities of n = 0, 1, 2 … present, summed until they vanish. */
export function erlangAQueue(input: Input & { patienceMinutes: number }): Queue {
  const { servers, perMinute, serviceMinutes, patienceMinutes } = input
  const leave = (n: number) => Math.min(n, servers) / serviceMinutes + Math.max(0, n - servers) / patienceMinutes
  const weights = [1]
  let largest = 1
  for (let n = 1; n < MOST_STATES; n++) {
    const weight = (weights[n - 1]! * perMinute) / leave(n)
    weights.push(weight)
    largest = Math.max(largest, weight)
    if (n > servers && weight < largest * NEGLIGIBLE) break
    // Heavy loads outgrow a double: only ratios matter.
    if (largest > 1e250) {
      for (let i = 0; i < weights.length; i++) weights[i]! /= largest
      largest = 1
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const at = (n: number) => (weights[n] ?? 0) / total
  let waits = 0
  let line = 0
  let busy = 0
  for (let n = 0; n < weights.length; n++) {
    if (n >= servers) waits += at(n)
    line += Math.max(0, n - servers) * at(n)
    busy += Math.min(n, servers) * at(n)
  }
  const meanWait = perMinute > 0 ? line / perMinute : 0
  const abandon = meanWait / patienceMinutes
  return {
    waits,
    meanWait,
    meanWaitServed: meanServed(input, at, weights.length, abandon),
    abandon,
    utilisation: servers > 0 ? busy / servers : 1,
    within: (minutes) => 1 - tail(input, at, weights.length, minutes),
    // Out of the line by then, less those who left: θ × the time spent in line up to then (Simpson’s rule).
    servedWithin(minutes) {
      const steps = 40
      let area = 0
      for (let i = 0; i <= steps; i++)
        area += tail(input, at, weights.length, (minutes * i) / steps) * (i === 0 || i === steps ? 1 : i % 2 ? 4 : 2)
      const left = (area * minutes) / steps / 3 / patienceMinutes
      return 1 - tail(input, at, weights.length, minutes) - left
    },
  }
}

/**
 * Mean wait of the served. One who finds k ahead in the line is served with probability Π (cμ + jθ)/(cμ + (j+1)θ), j = 0…k, and
 * given that, waits the sum of stages at rates cμ + (j+1)θ, j = 0…k (all present leave or are served; own patience included).
 */
function meanServed(
  { servers, serviceMinutes, patienceMinutes }: Input & { patienceMinutes: number },
  at: (n: number) => number,
  states: number,
  abandon: number,
): number {
  const serve = servers / serviceMinutes
  const theta = 1 / patienceMinutes
  let sum = 0
  let stages = 0
  for (let n = servers; n < states; n++) {
    const k = n - servers
    stages += 1 / (serve + (k + 1) * theta)
    sum += at(n) * (serve / (serve + (k + 1) * theta)) * stages
  }
  return abandon < 1 ? sum / (1 - abandon) : 0
}

/** P(still in the line after `minutes`): over the number found ahead, not yet called and not yet out of patience. */
function tail(
  { servers, serviceMinutes, patienceMinutes }: Input & { patienceMinutes: number },
  at: (n: number) => number,
  states: number,
  minutes: number,
): number {
  const serve = servers / serviceMinutes
  const theta = 1 / patienceMinutes
  // One who finds k ahead would be called after k + 1 departures at rates serve + jθ, j = k…0. e^(−θ × that time) has a beta
  // distribution with a = serve/θ and k + 1, whose distribution function at x is the sum that `more` builds up term by term.
  const a = serve / theta
  const x = Math.exp(-theta * minutes)
  let sum = 0
  let term = x ** a
  let more = term
  for (let n = servers; n < states; n++) {
    const k = n - servers
    if (k > 0) {
      term *= ((a + k - 1) / k) * (1 - x)
      more += term
    }
    sum += at(n) * more
  }
  return sum * x
}

/** Fewest caseworkers for which `good` holds, from the load upwards. */
export function fewest(load: number, good: (servers: number) => boolean): number {
  let servers = Math.max(1, Math.ceil(load))
  while (!good(servers)) servers++
  return servers
}
