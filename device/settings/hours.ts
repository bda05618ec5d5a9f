import { type Settings, weekdays } from '../contract/settings.ts'

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Whether a box with these opening times is open at `now`, in the machine's time zone. */
export function isOpen(hours: Settings['hours'], now: Date): boolean {
  if (!hours) return true
  const day = weekdays[(now.getDay() + 6) % 7]!
  const at = now.getHours() * 60 + now.getMinutes()
  return (hours[day] ?? []).some(([from, to]) => at >= minutes(from) && at < minutes(to))
}
