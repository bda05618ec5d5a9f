import { erlangAQueue, erlangC, erlangCQueue, fewest, type Queue } from '../staffing/erlang.ts'
import { refinedStaff, squareRootStaff } from '../staffing/square-root.ts'
import { BadInput } from './bad-input.ts'

export type NeedInput = {
  ratePerHour: number
  minutes: number
  /** Mean patience (minutes); null = everybody stays: Erlang-C. */
  patience: number | null
  /** The goal: `share` of citizens called within `wait` minutes. */
  wait: number
  share: number
}
export type NeedRow = {
  servers: number
  waits: number
  meanWait: number | null
  within: number
  abandon: number
  utilisation: number
}
export type Need = {
  formula: 'Erlang-C' | 'Erlang-A'
  /** Caseworkers’ work that arrives: rate × minutes / 60. */
  load: number
  need: number
  /** Caseworkers so that at most half wait at all, by three ways: a check on the rules, not another answer. */
  halfWait: { exact: number; squareRoot: number; refined: number } | null
  rows: NeedRow[]
}

/** Caseworkers needed by formula: steady state, one skill, random arrivals. For peaks, booking and skills: the simulator. */
export function need(input: NeedInput): Need {
  const { ratePerHour, minutes, patience, wait, share } = input
  const load = (ratePerHour * minutes) / 60
  if (load > 2000) throw new BadInput(['More than 2,000 caseworkers’ work: a mistake in the rate or the minutes?'])
  const queue = (servers: number): Queue => {
    const base = { servers, perMinute: ratePerHour / 60, serviceMinutes: minutes }
    return patience === null ? erlangCQueue(base) : erlangAQueue({ ...base, patienceMinutes: patience })
  }
  const lowest = patience === null ? load : 0
  const found = fewest(Math.max(lowest, 0.001), (servers) => queue(servers).servedWithin(wait) >= share)
  const rows = Array.from({ length: 6 }, (_, i) => found - 2 + i)
    .filter((servers) => servers >= 1)
    .map((servers): NeedRow => {
      const { waits, meanWait, servedWithin, abandon, utilisation } = queue(servers)
      return {
        servers,
        waits,
        meanWait: Number.isFinite(meanWait) ? meanWait : null,
        within: servedWithin(wait),
        abandon,
        utilisation,
      }
    })
  return {
    formula: patience === null ? 'Erlang-C' : 'Erlang-A',
    load,
    need: found,
    halfWait:
      load > 0
        ? {
            exact: fewest(load, (servers) => erlangC(servers, load) <= 0.5),
            squareRoot: squareRootStaff(load, 0.5),
            refined: refinedStaff(load, 0.5),
          }
        : null,
    rows,
  }
}
