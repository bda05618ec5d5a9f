import type { Citizen } from './citizen.ts'
import { lognormal } from './distributions.ts'
import { normalQuantile } from './normal.ts'
import type { Booked, Plan } from './plan.ts'
import { purposes, type Stream, stream } from './random.ts'

/** Everybody who comes on one day, in order of arrival; and who was booked and did not come. */
export type Day = { citizens: Citizen[]; booked: Citizen[]; noShows: number; noTime: number; leadDays: number }

/**
 * The days of one run, to be asked for in order. Citizens depend on seed, run, day and their number only, not on caseworkers
 * or policy: two scenarios with the same arrivals meet the same people.
 */
export function daysOf(plan: Plan, run: number): (day: number) => Day {
  let backlog = 0
  let serial = 0
  return (day) => {
    const base = plan.continuous ? day * 1440 : 0
    const counted = day >= plan.warmUpDays
    const citizens: Citizen[] = []
    if (plan.walkIn) walkIns(plan, run, day, base, counted, citizens)
    const result: Day = { citizens, booked: [], noShows: 0, noTime: 0, leadDays: 0 }
    if (plan.booked) {
      const demand = bookingsOf(plan, plan.booked, run, day, backlog)
      backlog = demand.backlog
      result.noTime = demand.noTime
      result.leadDays = plan.booked.places ? backlog / plan.booked.places : 0
      serial = bookings(plan, plan.booked, run, day, base, counted, demand.taken, serial, result)
    }
    citizens.sort((a, b) => a.arrive - b.arrive)
    return result
  }
}

function walkIns(plan: Plan, run: number, day: number, base: number, counted: boolean, into: Citizen[]): void {
  const { segments, dayFactors, dayCv } = plan.walkIn!
  let factor = dayFactors[day % dayFactors.length]!
  if (dayCv > 0) factor *= lognormal(1, dayCv).sample(stream(plan.seed, run, day, purposes.dayLevel)())
  const gap = stream(plan.seed, run, day, purposes.walkIn)
  const trait = stream(plan.seed, run, day, purposes.walkInTrait)
  // Unit exponentials mapped through the inverse of the summed rate: a Poisson process with a rate that changes.
  let left = -Math.log(1 - gap())
  for (const { from, to, rate } of segments) {
    const perMinute = (rate * factor) / 60
    if (perMinute <= 0) continue
    let at = from
    while (true) {
      const next = at + left / perMinute
      if (next >= to) {
        left -= (to - at) * perMinute
        break
      }
      at = next
      left = -Math.log(1 - gap())
      into.push(citizen(plan, trait, { serial: -1, booked: false, due: base + at, arrive: base + at, day, counted }))
    }
  }
}

/** How many of the day's places are taken. With requests a day, what finds no place waits for a later day. */
function bookingsOf(plan: Plan, booked: Booked, run: number, day: number, backlog: number) {
  if (booked.requestsPerDay === null) return { taken: null, backlog: 0, noTime: 0 }
  const mean = booked.requestsPerDay * booked.dayFactors[day % booked.dayFactors.length]!
  const wanted = backlog + poisson(mean, stream(plan.seed, run, day, purposes.request)())
  const taken = Math.min(booked.places, wanted)
  const most = Math.floor(booked.maxLeadDays * booked.places)
  return { taken, backlog: Math.min(most, wanted - taken), noTime: Math.max(0, wanted - taken - most) }
}

function bookings(
  plan: Plan,
  booked: Booked,
  run: number,
  day: number,
  base: number,
  counted: boolean,
  taken: number | null,
  serial: number,
  result: Day,
): number {
  const choose = stream(plan.seed, run, day, purposes.slot)
  const trait = stream(plan.seed, run, day, purposes.booked)
  let places = booked.places
  let left = taken ?? 0
  for (const slot of booked.slots) {
    for (let i = 0; i < slot.count; i++) {
      const chosen = taken === null ? choose() < booked.fill : choose() * places < left
      places--
      if (!chosen) continue
      left--
      const due = base + slot.at
      const shows = trait() >= booked.noShow
      const late = booked.lateness.sample(trait())
      const earliest = base + plan.open
      const arrive = Math.max(earliest, plan.continuous ? Math.min(due + late, base + 1439.99) : due + late)
      const one = citizen(plan, trait, { serial: serial++, booked: true, due, arrive, day, counted })
      result.booked.push(one)
      if (shows) result.citizens.push(one)
      else if (counted) result.noShows++
      if (!shows) one.arrive = Number.POSITIVE_INFINITY
    }
  }
  return serial
}

/** Always five draws, used or not: a changed scenario must not shift the luck of those after. */
function citizen(
  plan: Plan,
  trait: Stream,
  given: Pick<Citizen, 'serial' | 'booked' | 'due' | 'arrive' | 'day' | 'counted'>,
): Citizen {
  const kind = trait()
  const service = trait()
  const patience = trait()
  const capture = trait()
  const handoff = trait()
  const channel = given.booked ? 'booked' : 'walkIn'
  const all = plan.errands.at(-1)!.upTo[channel]
  let errand = 0
  while (errand < plan.errands.length - 1 && kind * all >= plan.errands[errand]!.upTo[channel]) errand++
  const chosen = plan.errands[errand]!
  const share = chosen.handoff?.share ?? 0
  return {
    serial: given.serial,
    booked: given.booked,
    errand,
    due: given.due,
    arrive: given.arrive,
    patience: plan.patience === null ? Number.POSITIVE_INFINITY : -plan.patience * Math.log(1 - patience),
    capture: chosen.capture ? chosen.capture.sample(capture) : 0,
    service: chosen.service.sample(service),
    // Below the share the draw is uniform again within it.
    handoff: chosen.handoff && handoff < share ? chosen.handoff.service.sample(handoff / share) : 0,
    day: given.day,
    counted: given.counted,
    state: 'coming',
    handedOff: false,
    key: 0,
    began: Number.NaN,
  }
}

/** Poisson number by inversion of one draw; above 500 its normal approximation, rounded. */
export function poisson(mean: number, u: number): number {
  if (mean > 500) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(u)))
  let term = Math.exp(-mean)
  let sum = term
  let k = 0
  while (u > sum && k < 2000) {
    k++
    term *= mean / k
    sum += term
  }
  return k
}
