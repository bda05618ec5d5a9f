import { normalAtMost, normalDensity } from '../planning/normal.ts'

/**
 * Square-root safety staffing: caseworkers = load + β√load. The plain rule (Halfin and Whitt 1981) takes β from the limit of
 * many servers; the refined one from an expansion that is already good for two to ten (Janssen, van Leeuwaarden and Zwart,
 * “Refining square-root safety staffing by expanding Erlang C”, Operations Research 59(6), 2011, 1512–1522). Both stay useful
 * where Erlang-C has no answer: between whole numbers of caseworkers, and as a rule one can explain.
 */

/** P(wait) in the limit of many servers: 1 / (1 + βΦ(β)/φ(β)). */
export function halfinWhitt(beta: number): number {
  return 1 / (1 + (beta * normalAtMost(beta)) / normalDensity(beta))
}

/**
 * P(wait) of M/M/s by the expansion: 1/C = ρ + (1−ρ)√s · (Φ(α)/φ(α) + 2/(3√s) + 1/((12s−1)φ(α))), α = √(−2s(1−ρ+ln ρ)). Holds for
 * fractions of a server too. Measured here against Erlang-C: see the bench.
 */
export function refinedWaits(servers: number, load: number): number {
  if (load >= servers) return 1
  if (load <= 0) return 0
  const rho = load / servers
  const root = Math.sqrt(servers)
  const alpha = Math.sqrt(-2 * servers * (1 - rho + Math.log(rho)))
  const expansion =
    normalAtMost(alpha) / normalDensity(alpha) + 2 / (3 * root) + 1 / (normalDensity(alpha) * (12 * servers - 1))
  return 1 / (rho + (1 - rho) * root * expansion)
}

/** The real number of caseworkers at which `waits(servers)` falls to `target` (0–1), by bisection. */
function staffedFor(load: number, target: number, waits: (servers: number) => number): number {
  let low = load
  let high = load + 10 * Math.sqrt(load) + 10
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (waits(middle) > target) low = middle
    else high = middle
  }
  return high
}

/** Caseworkers (a real number) so that at most `target` of the arrivals wait, by the plain rule. */
export function squareRootStaff(load: number, target: number): number {
  return staffedFor(load, target, (servers) => halfinWhitt((servers - load) / Math.sqrt(load)))
}

/** The same by the refined rule. */
export function refinedStaff(load: number, target: number): number {
  return staffedFor(load, target, (servers) => refinedWaits(servers, load))
}
