import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { BookingKind, Words } from '../../device/contract/booking.ts'
import type { TriageTree } from '../../device/contract/triage.ts'

type Time = ColumnType<Date, Date | string, Date | string>
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>

export const bookingStates = [
  'held',
  'offered',
  'booked',
  'arrived',
  'called',
  'served',
  'no-show',
  'cancelled',
] as const
export type BookingState = (typeof bookingStates)[number]
export type Channel = 'web' | 'phone' | 'box'
export type SeatKind = BookingKind | 'video' | 'interpreter'

/** The booking's part of the database, as its migrations (1xx) leave it. */
export type BookingTables = {
  booking_settings: {
    one: Generated<boolean>
    revision: Generated<number>
    secret: Buffer
    settings: JSONColumnType<object>
  }
  booking_places: { id: string; name: string; address: string; slot_minutes: number; active: Generated<boolean> }
  booking_resources: {
    id: Generated<number>
    place: string | null
    kind: SeatKind
    name: string
    skills: string[]
    languages: string[]
    active: Generated<boolean>
  }
  booking_hours: {
    id: Generated<number>
    place: string | null
    kind: Nullable<SeatKind>
    weekday: number
    weeks: Generated<'all' | 'odd' | 'even'>
    opens: number
    closes: number
    first_day: Nullable<string>
    last_day: Nullable<string>
    keep_phone: Generated<number>
    keep_standby: Generated<number>
  }
  booking_closures: {
    id: Generated<number>
    place: string | null
    first_day: string
    last_day: string
    reason: string
  }
  booking_errands: {
    id: string
    rank: number
    name: JSONColumnType<Words>
    minutes: number
    kinds: BookingKind[]
    video: boolean
    documents: JSONColumnType<Words[]>
    self: JSONColumnType<{ url: string; need: Words }> | null
    active: Generated<boolean>
  }
  bookings: {
    id: string
    state: BookingState
    place: string
    kind: BookingKind
    errands: string[]
    persons: number
    starts: Time
    ends: Time
    day: string
    seats: number
    channel: Channel
    language: Generated<'da' | 'en'>
    interpreter: Nullable<string>
    made_at: Generated<Date>
    expires_at: Nullable<Date>
    booked_at: Nullable<Date>
    arrived_at: Nullable<Date>
    called_at: Nullable<Date>
    started_at: Nullable<Date>
    ended_at: Nullable<Date>
    code: Nullable<string>
    token: Nullable<Buffer>
    name: Nullable<string>
    email: Nullable<string>
    phone: Nullable<string>
    person: Nullable<Buffer>
    booked_on: Nullable<string>
    nth: Nullable<number>
    erased_at: Nullable<Date>
    box_visit: Nullable<string>
  }
  booking_seats: {
    id: Generated<number>
    resource: number
    starts: Time
    ends: Time
    booking: Nullable<string>
    until: Nullable<Date>
  }
  booking_messages: {
    id: Generated<number>
    booking: Nullable<string>
    why: string
    channel: 'email' | 'sms'
    address: Nullable<string>
    subject: Nullable<string>
    body: Nullable<string>
    due_at: Time
    sent_at: Nullable<Date>
    tries: Generated<number>
    dropped_at: Nullable<Date>
  }
  booking_events: {
    n: Generated<number>
    at: Generated<Date>
    act: string
    place: Nullable<string>
    kind: Nullable<string>
    errands: Nullable<string[]>
    booking: Nullable<string>
    detail: Nullable<unknown>
  }
  booking_brake: { address: Buffer; since: Time; tries: number }
  triage_trees: {
    version: Generated<number>
    from_day: string
    tree: JSONColumnType<TriageTree>
    made_by: string
    made_at: Generated<Date>
  }
  triage_counts: { day: string; version: number; exit: string; errand: string; n: number; came_back: number }
  waitlist: {
    id: string
    booking: string
    earliest: string
    latest: string
    place: Nullable<string>
    made_at: Generated<Date>
    offered: Nullable<string>
    offered_until: Nullable<Date>
    refused: Generated<number>
    ended_at: Nullable<Date>
    how: Nullable<string>
  }
  waitlist_passed: { waitlist: string; place: string; starts: Time }
  service_calls: {
    booking: string
    chance: number
    rule: string
    taken_by: Nullable<string>
    taken_at: Nullable<Date>
    outcome: Nullable<string>
    department: Nullable<string>
    ended_at: Nullable<Date>
  }
  standby_policies: {
    id: Generated<number>
    place: string
    weekday: Nullable<number>
    opens: number
    closes: number
    active: boolean
    level: number
    limit_minutes: number
    spare: Nullable<number>
    max_waiting: number
  }
  standby_tickets: {
    id: string
    token: Buffer
    place: string
    number: string
    day: string
    errands: string[]
    need: Generated<boolean>
    language: Generated<'da' | 'en'>
    phone: Nullable<string>
    made_at: Generated<Date>
    told_chance: number
    told_low: Nullable<number>
    told_high: Nullable<number>
    told_by: Time
    state: 'waiting' | 'called' | 'serving' | 'served' | 'left' | 'closed'
    resource: Nullable<number>
    called_at: Nullable<Date>
    started_at: Nullable<Date>
    ended_at: Nullable<Date>
  }
}
