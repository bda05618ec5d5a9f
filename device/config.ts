import { readFileSync } from 'node:fs'
import Type, { type Static } from 'typebox'
import { decoder } from './contract/decode.ts'
import { Fault, isFault } from './contract/faults.ts'
import { oneOf } from './contract/nouns.ts'
import { Settings } from './contract/settings.ts'

const Port = Type.Integer({ minimum: 0, maximum: 65_535 })

/** What stands in the box's own file: folders and ports of this machine. Relative paths are not allowed. */
export const LocalConfig = Type.Object({
  /** Folder for the outbox and the ledgers. */
  data: Type.String(),
  /** Folder that enrolment fills: whose box it is, the hub's CA, the authority's key, and where the identity key lies. */
  identity: Type.String(),
  /** Folder of trusted country signing certificates (DER). */
  trust: Type.String(),
  /** Folder with a terminal key and its CV certificates; without it chips are not asked for fingerprints. */
  terminal: Type.Optional(Type.String()),
  /** `wss://…/box`, if it is not where enrolment found it; the pinned CA decides whether it is the same hub. */
  hub: Type.Optional(Type.String({ pattern: '^wss://' })),
  screen: Type.Object({ host: oneOf(['127.0.0.1', '::1', 'localhost']), port: Port }),
  /** The hub's web port, for enrolment at the box's own screen; left out: `boks enrol` does it from outside. */
  web: Type.Optional(Type.String({ pattern: '^https?://' })),
  /** Where the identity key is made; a software key if left out, which hubs in service refuse. */
  key: Type.Optional(
    Type.Union([
      Type.Object({ is: Type.Literal('software') }),
      Type.Object({ is: Type.Literal('tpm'), tcti: Type.String({ maxLength: 200 }) }),
    ]),
  ),
  /** A new configuration must prove itself within this (ms). */
  trialMs: Type.Optional(Type.Integer({ minimum: 1_000 })),
})
export type LocalConfig = Static<typeof LocalConfig>

/** Both in one: what a box runs with. A file may hold all of it; what the hub has signed then goes before the file's. */
export const BoxConfig = Type.Object({ ...LocalConfig.properties, ...Settings.properties })
export type BoxConfig = Static<typeof BoxConfig>

/** The box's own file, and the settings in it if they are whole. `Fault('config.invalid')` names the place that is wrong. */
export function readConfig(path: string): { local: LocalConfig; settings: Settings | null } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Fault('config.invalid', `${path} cannot be read`, { cause: error })
  }
  try {
    const local = decoder(LocalConfig)(text)
    // Half of the settings in the file is a mistake; none of them is a box that waits for its hub.
    const holds = Object.keys(JSON.parse(text)).some((name) => name in Settings.properties)
    return { local, settings: holds ? decoder(Settings)(text) : null }
  } catch (error) {
    throw isFault(error) ? new Fault('config.invalid', `${path}: ${error.detail}`) : error
  }
}
