import { type Interval, interval } from '../../../hub/planning/estimate.ts'
import { measured } from '../../../hub/planning/result.ts'
import type { Scenario, Service } from '../../../hub/planning/scenario.ts'
import { simulate } from '../../../hub/planning/simulate.ts'
import { erlangAQueue, erlangCQueue } from '../../../hub/staffing/erlang.ts'

/** A textbook queue: open round the clock, one errand. */
export type Known = {
  name: string
  servers: number
  ratePerHour: number
  service: Service
  patience: number | null
  truth: { measure: 'waitWalkIn' | 'abandonShare' | 'utilisation'; value: number }[]
}

const exponential = (meanMinutes: number): Service => ({ distribution: 'exponential', meanMinutes })

function mmc(servers: number, ratePerHour: number, minutes: number): Known {
  const truth = erlangCQueue({ servers, perMinute: ratePerHour / 60, serviceMinutes: minutes })
  return {
    name: `M/M/${servers}, load ${((ratePerHour * minutes) / 60 / servers).toFixed(2)}`,
    servers,
    ratePerHour,
    service: exponential(minutes),
    patience: null,
    truth: [
      { measure: 'waitWalkIn', value: truth.meanWait },
      { measure: 'utilisation', value: truth.utilisation },
    ],
  }
}

function mmcm(servers: number, ratePerHour: number, minutes: number, patience: number): Known {
  const input = { servers, perMinute: ratePerHour / 60, serviceMinutes: minutes, patienceMinutes: patience }
  const truth = erlangAQueue(input)
  return {
    name: `M/M/${servers}+M, load ${((ratePerHour * minutes) / 60 / servers).toFixed(2)}`,
    servers,
    ratePerHour,
    service: exponential(minutes),
    patience,
    truth: [
      { measure: 'waitWalkIn', value: truth.meanWaitServed },
      { measure: 'abandonShare', value: truth.abandon },
      { measure: 'utilisation', value: truth.utilisation },
    ],
  }
}

/** Pollaczek–Khinchine: mean wait = ρ/(1−ρ) · (1+cv²)/2 · mean service. */
function mg1(ratePerHour: number, service: Service, cv: number): Known {
  const mean = service.meanMinutes!
  const load = (ratePerHour * mean) / 60
  return {
    name: `M/G/1 ${service.distribution} cv ${cv}, load ${load.toFixed(2)}`,
    servers: 1,
    ratePerHour,
    service,
    patience: null,
    truth: [{ measure: 'waitWalkIn', value: ((load / (1 - load)) * (1 + cv * cv) * mean) / 2 }],
  }
}

export const knownQueues: Known[] = [
  mmc(1, 3, 12),
  mmc(3, 12, 12),
  mmc(5, 20, 12),
  mmc(10, 40, 12),
  mmcm(3, 18, 12, 20),
  mmcm(5, 24, 12, 15),
  mmcm(10, 50, 12, 30),
  mg1(3.5, { distribution: 'deterministic', meanMinutes: 12 }, 0),
  mg1(3.5, { distribution: 'lognormal', meanMinutes: 12, cv: 0.5 }, 0.5),
  mg1(3, { distribution: 'lognormal', meanMinutes: 12, cv: 1.5 }, 1.5),
  // Values 4, 12 and 20 with chances ½, ¼, ¼: mean 10, variance 44.
  mg1(4, { distribution: 'empirical', values: [4, 4, 12, 20] }, Math.sqrt(44) / 10),
]
knownQueues.at(-1)!.truth[0]!.value = ((4 / 6 / (1 - 4 / 6)) * (1 + 44 / 100) * 10) / 2
knownQueues.at(-1)!.name = 'M/G/1 empirical, load 0.67'

/** For each known value: in how many of the seeds the simulated 95 % interval holds it. */
export async function covered(known: Known, seeds: number, size: { runs: number; days: number }) {
  const hits = known.truth.map(() => 0)
  const widths = known.truth.map(() => 0)
  for (let seed = 1; seed <= seeds; seed++) {
    const scenario: Scenario = {
      seed,
      ...size,
      open: [0, 24],
      servers: [{ count: known.servers }],
      arrivals: { walkIn: { ratePerHour: known.ratePerHour } },
      service: known.service,
      patience: { meanMinutes: known.patience },
    }
    const measures = measured(await simulate(scenario))
    known.truth.forEach(({ measure, value }, i) => {
      const estimate =
        measure === 'abandonShare'
          ? measures.abandoned && measures.arrived && share(measures.abandoned, measures.arrived)
          : measures[measure]
      const found: Interval | null = estimate && interval(estimate)
      if (found && found[0] <= value && value <= found[1]) hits[i]!++
      if (found) widths[i]! += (found[1] - found[0]) / 2 / value / seeds
    })
  }
  return known.truth.map(({ measure, value }, i) => ({ measure, value, hits: hits[i]!, halfWidth: widths[i]! }))
}

/** Abandoned of arrived, with the contributions of both. */
function share(above: { value: number; influence: number[] }, below: { value: number; influence: number[] }) {
  const value = above.value / below.value
  return { value, influence: above.influence.map((x, i) => (x - value * below.influence[i]!) / below.value) }
}
