import type { Dated } from '../../device/rules/dated.ts'
import type { Scenario } from './scenario.ts'

/*
 * Published figures to start from where a municipality has no data of its own yet. Each says whose it is; none is Danish
 * law, and none is this municipality’s.
 */

export const noShow: readonly Dated<number>[] = [
  { from: '2018-01-01', value: 0.195, source: 'Dortmund 2018' },
  { from: '2019-01-01', value: 0.17, source: 'Berlin 2019 (the district of Neukölln 0.265)' },
  { from: '2023-01-01', value: 0.11, source: 'Berlin, first quarter of 2023' },
]
/** The figures above span this; used for sensitivity. */
export const noShowRange = { low: 0.11, high: 0.265, source: 'Berlin 2023 to Neukölln 2019' }

/** A whole service at the counter; alone at a box; the caseworker’s step of a box visit (minutes). */
export const minutes = {
  service: { value: 12, source: 'published beside the no-shows of citizens’ offices: about 12 minutes a service' },
  capture: { value: 4, low: 3, high: 5, source: 'unattended photo, prints and signature 3–5 minutes' },
  decision: { value: 5, source: 'the caseworker’s step about 5 minutes' },
}

/** Arrivals by clock hour as shares of the day (they add up to 1.01 as printed). */
export const arrivalsByHour = {
  value: { 8: 0.07, 9: 0.1, 10: 0.13, 11: 0.14, 12: 0.15, 13: 0.14, 14: 0.15, 15: 0.09, 16: 0.04 } as {
    [hour: number]: number
  },
  source: 'Warsaw, 21 offices, 14 working days',
}

/** Mondays against the other days. */
export const mondayFactor = { value: 1.375, low: 1.35, high: 1.4, source: 'Warsaw: Mondays 35–40 % busier' }

/** Seasonal index by ISO week, as printed (middle of each range); weeks without a figure are 1. */
export const weekIndex = {
  value(week: number): number {
    if (week >= 2 && week <= 13) return 1.12
    if (week >= 20 && week <= 24) return 0.955
    if (week >= 26 && week <= 35) return 1.005
    if (week === 51) return 0.81
    if (week >= 52) return 0.54
    return 1
  },
  source: '149 German site-years',
}

/** Walk-in offices: mean wait before and after an open Monday beside the booked days (minutes). */
export const walkInWait = { before: 20, after: 14, source: 'Greve' }

/** Walk-ins an hour for each opening hour, so that `perDay` come in all, with the published shape of the day. */
export function walkInsByHour(perDay: number, open: number, close: number): { [hour: string]: number } {
  const hours = Array.from({ length: close - open }, (_, i) => open + i)
  const shape = (hour: number) => arrivalsByHour.value[hour] ?? 0.02
  const total = hours.reduce((sum, hour) => sum + shape(hour), 0)
  return Object.fromEntries(hours.map((hour) => [hour, (perDay * shape(hour)) / total]))
}

/** Factors of five weekdays with mean 1, Monday first. */
export function weekdayFactors(monday: number = mondayFactor.value): number[] {
  const mean = (monday + 4) / 5
  return [monday, 1, 1, 1, 1].map((factor) => factor / mean)
}

/**
 * A service point calibrated to the published figures alone: half booked, half walk-in. What no source gives (caseworkers,
 * visits a day, spread of service, patience) is a round figure and has to be replaced.
 */
export function publishedScenario(visitsPerDay = 100): Scenario {
  return {
    name: 'published figures',
    open: [8, 16],
    servers: [{ count: Math.max(1, Math.ceil((visitsPerDay * minutes.service.value) / 60 / 8 / 0.7)) }],
    arrivals: {
      walkIn: { byHour: walkInsByHour(visitsPerDay / 2, 8, 16), dayFactors: weekdayFactors() },
      booked: {
        slotMinutes: 15,
        perSlot: Math.ceil(visitsPerDay / 2 / 32 / (1 - noShow.at(-1)!.value)),
        noShow: noShow.at(-1)!.value,
        lateness: { meanMinutes: -2, sdMinutes: 5 },
        fill: 0.9,
      },
    },
    service: { distribution: 'lognormal', meanMinutes: minutes.service.value, cv: 0.5 },
    patience: { meanMinutes: 60 },
    policy: { walkIns: 'queue' },
  }
}
