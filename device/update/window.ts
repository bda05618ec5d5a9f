import type { Settings } from '../contract/settings.ts'

/** At night, when nobody is in the library and somebody can still be told in the morning (local time). */
const NIGHT: NonNullable<Settings['updates']> = { from: '02:00', to: '05:00' }

/** Whether software may be changed at `now`, in the machine's time zone; a window may go over midnight. */
export function inWindow(window: Settings['updates'], now: Date): boolean {
  const { from, to } = window ?? NIGHT
  const at = `${String(now.getHours()).padStart(2, '0')}:${String(now.getMinutes()).padStart(2, '0')}`
  return from <= to ? at >= from && at < to : at >= from || at < to
}
