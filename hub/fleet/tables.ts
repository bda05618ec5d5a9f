import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { PairingRequest } from '../../device/contract/fleet.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'
import type { Ring } from '../../device/contract/release.ts'

type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>
type Time = ColumnType<Date, Date | string, Date | string>

export type FleetTables = {
  pairings: {
    id: string
    at: Generated<Date>
    commit_hash: string
    nonce: string
    authority: JSONColumnType<PublicKey>
    hub_url: string
    opened_from: Nullable<string>
    code: Nullable<string>
    request: JSONColumnType<PairingRequest> | null
    fingerprint: Nullable<string>
    secret_hash: Nullable<string>
    proven: Generated<boolean>
    maker_known: Generated<boolean>
    state: Generated<'waiting' | 'typed' | 'refused' | 'enrolled'>
    box: Nullable<string>
  }
  box_configs: {
    box: string
    version: number
    at: Generated<Date>
    who: string
    settings: JSONColumnType<object>
    jws: string
    state: Generated<'sent' | 'applied' | 'rolled-back'>
    why: Nullable<string>
  }
  releases: {
    version: string
    at: Generated<Date>
    who: string
    jws: string
    bytes: number
    ring: Generated<Ring>
    stopped: Nullable<string>
    stood: Nullable<Ring>
  }
  release_boxes: {
    version: string
    box: string
    back_at: Nullable<Date>
    left_by: Nullable<string>
    left_why: Nullable<string>
    left_at: Nullable<Date>
  }
  accept_codes: { box: string; tag: string; until: Time; tries_left: number }
  acceptances: { id: string; box: string; at: Time; passed: boolean; report: JSONColumnType<object>; jws: string }
  alarms: {
    id: string
    box: string
    kind: string
    part: string
    since: Generated<Date>
    ended_at: Nullable<Date>
    silent_until: Nullable<Date>
    handed_to: Nullable<string>
  }
}
