/** What the fleet page gets and sends. `GET /api/fleet` → `Fleet`; the acts are `POST /api/boxes/:box/…`. */
import Type, { type Static } from 'typebox'
import { Health } from './health.ts'
import { LedgerStory } from './link.ts'
import { Id, Instant, nullable, oneOf, PresenceName, perDevice } from './nouns.ts'
import { Proposal } from './proposal.ts'
import { Settings } from './settings.ts'

export const alarmKinds = [
  'silent',
  'device',
  'paper',
  'ledger',
  'screen',
  'disk',
  'hot',
  'outbox',
  'settings',
  'consumable',
  'tamper',
  'slow',
  'update',
] as const
export type AlarmKind = (typeof alarmKinds)[number]

export const FleetAlarm = Type.Object({
  id: Id,
  kind: oneOf(alarmKinds),
  part: Type.String(),
  since: Instant,
  ended: nullable(Instant),
  silentUntil: nullable(Instant),
  /** Who has taken it over, by name. */
  handedTo: nullable(Type.String()),
  /** The technician's sentence for the fault that the device names. */
  do: nullable(Type.String()),
})
export type FleetAlarm = Static<typeof FleetAlarm>

/** Paper and money of one box, as fleet and desk see them. */
export const PaperView = Type.Object({
  /** Null: the printer is not there, or says nothing. */
  condition: nullable(Type.String()),
  warnings: Type.Array(Type.String()),
  slips: nullable(Type.Object({ condition: nullable(Type.String()), warnings: Type.Array(Type.String()) })),
  /** Since when paper lies in the tray, if it does. */
  left: Type.Boolean(),
  open: Type.Integer(),
  waiting: Type.Array(LedgerStory),
})
export type PaperView = Static<typeof PaperView>

/** `GET /api/paper` (desk): every box that is in service. */
export const PaperBoxes = Type.Object({
  boxes: Type.Array(Type.Object({ box: Id, name: Type.String(), place: Type.String(), paper: PaperView })),
})
export type PaperBoxes = Static<typeof PaperBoxes>

export const BoxView = Type.Object({
  box: Id,
  name: Type.String(),
  place: Type.String(),
  /** Latitude and longitude (°). */
  at: nullable(Type.Tuple([Type.Number(), Type.Number()])),
  connected: Type.Boolean(),
  lastSeen: nullable(Instant),
  state: oneOf(['enrolled', 'retiring', 'revoked', 'retired']),
  accepted: nullable(Instant),
  inService: Type.Boolean(),
  outOfService: Type.Boolean(),
  outText: nullable(Type.Object({ da: Type.String(), en: Type.String() })),
  keyHome: oneOf(['software', 'tpm']),
  certificateUntil: nullable(Instant),
  software: nullable(Type.String()),
  /** Only whether somebody is there, and at which step. */
  visit: nullable(Type.Object({ errand: nullable(Type.String()), step: nullable(Type.String()) })),
  devices: nullable(perDevice(PresenceName)),
  paper: Type.Optional(nullable(PaperView)),
  health: nullable(Health),
  lastVisit: nullable(Instant),
  config: nullable(
    Type.Object({
      version: Type.Integer(),
      state: oneOf(['sent', 'applied', 'rolled-back']),
      why: nullable(Type.String()),
    }),
  ),
  /** Gets releases before all others. */
  testBox: Type.Boolean(),
  alarms: Type.Array(FleetAlarm),
})
export type BoxView = Static<typeof BoxView>

export const Fleet = Type.Object({ boxes: Type.Array(BoxView), people: Type.Array(Type.String()) })
export type Fleet = Static<typeof Fleet>

/** `POST /api/boxes/:box/service` */
export const ServiceAct = Type.Object({
  outOfService: Type.Boolean(),
  /** For citizens; null: the usual words. */
  text: nullable(Type.Object({ da: Type.String({ maxLength: 200 }), en: Type.String({ maxLength: 200 }) })),
})
/** `POST /api/boxes/:box/move`: needs a new acceptance test there. */
export const MoveAct = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  place: Type.String({ minLength: 1, maxLength: 60 }),
  at: nullable(Type.Tuple([Type.Number({ minimum: -90, maximum: 90 }), Type.Number({ minimum: -180, maximum: 180 })])),
})
/** `POST /api/boxes/:box/accept-code`: opens the acceptance test at the box's screen, once. */
export const AcceptCode = Type.Object({ code: Type.String(), until: Instant })
export type AcceptCode = Static<typeof AcceptCode>
/** `GET /api/boxes/:box/settings`; null while it has none. `proposal`: what the box found, null from an older one. */
export const BoxSettings = Type.Object({
  version: Type.Integer(),
  settings: nullable(Type.Object({})),
  proposal: nullable(Proposal),
})
export type BoxSettings = Static<typeof BoxSettings>
/** `GET /api/boxes/:box/settings/start[?like=BOX]`: a configuration to begin with; what nobody knows yet is left out. */
export const SettingsStart = Type.Object({
  settings: Type.Object({}),
  /** Devices of the other box that are its own alone. */
  left: Type.Array(oneOf(['payment', 'slips', 'printer'])),
})
export type SettingsStart = Static<typeof SettingsStart>
/** `PUT /api/boxes/:box/settings` */
export const SettingsAct = Type.Object({ settings: Settings })
/** `POST /api/alarms/:alarm/silence` and `…/hand-over`. */
export const SilenceAct = Type.Object({ hours: Type.Integer({ minimum: 0, maximum: 168 }) })
export const HandOverAct = Type.Object({ to: nullable(Type.String({ maxLength: 60 })) })

/** `GET /api/boxes/:box/history`: what happened to it, newest first; persons are those of the staff who acted. */
export const HistoryEntry = Type.Object({
  at: Instant,
  is: oneOf(['audit', 'alarm', 'config', 'acceptance']),
  what: Type.String(),
  who: nullable(Type.String()),
  detail: nullable(Type.String()),
})
export type HistoryEntry = Static<typeof HistoryEntry>
