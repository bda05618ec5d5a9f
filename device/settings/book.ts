/**
 * The signed configurations that a box keeps: the one in use, and one on trial. Each file is written whole, renamed into
 * place, and verified every time it is read: a changed file is as good as none.
 */
import { createPublicKey, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compactVerify } from 'jose'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { decoder } from '../contract/decode.ts'
import { Fault } from '../contract/faults.ts'
import { DeviceKind } from '../contract/nouns.ts'
import { Settings, SignedSettings } from '../contract/settings.ts'

export const SETTINGS_TYPE = 'boks-settings'
/** A configuration that the box did not survive is started once more, since the power may have gone; then never again. */
const STARTS = 2

const Trial = Type.Object({ jws: Type.String(), starts: Type.Integer(), before: Type.Array(DeviceKind) })
const Refused = Type.Object({ version: Type.Integer(), why: Type.String() })
const decodeSigned = decoder(SignedSettings)
const decodeTrial = decoder(Trial)
const decodeRefused = decoder(Refused)

export type InUse = { version: number; settings: Settings; trial: boolean; before: DeviceKind[] }

export type SettingsBook = {
  /** What to run with now; null when the hub has sent none. Counts the start of one on trial. */
  start(): Promise<InUse | null>
  /** Takes a newer one for trial at the next start; false for one that is known, refused or not this hub's. */
  offer(jws: string, before: DeviceKind[]): Promise<boolean>
  /** The one on trial is well. */
  keep(): void
  /** The one on trial is not. */
  rollBack(why: string): Promise<void>
  refused(): Static<typeof Refused> | null
  /** The one in use, without counting a start. */
  current(): Promise<SignedSettings | null>
}

/** `ca`: the hub's, PEM; `box`: whose configurations count. */
export function openSettings(folder: string, ca: string, box: string): SettingsBook {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const key = createPublicKey(new X509Certificate(ca).publicKey.export({ type: 'spki', format: 'pem' }))
  const at = (name: string) => join(folder, name)
  const read = <T>(name: string, decode: (text: string) => T): T | null => {
    try {
      return decode(readFileSync(at(name), 'utf8'))
    } catch {
      return null
    }
  }
  const write = (name: string, text: string) => {
    writeFileSync(at(`${name}.new`), text, { mode: 0o600, flush: true })
    renameSync(at(`${name}.new`), at(name))
  }
  const verify = async (jws: string | null): Promise<SignedSettings | null> => {
    if (jws === null) return null
    try {
      const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ['ES256'] })
      if (protectedHeader.typ !== SETTINGS_TYPE) return null
      const signed = decodeSigned(new TextDecoder().decode(payload))
      // What a newer hub says beyond our schema is not for us, and must not reach what this machine decides for itself.
      return signed.box === box ? { ...signed, settings: Value.Clean(Settings, signed.settings) as Settings } : null
    } catch {
      return null
    }
  }
  const trial = () => read('trial.json', decodeTrial)
  const current = () => verify(read('current.jws', String))
  const refused = () => read('refused.json', decodeRefused)
  const drop = (version: number, why: string) => {
    write('refused.json', JSON.stringify({ version, why }))
    rmSync(at('trial.json'), { force: true })
  }

  return {
    refused,
    current,
    async start() {
      const tried = trial()
      const signed = await verify(tried?.jws ?? null)
      if (tried && signed && tried.starts < STARTS) {
        write('trial.json', JSON.stringify({ ...tried, starts: tried.starts + 1 }))
        return { version: signed.version, settings: signed.settings, trial: true, before: tried.before }
      }
      if (tried) drop(signed?.version ?? 0, 'the box did not stay up with it')
      const kept = await current()
      return kept && { version: kept.version, settings: kept.settings, trial: false, before: [] }
    },
    async offer(jws, before) {
      const signed = await verify(jws)
      if (!signed) throw new Fault('config.invalid', 'a configuration that is not signed by this box’s hub')
      // Older ones are never taken: who has copied one cannot bring it back.
      const known = Math.max((await current())?.version ?? 0, refused()?.version ?? 0)
      const waiting = await verify(trial()?.jws ?? null)
      if (signed.version <= known || signed.version <= (waiting?.version ?? 0)) return false
      write('trial.json', JSON.stringify({ jws, starts: 0, before }))
      if (trial()) return true
      // One that the next start cannot read is no trial: the hub would offer it, and the box restart, for ever.
      drop(signed.version, 'it cannot be kept for a trial')
      return false
    },
    keep() {
      const tried = trial()
      if (!tried) return
      write('current.jws', tried.jws)
      rmSync(at('trial.json'), { force: true })
    },
    async rollBack(why) {
      const signed = await verify(trial()?.jws ?? null)
      if (signed) drop(signed.version, why)
    },
  }
}
