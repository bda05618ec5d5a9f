import type { Calibration, Measured } from './calibrate.ts'
import { type Input, type Inputs, kalundborgInputs } from './kalundborg-inputs.ts'

/** What a hub knows of one place besides its visits. */
export type OwnPlace = {
  name: string
  /** Caseworkers planned at the counter at once on a usual day; null: nobody planned any. */
  posts: number | null
  /** Share of booked visits that a service call settled; null: no calls were made. */
  settledBefore: Measured | null
}

/** The worked answer’s inputs with everything measured at a place put in; what it cannot say stays an assumption, and says so. */
export function ownInputs(found: Calibration, place: OwnPlace): Inputs {
  const { measured, scenario, days } = found
  const when = `${place.name}, ${days.from} – ${days.to}`
  const [opens, closes] = scenario.open as [number, number]
  const of = (name: string): Measured | null => measured[name] ?? null
  /** Moved within its own 95 % interval, or by a tenth where there is none. */
  const input = (name: keyof typeof kalundborgInputs, one: Measured | null, fix = (x: number) => x): Input => {
    if (!one) return kalundborgInputs[name]
    const value = fix(one.value)
    const [low, high] = one.ci95 ? one.ci95.map(fix) : [value * 0.9, value * 1.1]
    return {
      value,
      low: low!,
      high: high!,
      unit: kalundborgInputs[name].unit,
      label: 'measured',
      source: `${when}, ${one.from}`,
    }
  }
  const fixed = (name: keyof typeof kalundborgInputs, value: number, source: string): Input => ({
    value,
    low: value,
    high: value,
    unit: kalundborgInputs[name].unit,
    label: 'measured',
    source,
  })
  const two = (x: number) => Math.round(x * 100) / 100
  const whole = (x: number) => Math.round(x * 10) / 10
  const noShow = of('noShow')
  const settled = place.settledBefore
  const settledInput = settled ? input('settledBefore', settled, two) : kalundborgInputs.settledBefore
  const booked = of('bookedPerDay')
  // Wanted: those who came with a time, and those who would have come had nobody settled it before.
  const wanted = (perDay: number) => whole((perDay * (1 - (noShow?.value ?? 0))) / (1 - settledInput.value))
  const perHour = of('walkInsPerDay')
  return {
    ...kalundborgInputs,
    visitsPerDay: input('visitsPerDay', booked, wanted),
    posts: place.posts
      ? fixed('posts', place.posts, `${when}: planned at once on a usual day`)
      : fixed('posts', scenario.servers[0]!.count, `${when}: most served at once on a usual day`),
    opens: fixed('opens', opens, when),
    closes: fixed('closes', closes, when),
    slotMinutes: fixed('slotMinutes', scenario.arrivals.booked?.slotMinutes ?? 15, when),
    serviceMinutes: input('serviceMinutes', of('serviceMinutes'), whole),
    serviceCv: input('serviceCv', of('serviceCv'), two),
    noShow: input('noShow', noShow, two),
    settledBefore: settledInput,
    dropInsPerHour: input('dropInsPerHour', perHour, (x) => two(x / (closes - opens))),
  }
}
