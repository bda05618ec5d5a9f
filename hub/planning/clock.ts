/** A clock time as people write it: hours (8.5) or "08:30". */
export type Clock = number | string

/** Minutes after midnight. */
export function clock(value: Clock): number {
  if (typeof value === 'number') return Math.round(value * 60)
  const [hours, minutes] = value.split(':').map(Number)
  return hours! * 60 + minutes!
}

type ByHour = number[] | { [hour: string]: number }
type Say = (sentence: string) => void

/** A number for each of the 24 clock hours, from an array (opening hours or all 24) or from an object with hours as keys. */
function byClockHour(given: ByHour, open: number, close: number, where: string, say: Say): number[] {
  const first = Math.floor(open / 60)
  const count = Math.ceil(close / 60) - first
  const hours = new Array<number>(24).fill(0)
  if (Array.isArray(given)) {
    if (given.length === 24) return given
    if (given.length !== count) {
      say(
        `${where} has ${given.length} numbers: give ${count} (one for each opening hour), 24, or an object such as {"8": 3}.`,
      )
      return hours
    }
    given.forEach((rate, i) => {
      hours[first + i] = rate
    })
    return hours
  }
  for (const [key, rate] of Object.entries(given)) {
    if (!/^([01]?\d|2[0-3])$/.test(key)) say(`${where}.${key} is not an hour from 0 to 23.`)
    else if (Number(key) < first || Number(key) >= first + count) say(`${where}.${key} is outside the opening hours.`)
    else hours[Number(key)] = rate
  }
  return hours
}

/** Walk-ins an hour as pieces of constant rate within the opening hours (minutes after midnight; rate an hour). */
export function hourRates(
  walkIn: { ratePerHour?: number | undefined; byHour?: ByHour | undefined },
  open: number,
  close: number,
  say: Say,
): { from: number; to: number; rate: number }[] {
  const where = 'arrivals.walkIn'
  if (walkIn.ratePerHour !== undefined && walkIn.byHour) say(`${where}: give ratePerHour or byHour, not both.`)
  if (walkIn.ratePerHour !== undefined) return [{ from: open, to: close, rate: walkIn.ratePerHour }]
  if (!walkIn.byHour) {
    say(`${where}: ratePerHour or byHour is missing.`)
    return []
  }
  const hours = byClockHour(walkIn.byHour, open, close, `${where}.byHour`, say)
  return hours
    .map((rate, hour) => ({ from: Math.max(open, hour * 60), to: Math.min(close, hour * 60 + 60), rate }))
    .filter(({ from, to, rate }) => from < to && rate > 0)
}

/** Places in the slot that begins at `at`. */
export function perSlotByHour(perSlot: number | ByHour, open: number, close: number, say: Say): (at: number) => number {
  if (typeof perSlot === 'number') return () => perSlot
  const hours = byClockHour(perSlot, open, close, 'arrivals.booked.perSlot', say)
  return (at) => hours[Math.floor(at / 60)] ?? 0
}
