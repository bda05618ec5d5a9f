import { sql } from 'kysely'
import type { BoxView, FleetAlarm } from '../../device/contract/fleet-view.ts'
import type { Config } from '../config.ts'
import { paperOf } from '../desk/paper-routes.ts'
import type { Db } from '../store/store.ts'
import { whatToDo } from './alarms.ts'

/** Every box as the fleet page shows it; closed ones last. */
export async function fleetView(db: Db, config: Config): Promise<BoxView[]> {
  const rows = await db.selectFrom('boxes').selectAll().orderBy('name').execute()
  const alarms = await db.selectFrom('alarms').selectAll().where('ended_at', 'is', null).orderBy('since').execute()
  const { rows: configs } = await sql<{ box: string; version: number; state: string; why: string | null }>`
    select distinct on (box) box, version, state, why from box_configs order by box, version desc`.execute(db)
  return rows
    .map((row): BoxView => {
      const newest = configs.find(({ box }) => box === row.id)
      const closed = row.retired_at !== null || row.revoked_at !== null
      return {
        box: row.id,
        name: row.name,
        place: row.place,
        at: row.latitude === null || row.longitude === null ? null : [row.latitude, row.longitude],
        connected: row.hub !== null,
        lastSeen: row.last_seen?.toISOString() ?? null,
        state: row.retired_at ? 'retired' : row.revoked_at ? 'revoked' : row.retiring ? 'retiring' : 'enrolled',
        accepted: row.accepted_at?.toISOString() ?? null,
        inService: !closed && !row.out_of_service && (row.accepted_at !== null || config.withoutAcceptance === true),
        outOfService: row.out_of_service,
        outText: row.out_text,
        keyHome: row.key_home,
        certificateUntil: row.certificate_until?.toISOString() ?? null,
        software: row.software,
        visit: row.report?.visit ?? null,
        devices: row.report?.devices ?? null,
        paper: paperOf(row.report),
        health: row.health,
        lastVisit: row.last_visit?.toISOString() ?? null,
        config: newest ? { version: newest.version, state: newest.state as 'sent', why: newest.why } : null,
        testBox: row.test_box,
        alarms: alarms.filter(({ box }) => box === row.id).map((alarm) => alarmView(alarm, row.health?.faults ?? [])),
      }
    })
    .sort(
      (a, b) =>
        Number(a.state === 'revoked' || a.state === 'retired') - Number(b.state === 'revoked' || b.state === 'retired'),
    )
}

type Row = {
  id: string
  kind: string
  part: string
  since: Date
  ended_at: Date | null
  silent_until: Date | null
  handed_to: string | null
}

export function alarmView(row: Row, named: readonly { device: string; fault: string }[]): FleetAlarm {
  const fault = named.find(({ device }) => device === row.part)?.fault
  return {
    id: row.id,
    kind: row.kind as FleetAlarm['kind'],
    part: row.part,
    since: row.since.toISOString(),
    ended: row.ended_at?.toISOString() ?? null,
    silentUntil: row.silent_until && row.silent_until > new Date() ? row.silent_until.toISOString() : null,
    handedTo: row.handed_to,
    do: fault ? whatToDo(fault) : null,
  }
}
