import { minutes, mondayFactor, noShow, noShowRange, walkInWait } from './published.ts'

/** One input of the worked answer. `low` and `high`: what it is moved to, alone, in the sensitivity picture. */
export type Input = {
  value: number
  low: number
  high: number
  unit: string
  label: 'assumption' | 'published' | 'measured'
  source: string
}

/**
 * Kalundborg’s budget note (no. 16, 30 August 2022) gives the equipment (about 350,000 DKK) and one post saved, not the number
 * of visits or caseworkers. Those are round figures to be replaced by the municipality’s own (`boks plan calibrate`).
 */
export const kalundborgInputs = {
  visitsPerDay: assumed(
    120,
    105,
    125,
    'visits a day that are wanted',
    'chosen so that today’s calendar is nearly full: the note says that times offered and need are in balance',
  ),
  posts: assumed(5, 5, 5, 'caseworkers at the counter', 'not in the note'),
  opens: assumed(8, 8, 8, 'o’clock', 'not in the note'),
  closes: assumed(15, 15, 15, 'o’clock', 'not in the note'),
  slotMinutes: assumed(15, 15, 15, 'minutes', 'a quarter of an hour for about 12 minutes of service'),
  serviceMinutes: {
    value: minutes.service.value,
    low: 10,
    high: 14,
    unit: 'minutes a visit',
    label: 'published',
    source: minutes.service.source,
  },
  serviceCv: assumed(0.5, 0.3, 0.8, 'spread / mean of a visit', 'no source'),
  noShow: {
    value: noShow.find(({ from }) => from === '2019-01-01')!.value,
    low: noShowRange.low,
    high: noShowRange.high,
    unit: 'of the booked do not come',
    label: 'published',
    source: `Berlin 2019; ${noShowRange.source}`,
  },
  settledBefore: assumed(
    0.08,
    0,
    0.2,
    'of visits settled while booking or by a service call',
    'the note gives no share',
  ),
  unpreparedMinutes: assumed(
    1.5,
    0,
    3,
    'minutes longer when nobody is prepared',
    'the note says that booking gives a prepared caseworker, not how much it saves',
  ),
  comeAgain: assumed(0.06, 0, 0.12, 'of visits without booking come again for want of a document', 'no source'),
  maxLeadDays: assumed(
    20,
    20,
    20,
    'open days ahead that can be booked; later requests find no time',
    'four weeks; no source',
  ),
  dropInsPerHour: assumed(1.5, 0.5, 3, 'come without a time an hour', 'nobody counts them today'),
  patience: assumed(60, 30, 120, 'minutes a walk-in is willing to wait, on average', 'no source'),
  monday: {
    value: mondayFactor.value,
    low: 1,
    high: mondayFactor.high,
    unit: 'times as many walk-ins on Mondays',
    label: 'published',
    source: mondayFactor.source,
  },
  dayCv: assumed(0.1, 0, 0.2, 'swing of walk-ins from day to day', 'no source'),
  goodWait: {
    value: 5,
    low: 2,
    high: walkInWait.after,
    unit: 'minutes of mean wait that count as good service without booking',
    label: 'assumption',
    source: `a choice; ${walkInWait.source} came from ${walkInWait.before} to ${walkInWait.after}`,
  },
  visitsPerBox: assumed(12, 6, 18, 'visits a day that a box takes from the counter', 'no source'),
  level: assumed(
    0.9,
    0.8,
    0.95,
    'chance that a gap given to the chance queue delays nobody booked',
    'a policy, not a fact',
  ),
  limitMinutes: assumed(5, 5, 5, 'minutes a booked citizen may wait because of it', 'a policy, not a fact'),
  postPerYear: assumed(520_000, 450_000, 600_000, 'DKK a year for a post', 'round figure'),
  boxPerYear: assumed(90_000, 60_000, 150_000, 'DKK a year for a box', 'round figure'),
  bookingPerYear: assumed(
    70_000,
    50_000,
    120_000,
    'DKK a year for booking',
    '350,000 DKK (the note) over five years (assumed)',
  ),
} satisfies { [name: string]: Input }

export type Inputs = Record<keyof typeof kalundborgInputs, Input>
export type Values = Record<keyof typeof kalundborgInputs, number>

export function valuesOf(inputs: Inputs): Values {
  return Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value])) as Values
}

function assumed(value: number, low: number, high: number, unit: string, source: string): Input {
  return { value, low, high, unit, label: 'assumption', source }
}
