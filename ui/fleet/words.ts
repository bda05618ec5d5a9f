import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { FleetAlarm } from '../../device/contract/fleet-view.ts'
import { da, type Texts } from './texts/da.ts'
import { en } from './texts/en.ts'

export const words = { da, en }
export const Words = createContext<Texts>(da)
export const useWords = () => useContext(Words)

const locale = (t: Texts) => (t === da ? 'da-DK' : 'en-GB')
export const when = (t: Texts, at: string | null) =>
  at === null
    ? t.never
    : new Intl.DateTimeFormat(locale(t), { dateStyle: 'short', timeStyle: 'short' }).format(new Date(at))

/** Which part an alarm is about: a device, or what the printer says of itself (`slips paper-out`). */
export function partOf(t: Texts, part: FleetAlarm['part'] | null): string {
  if (!part) return ''
  const [first = '', second] = part.split(' ')
  const known = (one: string) => t.device[one as keyof Texts['device']] ?? t.facts.part[one] ?? one
  return second === undefined ? known(first) : `${t.facts.slips}, ${known(second)}`
}

/** A length of time as people say it, from seconds. */
export function long(t: Texts, seconds: number): string {
  const [value, unit] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7_200
        ? [seconds / 60, 'minute']
        : seconds < 172_800
          ? [seconds / 3_600, 'hour']
          : [seconds / 86_400, 'day']
  return new Intl.NumberFormat(locale(t), {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(Number(value))
}
export const megabytes = (t: Texts, bytes: number) =>
  new Intl.NumberFormat(locale(t), { style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }).format(
    bytes / 1_048_576,
  )
