import type { ColumnType, Generated } from 'kysely'
import type { Availability, Channel } from '../../device/contract/api.ts'
import type { GuestKind } from '../../device/contract/nouns.ts'

type List = ColumnType<string[] | null, string | null | undefined, string | null>
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>

/** Of `users`: what a person can do (null: everything) and is doing now. */
export type StaffColumns = {
  source: Generated<'config' | 'oidc'>
  skills: List
  languages: List
  places: List
  availability: Generated<Availability>
  pause_reason: Nullable<string>
  availability_since: Generated<Date>
}

/** Of `cases`: who should take it, and when. */
export type RoutingColumns = {
  channel: Generated<Channel>
  place: Nullable<string>
  skills: ColumnType<string[], string | undefined, string>
  booked_for: Nullable<Date>
  urgency: Generated<number>
  held_for: Nullable<string>
  held_until: Nullable<Date>
  last_user: Nullable<string>
  first_user: Nullable<string>
  first_claim: Nullable<string>
  note: Nullable<string>
  note_by: Nullable<string>
  not_before: Nullable<Date>
  voice: Generated<boolean>
  routine: ColumnType<boolean, never, never>
}

export type QueueTables = {
  guests: {
    id: string
    claim: string
    kind: GuestKind
    token: string
    expires_at: ColumnType<Date, Date, Date>
    hub: Nullable<string>
    used_at: Nullable<Date>
    gone_at: Nullable<Date>
  }
  call_backs: { case_id: string; phone: string }
  emergencies: {
    id: string
    at: Generated<Date>
    from_whom: 'citizen' | 'staff'
    user_name: Nullable<string>
    box: Nullable<string>
    place: Nullable<string>
    taken_by: Nullable<string>
    taken_at: Nullable<Date>
  }
}
