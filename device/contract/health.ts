/** How a box is, for the fleet: numbers and names of devices, never anything of a person. */
import Type, { type Static } from 'typebox'
import { Instant, nullable } from './nouns.ts'
import { UpdateState } from './release.ts'

export const Health = Type.Object({
  at: Instant,
  /** Seconds since the box process, and the machine, started. */
  uptime: Type.Object({ process: Type.Number(), machine: Type.Number() }),
  /** Highest of the machine's sensors (°C); null where there is none. */
  temperature: nullable(Type.Number()),
  /** Of the process (bytes). */
  memory: Type.Number(),
  /** Free and whole size of the data folder's disk (bytes). */
  disk: Type.Object({ free: Type.Number(), size: Type.Number() }),
  /** Longest the event loop stood still since the last message (ms). */
  loopMs: Type.Number(),
  /** Whether a browser shows the page, and how long ago it last painted (ms); null: none is connected. */
  screenMs: nullable(Type.Number()),
  /** Sealed applications that wait for the authority. */
  outbox: Type.Integer(),
  certificateUntil: nullable(Instant),
  /** Version of the signed configuration in use; 0: that of its own file. */
  config: Type.Integer(),
  /** A newer version that did not pass the health check, and why. */
  rolledBack: Type.Optional(Type.Object({ version: Type.Integer(), why: Type.String({ maxLength: 200 }) })),
  /** Which half of the disk it runs from. */
  slot: Type.Optional(Type.String({ maxLength: 10 })),
  /** What became of the release that the hub last offered; left out when there was none. */
  update: Type.Optional(UpdateState),
  /** It answers `tell-log`. */
  tellsLog: Type.Optional(Type.Literal(true)),
  /** What each faulty device says of itself. */
  faults: Type.Array(Type.Object({ device: Type.String({ maxLength: 20 }), fault: Type.String({ maxLength: 40 }) }), {
    maxItems: 20,
  }),
  /** Sheets, ribbons and the like, 0..1 of full; null: the device does not say. */
  consumables: Type.Array(Type.Object({ name: Type.String({ maxLength: 60 }), level: nullable(Type.Number()) }), {
    maxItems: 20,
  }),
})
export type Health = Static<typeof Health>
