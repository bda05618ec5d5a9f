/** What is counted, once for each batch of days. Minutes unless said otherwise. */
export const fields = [
  'arrived',
  'served',
  'abandoned',
  'turnedAway',
  'stillThere',
  'noShows',
  /** Requests that found no free time within the longest lead. */
  'noTime',
  /** Days a request waits for a free time, summed over days. */
  'leadDays',
  'days',
  'bookedWait',
  'bookedStarted',
  'walkInWait',
  'walkInStarted',
  /** Citizens who left, and how long they had waited. */
  'abandonedWait',
  /** Waiting at the box or between two caseworkers, after the first service began. */
  'insideWait',
  'insideStarted',
  'staffed',
  'busy',
  'overtime',
  /** Service lengths of the served: equals busy + overtime when nobody is left. */
  'work',
  'boxBusy',
  'standbyServed',
  /** Booked citizens that waited longer than the standby limit because of standby; and all booked compared. */
  'delayed',
  'compared',
] as const
export type Field = (typeof fields)[number]

const index = Object.fromEntries(fields.map((name, i) => [name, i])) as Record<Field, number>

/** Waits are counted in bins of a tenth of a minute (bin 0 = exactly none), beyond 20 hours of ten minutes. */
const BIN_MINUTES = 0.1
const FINE_BINS = 12_001
const WIDE_MINUTES = 10
const BINS = FINE_BINS + 10_000
const FINE_END = (FINE_BINS - 1) * BIN_MINUTES

function binOf(minutes: number): number {
  if (minutes <= 0) return 0
  if (minutes < FINE_END) return 1 + Math.floor(minutes / BIN_MINUTES)
  return Math.min(BINS - 1, FINE_BINS + Math.floor((minutes - FINE_END) / WIDE_MINUTES))
}

/** Where a bin begins, and how wide it is (minutes). */
const bounds = (bin: number): [from: number, width: number] =>
  bin < FINE_BINS ? [(bin - 1) * BIN_MINUTES, BIN_MINUTES] : [FINE_END + (bin - FINE_BINS) * WIDE_MINUTES, WIDE_MINUTES]

export type Tally = {
  batches: number
  /** `batches` rows of `fields`. */
  rows: Float64Array
  booked: Uint32Array
  walkIn: Uint32Array
  add(field: Field, batch: number, value: number): void
  wait(booked: boolean, batch: number, minutes: number): void
}

export function createTally(batches: number): Tally {
  const rows = new Float64Array(batches * fields.length)
  const booked = new Uint32Array(BINS)
  const walkIn = new Uint32Array(BINS)
  return {
    batches,
    rows,
    booked,
    walkIn,
    add(field, batch, value) {
      rows[batch * fields.length + index[field]]! += value
    },
    wait(isBooked, batch, minutes) {
      const row = batch * fields.length
      rows[row + (isBooked ? index.bookedWait : index.walkInWait)]! += minutes
      rows[row + (isBooked ? index.bookedStarted : index.walkInStarted)]! += 1
      const bins = isBooked ? booked : walkIn
      bins[binOf(minutes)]! += 1
    },
  }
}

/** One field of every batch. */
export function column(rows: Float64Array, field: Field): number[] {
  const values: number[] = []
  for (let at = index[field]; at < rows.length; at += fields.length) values.push(rows[at]!)
  return values
}

/** The wait that `share` of the citizens do not exceed (minutes), linear within a bin; null when nobody waited or was served. */
export function quantile(bins: Uint32Array, share: number): number | null {
  let total = 0
  for (const count of bins) total += count
  if (total === 0) return null
  const target = share * total
  let below = 0
  for (let i = 0; i < bins.length; i++) {
    const count = bins[i]!
    if (count > 0 && below + count >= target) {
      if (i === 0) return 0
      const [from, width] = bounds(i)
      return from + ((target - below) / count) * width
    }
    below += count
  }
  return bounds(BINS)[0]
}
