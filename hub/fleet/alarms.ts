/**
 * What is wrong with which box, and for how long. An alarm opens by itself, ends by itself when its cause is gone, and says
 * who acts; people silence it for a while or hand it over.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type FaultCode, faults } from '../../device/contract/faults.ts'
import type { AlarmKind, PaperView } from '../../device/contract/fleet-view.ts'
import type { Health } from '../../device/contract/health.ts'
import type { DeviceKind, PresenceName } from '../../device/contract/nouns.ts'
import { paperOf } from '../desk/paper-routes.ts'
import type { Db } from '../store/store.ts'

export type Alarm = { kind: AlarmKind; part: string }

/** A box that restarts is back before this (ms). */
const SILENT_MS = 120_000
/** Below this a box soon cannot keep applications (bytes). */
const DISK_MIN = 200 * 1024 * 1024
/** Passive kiosks throttle about here (°C). */
const HOT_C = 80
/** An authority that is down for a lunch break is no alarm; a pile is. */
const OUTBOX_MAX = 20
/** A tenth of a cassette: time to bring a new one. */
const LOW = 0.1
const SCREEN_MS = 60_000
const LOOP_MS = 5_000

export type Seen = {
  connected: boolean
  lastSeen: Date | null
  devices: Record<string, PresenceName> | null
  health: Health | null
  /** The housing was opened since somebody last looked. */
  opened?: boolean
  paper?: PaperView | null
}

/** Which alarms a box that looks like this has, as a table over what it says. */
export function alarmsOf({ connected, lastSeen, devices, health, opened, paper }: Seen, now: number): Alarm[] {
  if (!connected) {
    const silent = lastSeen !== null && now - lastSeen.getTime() > SILENT_MS
    return silent ? [{ kind: 'silent', part: '' }] : []
  }
  const found: Alarm[] = []
  for (const [device, presence] of Object.entries(devices ?? {}))
    if (presence === 'absent' || presence === 'faulty') found.push({ kind: 'device', part: device })
  if (opened) found.push({ kind: 'tamper', part: '' })
  const add = (kind: AlarmKind, is: boolean, part = '') => is && found.push({ kind, part })
  if (paper) {
    const { condition, warnings, slips, left, waiting } = paper
    if (condition && condition !== 'ready') add('paper', true, condition)
    for (const warning of warnings) add('paper', true, warning)
    if (slips?.condition && slips.condition !== 'ready') add('paper', true, `slips ${slips.condition}`)
    for (const warning of slips?.warnings ?? []) add('paper', true, `slips ${warning}`)
    add('paper', left, 'left')
    add('ledger', waiting.length > 0)
  }
  if (!health) return found
  add('screen', health.screenMs !== null && health.screenMs > SCREEN_MS)
  add('disk', health.disk.free < DISK_MIN)
  add('hot', (health.temperature ?? 0) > HOT_C)
  add('outbox', health.outbox > OUTBOX_MAX)
  add('settings', health.rolledBack !== undefined && health.rolledBack.version > health.config)
  add('slow', health.loopMs > LOOP_MS)
  add('update', health.update?.is === 'rolled-back' || health.update?.is === 'refused', health.update?.version)
  for (const { name, level } of health.consumables) add('consumable', level !== null && level < LOW, name)
  return found
}

/** The technician's sentence of the fault that a device names; the pages have their own words for the rest. */
export const whatToDo = (code: string): string | null => (code in faults ? faults[code as FaultCode].technician : null)

/** Opens and ends alarms by what the boxes last said. Called with every sweep, by every hub process. */
export async function sweepAlarms(db: Db): Promise<void> {
  const boxes = await db
    .selectFrom('boxes')
    .select(['id', 'hub', 'last_seen', 'report', 'health'])
    .where('revoked_at', 'is', null)
    .execute()
  const open = await db
    .selectFrom('alarms')
    .select(['id', 'box', 'kind', 'part'])
    .where('ended_at', 'is', null)
    .execute()
  const now = Date.now()
  const wanted = new Map<string, Alarm & { box: string }>()
  for (const { id, hub, last_seen, report, health } of boxes) {
    const devices = (report?.devices ?? null) as Record<DeviceKind, PresenceName> | null
    for (const alarm of alarmsOf(
      {
        connected: hub !== null,
        lastSeen: last_seen,
        devices,
        health,
        opened: report?.tamper === 'opened',
        paper: paperOf(report),
      },
      now,
    ))
      wanted.set(`${id} ${alarm.kind} ${alarm.part}`, { ...alarm, box: id })
    // A box that is silent says nothing about its parts: what was open stays open.
    if (hub === null)
      for (const one of open)
        if (one.box === id && one.kind !== 'silent')
          wanted.set(`${id} ${one.kind} ${one.part}`, { box: id, kind: one.kind as AlarmKind, part: one.part })
  }
  const known = new Set(open.map(({ box, kind, part }) => `${box} ${kind} ${part}`))
  const over = open.filter(({ box, kind, part }) => !wanted.has(`${box} ${kind} ${part}`)).map(({ id }) => id)
  const fresh = [...wanted].filter(([key]) => !known.has(key)).map(([, alarm]) => ({ id: randomUUID(), ...alarm }))
  if (over.length > 0) await db.updateTable('alarms').set({ ended_at: new Date() }).where('id', 'in', over).execute()
  // Another process may have been faster: one open alarm a cause, kept by the index.
  if (fresh.length > 0)
    await db
      .insertInto('alarms')
      .values(fresh)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  if (over.length + fresh.length > 0) await sql`select pg_notify('hub_changed', '')`.execute(db)
}
