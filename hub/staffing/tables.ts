import type { ColumnType, Generated } from 'kysely'

type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>
export const staffChannels = ['counter', 'video', 'phone'] as const
export type StaffChannel = (typeof staffChannels)[number]

/** The staffing's part of the database, as migration 301 leaves it. */
export type StaffingTables = {
  staff: { id: Generated<number>; name: string; active: Generated<boolean> }
  staff_can: { person: number; what: 'errand' | 'channel' | 'place'; value: string }
  roster: {
    id: Generated<number>
    person: number
    weekday: number
    weeks: Generated<'all' | 'odd' | 'even'>
    opens: number
    closes: number
    place: Nullable<string>
    channel: StaffChannel
  }
  shifts: {
    n: Generated<number>
    person: number
    day: string
    opens: number
    closes: number
    place: Nullable<string>
    channel: StaffChannel
  }
  absences: { id: Generated<number>; person: number; first_day: string; last_day: string }
}
