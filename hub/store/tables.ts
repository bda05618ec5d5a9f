import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Health } from '../../device/contract/health.ts'
import type { BoxEvent, Report } from '../../device/contract/link.ts'
import type { Caseworker, PublicKey } from '../../device/contract/nouns.ts'
import type { Proposal } from '../../device/contract/proposal.ts'
import type { BillTables } from '../bills/tables.ts'
import type { BookingTables } from '../booking/tables.ts'
import type { CertificateTables } from '../certificates/tables.ts'
import type { FiguresTables } from '../figures/tables.ts'
import type { FleetTables } from '../fleet/tables.ts'
import type { QueueTables, RoutingColumns, StaffColumns } from '../queue/tables.ts'
import type { StaffingTables } from '../staffing/tables.ts'

type Time = ColumnType<Date, Date | string, Date | string>
type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>

/** The database as the migrations leave it. `bigint` comes as a number (store.ts sees to it). */
export type Tables = BookingTables &
  FiguresTables &
  BillTables &
  FleetTables &
  QueueTables &
  CertificateTables &
  StaffingTables & {
    hubs: { id: string; backend: number; backend_start: Time }
    boxes: {
      id: string
      name: string
      place: string
      fingerprint: Nullable<string>
      identity: JSONColumnType<PublicKey> | null
      key_home: Generated<'software' | 'tpm'>
      certificate_until: Nullable<Date>
      renewed_with: Generated<number>
      accepted_at: Nullable<Date>
      retiring: Generated<boolean>
      retired_at: Nullable<Date>
      out_text: JSONColumnType<{ da: string; en: string }> | null
      latitude: Nullable<number>
      longitude: Nullable<number>
      health: JSONColumnType<Health> | null
      last_visit: Nullable<Date>
      test_box: Generated<boolean>
      proposal: JSONColumnType<Proposal> | null
      enrolled_at: Generated<Date>
      enrolled_by: string
      revoked_at: Nullable<Date>
      out_of_service: Generated<boolean>
      software: Nullable<string>
      boot: Nullable<string>
      report: JSONColumnType<Report> | null
      hub: Nullable<string>
      connection: Nullable<string>
      last_seen: Nullable<Date>
    }
    users: {
      name: string
      password: string
      caseworker: JSONColumnType<Caseworker>
      roles: JSONColumnType<Role[]>
    } & StaffColumns
    sessions: { token: string; user_name: string; expires_at: Time; ends_at: Nullable<Date> }
    sign_in_brake: { user_name: string; tries: number; closed_until: Time }
    desks: { id: string; hub: string; user_name: string }
    cases: {
      id: string
      number: string
      box: string | null
      errand: string
      language: string
      step: string
      why: string
      since: Time
      again: Generated<boolean>
      state: 'waiting' | 'claimed' | 'ended'
      how: Nullable<string>
      ended_at: Nullable<Date>
    } & RoutingColumns
    claims: {
      id: string
      case_id: string
      user_name: string
      caseworker: JSONColumnType<Caseworker>
      seal_key: JSONColumnType<PublicKey>
      sign_key: JSONColumnType<PublicKey>
      desk: Nullable<string>
      started_at: Generated<Date>
      lost_at: Nullable<Date>
      ended_at: Nullable<Date>
      how: Nullable<string>
    }
    events: { box: string; n: number; at: Time; event: JSONColumnType<BoxEvent> }
    relay: { id: string; body: string; at: Generated<Date> }
    audit: {
      n: number
      at: string
      who: string | null
      act: string
      box: string | null
      case_id: string | null
      claim: string | null
      step: string | null
      detail: string | null
      previous: string
      hash: string
    }
  }

export type Role = 'caseworker' | 'supervisor' | 'planner' | 'technician' | 'auditor' | 'finance'
