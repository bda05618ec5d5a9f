import type { Values } from './kalundborg-inputs.ts'
import { minutes, walkInsByHour, weekdayFactors } from './published.ts'
import type { Scenario } from './scenario.ts'

export type Size = { seed: number; runs: number; days: number }
export const scenarioNames = ['today', 'withoutBooking', 'chanceQueue', 'twoPostsFewer', 'twoBoxesMore'] as const
export type ScenarioName = (typeof scenarioNames)[number]

/** Times asked for a day, so that the wanted visits come about in spite of no-shows. */
export const requestsOf = (v: Values) => (v.visitsPerDay * (1 - v.settledBefore)) / (1 - v.noShow)

/** Today: booking is compulsory; who comes without a time is sent home. */
export function today(v: Values, size: Size, posts = v.posts): Scenario {
  return {
    ...common(v, size, posts),
    name: 'today',
    arrivals: {
      walkIn: { ratePerHour: v.dropInsPerHour, dayFactors: weekdayFactors(v.monday), dayCv: v.dayCv },
      booked: {
        slotMinutes: v.slotMinutes,
        perSlot: posts,
        requestsPerDay: requestsOf(v),
        maxLeadDays: v.maxLeadDays,
        noShow: v.noShow,
        lateness: { meanMinutes: -2, sdMinutes: 5 },
      },
    },
    policy: { walkIns: 'refuse' },
  }
}

/**
 * Nobody books: everybody comes when it suits, also those whom a service call would have settled; nobody is prepared, and
 * some come twice.
 */
export function withoutBooking(v: Values, size: Size, posts = v.posts): Scenario {
  const base = common(v, size, posts)
  return {
    ...base,
    service: { ...base.service, meanMinutes: v.serviceMinutes + v.unpreparedMinutes },
    name: 'withoutBooking',
    arrivals: {
      walkIn: {
        byHour: walkInsByHour(v.visitsPerDay * (1 + v.comeAgain), v.opens, v.closes),
        dayFactors: weekdayFactors(v.monday),
        dayCv: v.dayCv,
      },
    },
    policy: { walkIns: 'queue' },
  }
}

/** As today, and who comes without a time may fill the gaps of no-shows. */
export function chanceQueue(v: Values, size: Size): Scenario {
  return {
    ...today(v, size),
    name: 'chanceQueue',
    policy: { standby: { on: true, level: v.level, limitMinutes: v.limitMinutes } },
  }
}

/** As today, and two boxes take some visits: the citizen alone at first, then a caseworker by video. */
export function twoBoxesMore(v: Values, size: Size): Scenario {
  const base = today(v, size)
  const atBoxes = Math.min(2 * v.visitsPerBox, v.visitsPerDay * 0.9)
  const boxesPerHour = atBoxes / (v.closes - v.opens)
  const fewer = { ...v, visitsPerDay: v.visitsPerDay - atBoxes }
  return {
    ...base,
    name: 'twoBoxesMore',
    boxes: 2,
    arrivals: {
      booked: today(fewer, size).arrivals.booked!,
      walkIn: { ...base.arrivals.walkIn!, ratePerHour: v.dropInsPerHour + boxesPerHour },
    },
    errands: [
      { name: 'counter, booked', share: 1, channel: 'booked' },
      { name: 'counter, no time', share: v.dropInsPerHour, channel: 'walkIn' },
      {
        name: 'box',
        share: boxesPerHour,
        channel: 'walkIn',
        at: 'box',
        capture: { distribution: 'lognormal', meanMinutes: minutes.capture.value, cv: v.serviceCv },
        service: { distribution: 'lognormal', meanMinutes: minutes.decision.value, cv: v.serviceCv },
      },
    ],
  }
}

export function scenarioOf(name: ScenarioName, v: Values, size: Size): Scenario {
  switch (name) {
    case 'today':
      return today(v, size)
    case 'withoutBooking':
      return withoutBooking(v, size)
    case 'chanceQueue':
      return chanceQueue(v, size)
    case 'twoPostsFewer':
      return { ...today(v, size, Math.max(1, v.posts - 2)), name: 'twoPostsFewer' }
    case 'twoBoxesMore':
      return twoBoxesMore(v, size)
  }
}

function common(v: Values, size: Size, posts: number): Omit<Scenario, 'arrivals'> {
  return {
    ...size,
    open: [v.opens, v.closes],
    servers: [{ name: 'counter', count: posts }],
    service: { distribution: 'lognormal', meanMinutes: v.serviceMinutes, cv: v.serviceCv },
    patience: { meanMinutes: v.patience },
    costs: { postPerYear: v.postPerYear, boxPerYear: v.boxPerYear, bookingPerYear: v.bookingPerYear },
  }
}
