import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InboxEntry } from '../../device/contract/api.ts'
import type { PublicKey } from '../../device/contract/nouns.ts'

/** What the inbox keeps of one application beside its sealed text: nothing of the person. */
export type Stored = InboxEntry & { contentHash: string; acknowledgement: string }

export type InboxStore = {
  readonly key: KeyObject
  readonly publicKey: PublicKey
  readonly boxes: ReadonlyMap<string, PublicKey>
  registerBox(box: string, key: PublicKey): void
  readonly entries: ReadonlyMap<string, Stored>
  keep(entry: Stored, sealed: string): void
  /** Notes a change of an entry that is kept already. */
  update(entry: Stored): void
}

/** The stand-in's memory in one folder: its key, the boxes' keys, and each application as it came (sealed to that key). */
export function openInboxStore(folder: string): InboxStore {
  const inbox = join(folder, 'inbox')
  mkdirSync(inbox, { recursive: true, mode: 0o700 })
  const key = loadKey(join(folder, 'authority.key'))
  const boxesPath = join(folder, 'boxes.json')
  const boxes = new Map<string, PublicKey>(
    existsSync(boxesPath) ? (JSON.parse(readFileSync(boxesPath, 'utf8')) as [string, PublicKey][]) : [],
  )
  const entries = new Map<string, Stored>()
  for (const name of readdirSync(inbox).filter((file) => file.endsWith('.json'))) {
    const entry = JSON.parse(readFileSync(join(inbox, name), 'utf8')) as Stored
    entries.set(entry.applicationId, entry)
  }
  const update = (entry: Stored) => {
    write(join(inbox, `${entry.applicationId}.json`), JSON.stringify(entry))
    entries.set(entry.applicationId, entry)
  }
  return {
    key,
    publicKey: publicJwk(key),
    boxes,
    registerBox(box, publicKey) {
      boxes.set(box, publicKey)
      write(boxesPath, JSON.stringify([...boxes]))
    },
    entries,
    keep(entry, sealed) {
      write(join(inbox, `${entry.applicationId}.jwe`), sealed)
      update(entry)
    },
    update,
  }
}

function loadKey(path: string): KeyObject {
  if (existsSync(path)) return createPrivateKey(readFileSync(path))
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  write(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  chmodSync(path, 0o600)
  return privateKey
}

export function publicJwk(key: KeyObject): PublicKey {
  const { x, y } = createPublicKey(key).export({ format: 'jwk' }) as { x: string; y: string }
  return { kty: 'EC', crv: 'P-256', x, y }
}

function write(path: string, text: string): void {
  writeFileSync(`${path}.tmp`, text, { mode: 0o600, flush: true })
  renameSync(`${path}.tmp`, path)
}
